import { View } from '@tarojs/components';
import { Pressable } from '../../../components/pressable';
import { a11y } from '../../../platform/a11y';
import '../../../components/choice.css';

interface ChipsProps<T extends string> {
  /** The question, for screen readers; draw it above as well. */
  label: string;
  options: readonly { value: T; title: string }[];
  value: T | null;
  onChange: (value: T) => void;
}

/** One of a few short answers, side by side; they wrap on narrow screens. */
export function Chips<T extends string>({ label, options, value, onChange }: ChipsProps<T>) {
  return (
    <View className="segmented" {...a11y({ role: 'radiogroup', label })}>
      {options.map((option) => (
        <Pressable
          key={option.value}
          className={option.value === value ? 'segment segment-on' : 'segment'}
          role="radio"
          checked={option.value === value}
          onPress={() => onChange(option.value)}
        >
          {option.title}
        </Pressable>
      ))}
    </View>
  );
}
