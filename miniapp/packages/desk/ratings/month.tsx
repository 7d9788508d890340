import { View } from '@tarojs/components';
import { Button } from '../../../components/button';
import { today } from '../../../hooks/words';
import { a11y } from '../../../platform/a11y';
import { monthAfter, monthWords } from './month-of';

/** `2026-11` of today. */
export function thisMonth(): string {
  return today().slice(0, 7);
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
      <Button
        kind="link"
        icon="back"
        label={`上个月：${monthWords(before)}`}
        onPress={() => onChange(before)}
      >
        上个月
      </Button>
      <View className="rating-month-name" {...a11y({ role: 'status', live: 'polite' })}>
        {monthWords(month)}
      </View>
      <Button
        kind="link"
        disabled={month >= thisMonth()}
        label={`下个月：${monthWords(after)}`}
        onPress={() => onChange(after)}
      >
        下个月
      </Button>
    </View>
  );
}
