import { View } from '@tarojs/components';
import { Icon, type IconName } from './icon';
import './tag.css';

/** Red only for what is late or lost, green only for done, amber for waiting, blue for under way. */
export type Tone = 'blue' | 'green' | 'amber' | 'red' | 'grey';

const toneIcons: Record<Tone, IconName> = {
  blue: 'info',
  green: 'done',
  amber: 'clock',
  red: 'warning',
  grey: 'cancelled',
};

/** A state: always a word and an icon, never a colour alone. */
export function Tag({
  tone,
  children,
  icon = toneIcons[tone],
}: {
  tone: Tone;
  children: string;
  icon?: IconName;
}) {
  return (
    <View className={`tag tag-${tone}`}>
      <Icon name={icon} />
      {children}
    </View>
  );
}
