import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { today } from '../../../hooks/words';
import { a11y } from '../../../platform/a11y';

/** `2026-11` of today. */
export function thisMonth(): string {
  return today().slice(0, 7);
}

/** The month so many after this one. */
export function monthAfter(month: string, count: number): string {
  const [year = 2026, number = 1] = month.split('-').map(Number);
  const months = year * 12 + (number - 1) + count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** `2026年11月`. */
export function monthWords(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return `${year}年${number}月`;
}

interface MonthProps {
  month: string;
  onChange: (month: string) => void;
}

/** Steps from month to month, never past this one. */
export function Month({ month, onChange }: MonthProps) {
  const before = monthAfter(month, -1);
  const after = monthAfter(month, 1);
  return (
    <View className="rating-month" {...a11y({ role: 'group', label: '月份' })}>
      <Button kind="link" icon="back" label={`看 ${monthWords(before)}`} onPress={() => onChange(before)}>
        上个月
      </Button>
      <View className="rating-month-name" {...a11y({ role: 'status', live: 'polite' })}>
        {monthWords(month)}
      </View>
      <Button
        kind="link"
        disabled={month >= thisMonth()}
        label={`看 ${monthWords(after)}`}
        onPress={() => onChange(after)}
      >
        下个月
      </Button>
    </View>
  );
}
