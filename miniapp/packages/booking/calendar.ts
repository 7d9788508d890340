import Taro from '@tarojs/taro';
import type { Appointment } from '../../../shared/contract';
import { toast } from '../../components/toast';
import { isWeapp } from '../../platform/env';

type Entry = Pick<Appointment, 'id' | 'itemName' | 'start' | 'end' | 'venue' | 'reference'>;

const remindMinutes = 60;

/** RFC 5545 wants these escaped in texts. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\n/g, '\\n');
}

/** `20261126T010000Z` */
function utc(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** An iCalendar file with one entry and a reminder an hour before. */
export function icalendar(entry: Entry, stamp: Date): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//zhaotong-one-stop//CN',
    'BEGIN:VEVENT',
    `UID:${entry.id}@zhaotong-one-stop`,
    `DTSTAMP:${utc(stamp.toISOString())}`,
    `DTSTART:${utc(entry.start)}`,
    `DTEND:${utc(entry.end)}`,
    `SUMMARY:${escaped(`办事：${entry.itemName}`)}`,
    `LOCATION:${escaped(`${entry.venue.name}，${entry.venue.address}`)}`,
    `DESCRIPTION:${escaped(`预约号 ${entry.reference ?? ''}`)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(entry.itemName)}`,
    `TRIGGER:-PT${remindMinutes}M`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

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
