import { View } from '@tarojs/components';
import { dateWords, shortDayWords, weekdayWords } from '../../../../shared/domain/words';
import { Pressable } from '../../../components/pressable';
import { today } from '../../../hooks/words';
import { a11y } from '../../../platform/a11y';
import type { Days } from './use-slots';

interface DayStripProps {
  days: Days['days'];
  date: string | null;
  onChoose: (date: string) => void;
}

/** The days on which the hall is open: those with seats can be chosen, the full ones say so. */
export function DayStrip({ days, date, onChoose }: DayStripProps) {
  const openDays = days.filter(({ open }) => open);
  return (
    <View className="days" {...a11y({ role: 'radiogroup', label: '选日期' })}>
      {openDays.map((day) => {
        const free = day.left > 0;
        const state = free ? `余 ${day.left}` : (day.reason ?? '约满');
        const on = day.date === date;
        return (
          <Pressable
            key={day.date}
            className={on ? 'day day-on' : free ? 'day' : 'day day-off'}
            role="radio"
            checked={on}
            disabled={!free}
            label={`${day.words}，${state}`}
            onPress={() => onChoose(day.date)}
          >
            <View className="day-name">{nameOf(day.date)}</View>
            <View className="text-small">{dateWords(day.date, today())}</View>
            <View className={free ? 'text-small text-green' : 'text-small'}>{state}</View>
          </Pressable>
        );
      })}
    </View>
  );
}

/** `明天`, `周四`: the date stands below it. */
function nameOf(date: string): string {
  const short = shortDayWords(date, today());
  return short === dateWords(date, today()) ? weekdayWords(date) : short;
}
