import { Textarea, View } from '@tarojs/components';
import { useState } from 'react';
import { a11y, nextId } from '../platform/a11y';
import { isWeapp } from '../platform/env';
import { useFocusWish } from './field';
import { Icon } from './icon';
import './long-field.css';

interface LongFieldProps {
  name: string;
  label: string;
  hint?: string;
  /** How to mend it, in the same words as in the `ErrorSummary`. */
  error?: string | undefined;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  maxlength: number;
}

/** One question with room for several lines. */
export function LongField({ label, hint, error, onChange, ...input }: LongFieldProps) {
  const wish = useFocusWish(input.name);
  const [noteId] = useState(() => nextId('note'));
  const note = error ?? hint;
  const semantics = a11y({
    label,
    invalid: error === undefined ? undefined : true,
    describedBy: note ? noteId : undefined,
  });
  return (
    <View className={error ? 'field field-wrong' : 'field'}>
      <View className="field-label" {...a11y({ hidden: true })}>
        {label}
      </View>
      {hint && (
        <View id={error ? undefined : noteId} className="text-second">
          {hint}
        </View>
      )}
      {error && (
        <View id={noteId} className="field-error">
          <Icon name="warning" />
          {error}
        </View>
      )}
      <Textarea
        {...input}
        {...wish}
        className="long-field"
        autoHeight
        onInput={(event) => onChange(event.detail.value)}
        {...(isWeapp ? semantics : { nativeProps: semantics })}
      />
    </View>
  );
}
