import Taro from '@tarojs/taro';
import { toast } from '../../components/toast';
import { isWeapp } from '../../platform/env';
import { type Entry, icalendar, remindMinutes } from './icalendar';

/** Puts an appointment into the phone's calendar; in the browser as a file that the calendar opens. */
export async function addToCalendar(entry: Entry): Promise<void> {
  if (!isWeapp) {
    const url = URL.createObjectURL(new Blob([icalendar(entry, new Date())], { type: 'text/calendar' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${entry.reference ?? 'appointment'}.ics`;
    link.click();
    URL.revokeObjectURL(url);
    toast('日历文件已下载，点开就能加入日历');
    return;
  }
  try {
    await Taro.addPhoneCalendar({
      title: `办事：${entry.itemName}`,
      startTime: Math.round(Date.parse(entry.start) / 1000),
      endTime: String(Math.round(Date.parse(entry.end) / 1000)),
      location: entry.venue.name,
      description: `预约号 ${entry.reference ?? ''}，${entry.venue.address}`,
      alarm: true,
      alarmOffset: remindMinutes * 60,
    });
    toast('已加入日历');
  } catch {
    toast('没有加入日历，时间在“我的事”里随时能看');
  }
}
