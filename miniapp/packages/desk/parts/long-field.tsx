import { Textarea, View } from '@tarojs/components';
import { useState } from 'react';
import { Icon } from '../../../components/icon';
import { a11y, nextId } from '../../../platform/a11y';
import { isWeapp } from '../../../platform/env';
import './long-field.css';

interface LongFieldProps {
  /** The field's name in the form; an error summary leads to it by this. */
  name: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  maxlength?: number;
  /** Lines that can be seen at once. */
  rows?: number | undefined;
}

/** One question with room for several lines. */
export function LongField({
  name,
  label,
  hint,
  error,
  value,
  onChange,
  maxlength = 500,
  rows = 2,
}: LongFieldProps) {
  const [noteId] = useState(() => nextId('note'));
  const note = error ?? hint;
  const semantics = a11y({ label, invalid: error !== undefined, describedBy: note ? noteId : undefined });
  return (
    <View className={error ? 'field field-wrong' : 'field'}>
      <View className="field-label" {...a11y({ hidden: true })}>
        {label}
      </View>
      {hint && !error && (
        <View id={noteId} className="text-second">
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
        className="long-field"
        name={name}
        value={value}
        maxlength={maxlength}
        onInput={(event) => onChange(event.detail.value)}
        {...(isWeapp ? semantics : { nativeProps: { ...semantics, rows } })}
      />
    </View>
  );
}
