import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { a11y } from '../platform/a11y';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './choice.css';

interface CheckRowProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  title: ReactNode;
  note?: ReactNode;
  disabled?: boolean;
  label?: string;
}

/** A line to tick: the whole line is the target. */
export function CheckRow({ checked, onChange, title, note, disabled, label }: CheckRowProps) {
  return (
    <Pressable
      className="choice"
      role="checkbox"
      checked={checked}
      disabled={disabled}
      label={label}
      onPress={() => onChange(!checked)}
    >
      <View className={checked ? 'choice-box choice-on' : 'choice-box'}>
        {checked && <Icon name="check" />}
      </View>
      <View className="row-main">
        <View>{title}</View>
        {note && <View className="text-second">{note}</View>}
      </View>
    </Pressable>
  );
}

/** One of the answers of a `RadioGroup`. */
export interface RadioOption<T extends string | number> {
  value: T;
  title: ReactNode;
  note?: ReactNode;
  disabled?: boolean;
}

interface RadioGroupProps<T extends string | number> {
  /** The question, for screen readers; draw it above as well. */
  label: string;
  options: readonly RadioOption<T>[];
  /** Nothing is chosen beforehand unless the person chose it before. */
  value: T | null;
  onChange: (value: T) => void;
}

/** Exactly one of a few answers, one below the other. */
export function RadioGroup<T extends string | number>({
  label,
  options,
  value,
  onChange,
}: RadioGroupProps<T>) {
  return (
    <View {...a11y({ role: 'radiogroup', label })}>
      {options.map((option) => {
        const on = option.value === value;
        return (
          <Pressable
            key={option.value}
            className="choice"
            role="radio"
            checked={on}
            disabled={option.disabled}
            onPress={() => onChange(option.value)}
          >
            <View className={on ? 'choice-dot choice-on' : 'choice-dot'} />
            <View className="row-main">
              <View>{option.title}</View>
              {option.note && <View className="text-second">{option.note}</View>}
            </View>
          </Pressable>
        );
      })}
    </View>
  );
}

/** One side of `Segmented`. */
export interface Segment<T extends string> {
  value: T;
  title: string;
  /** How many lie behind it. */
  count?: number;
}

interface SegmentedProps<T extends string> {
  label: string;
  segments: readonly Segment<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** Two to five views of one thing, side by side; they wrap on narrow screens. */
export function Segmented<T extends string>({ label, segments, value, onChange }: SegmentedProps<T>) {
  return (
    <View className="segmented" {...a11y({ role: 'tablist', label })}>
      {segments.map((segment) => (
        <Pressable
          key={segment.value}
          className={segment.value === value ? 'segment segment-on' : 'segment'}
          role="tab"
          selected={segment.value === value}
          onPress={() => onChange(segment.value)}
        >
          {segment.count === undefined ? segment.title : `${segment.title} ${segment.count}`}
        </Pressable>
      ))}
    </View>
  );
}
