import { View } from '@tarojs/components';
import { clockWords } from '../../../../shared/domain/words';
import { Card } from '../../../components/card';
import { Pressable } from '../../../components/pressable';
import { clockOf } from '../../../hooks/words';
import { a11y } from '../../../platform/a11y';
import type { Slots } from './use-slots';

type Slot = Pick<Slots['slots'][number], 'slot' | 'end' | 'period' | 'left'>;

interface SlotGridProps {
  slots: Pick<Slots, 'open' | 'reason'> & { slots: readonly Slot[] };
  title: string;
  chosen: string | null;
  /** The free time nearest to one that was just taken. */
  nearest: string | null;
  onChoose: (slot: string) => void;
}

const periods = { morning: '上午', afternoon: '下午' } as const;

/** The times of a day with seats left, morning and afternoon apart. */
export function SlotGrid({ slots, title, chosen, nearest, onChoose }: SlotGridProps) {
  if (!slots.open) return <Card title={title}>{slots.reason ?? '这一天不办公'}</Card>;
  return (
    <Card title={title}>
      {(['morning', 'afternoon'] as const).map((period) => {
        const times = slots.slots.filter((one) => one.period === period);
        if (times.length === 0) return null;
        return (
          <View key={period}>
            <View className="text-second">{periods[period]}</View>
            <View className="slots" {...a11y({ role: 'radiogroup', label: `${title}${periods[period]}` })}>
              {times.map(({ slot, end, left }) => {
                const on = slot === chosen;
                const state = left === 0 ? '约满' : slot === nearest ? `最近的空位 余 ${left}` : `余 ${left}`;
                return (
                  <Pressable
                    key={slot}
                    className={slotClass(on, left > 0, slot === nearest)}
                    role="radio"
                    checked={on}
                    disabled={left === 0}
                    label={`${clockWords(slot)} 到 ${clockOf(end)}，${state}`}
                    onPress={() => onChoose(slot)}
                  >
                    <View className="slot-time">{clockWords(slot)}</View>
                    <View className={left > 0 ? 'text-small text-green' : 'text-small'}>{state}</View>
                  </Pressable>
                );
              })}
            </View>
          </View>
        );
      })}
    </Card>
  );
}

function slotClass(on: boolean, free: boolean, nearest: boolean): string {
  if (on) return 'slot slot-on';
  if (!free) return 'slot slot-off';
  return nearest ? 'slot slot-near' : 'slot';
}
