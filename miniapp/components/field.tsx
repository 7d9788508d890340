import { Input, type InputProps, View } from '@tarojs/components';
import { useState } from 'react';
import { a11y, nextId } from '../platform/a11y';
import { isWeapp } from '../platform/env';
import { createStore, useStore } from '../platform/store';
import { Icon } from './icon';
import './field.css';

interface FieldProps {
  /** The field's name in the form; `focusField` finds it by this. */
  name: string;
  label: string;
  /** How to fill it in, before it is wrong. */
  hint?: string;
  /** How to mend it, in the same words as in the `ErrorSummary`. */
  error?: string;
  value: string;
  onChange: (value: string) => void;
  type?: InputProps['type'];
  /** What is typed is not shown. */
  password?: boolean;
  maxlength?: number;
  placeholder?: string;
  /** The browser's own filling-in (`name`, `tel`, `off`). */
  autoComplete?: string;
  confirmType?: InputProps['confirmType'];
  onConfirm?: () => void;
}

const focused = createStore<string | null>(null);

/** Puts the cursor into the field of this name, from an error summary for example. */
export function focusField(name: string): void {
  // A field that already holds the wish would not see it again.
  focused.set(null);
  focused.set(name);
  if (!isWeapp) {
    document.querySelector<HTMLElement>(`input[name="${name}"], textarea[name="${name}"]`)?.focus();
  }
}

/** What a field needs so that `focusField` finds it in WeChat. */
export function useFocusWish(name: string): { focus: true | undefined; onBlur: () => void } {
  const wanted = useStore(focused) === name;
  return {
    focus: isWeapp && wanted ? true : undefined,
    onBlur: () => wanted && focused.set(null),
  };
}

/** One question with one line for the answer. */
export function Field({
  name,
  label,
  hint,
  error,
  value,
  onChange,
  autoComplete = 'off',
  ...input
}: FieldProps) {
  const [noteId] = useState(() => nextId('note'));
  const wish = useFocusWish(name);
  const note = error ?? hint;
  const semantics = a11y({ label, invalid: error !== undefined, describedBy: note ? noteId : undefined });
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
      <Input
        {...input}
        className="field-input"
        name={name}
        value={value}
        {...wish}
        onInput={(event) => onChange(event.detail.value)}
        {...(isWeapp ? semantics : { nativeProps: { ...semantics, autoComplete } })}
      />
    </View>
  );
}
