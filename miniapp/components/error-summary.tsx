import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useEffect, useRef } from 'react';
import { a11y } from '../platform/a11y';
import { isWeapp } from '../platform/env';
import { focusSoon } from '../platform/focus';
import { focusField } from './field';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './error-summary.css';

/** One thing to mend. */
export interface FieldError {
  /** `name` of the `Field` it stands at. */
  field: string;
  /** The sentence that also stands at the field. */
  message: string;
}

interface ErrorSummaryProps {
  errors: readonly FieldError[];
  /** Leads to a field; needed where a field is not a line to type in. */
  onGo?: (field: string) => void;
}

/**
 * Lists what has to be mended, above the form; nothing when there is nothing. Each new list takes the focus (in
 * WeChat the page scrolls up to it), and each line leads to its field.
 * @param errors a new array each time the form was checked
 */
export function ErrorSummary({ errors, onGo = focusField }: ErrorSummaryProps) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (errors.length === 0) return;
    if (isWeapp) {
      Taro.pageScrollTo({ scrollTop: 0, duration: 0 }).catch(() => undefined);
      return;
    }
    box.current?.scrollIntoView({ block: 'nearest' });
    return focusSoon(box.current);
  }, [errors]);
  if (errors.length === 0) return null;
  return (
    <View
      ref={box}
      className="error-summary"
      {...a11y({ role: 'alert' })}
      {...(isWeapp ? {} : { tabIndex: -1 })}
    >
      <View className="error-summary-title">
        <Icon name="warning" />
        {errors.length === 1 ? '有一处要改' : `有 ${errors.length} 处要改`}
      </View>
      {errors.map(({ field, message }) => (
        <Pressable key={field} className="error-summary-line" role="link" onPress={() => onGo(field)}>
          {message}
        </Pressable>
      ))}
    </View>
  );
}
