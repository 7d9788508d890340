import { Textarea, View } from '@tarojs/components';
import { useState } from 'react';
import { a11y, nextId } from '../platform/a11y';
import { isWeapp } from '../platform/env';
import './long-field.css';

interface LongFieldProps {
  name: string;
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  maxlength: number;
}

/** One question with room for several lines. */
export function LongField({ name, label, hint, value, onChange, maxlength }: LongFieldProps) {
  const [hintId] = useState(() => nextId('hint'));
  const semantics = a11y({ label, describedBy: hint ? hintId : undefined });
  return (
    <View className="field">
      <View className="field-label" {...a11y({ hidden: true })}>
        {label}
      </View>
      {hint && (
        <View id={hintId} className="text-second">
          {hint}
        </View>
      )}
      <Textarea
        className="long-field"
        name={name}
        value={value}
        maxlength={maxlength}
        autoHeight
        onInput={(event) => onChange(event.detail.value)}
        {...(isWeapp ? semantics : { nativeProps: semantics })}
      />
    </View>
  );
}
