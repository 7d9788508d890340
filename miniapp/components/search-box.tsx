import { Input, View } from '@tarojs/components';
import { useEffect, useRef, useState } from 'react';
import { a11y } from '../platform/a11y';
import { isWeapp } from '../platform/env';
import { focusWhenDrawn } from '../platform/focus';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './search-box.css';

interface SearchBoxProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  onConfirm?: () => void;
  /** Each new number puts the cursor into the box. */
  focusTurn?: number;
}

const name = 'search';

/** A line to search by, with a cross that empties it. */
export function SearchBox({ label, placeholder, value, onChange, onConfirm, focusTurn = 0 }: SearchBoxProps) {
  const [focus, setFocus] = useState(false);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focusTurn === 0) return;
    if (isWeapp) {
      setFocus(true);
      return;
    }
    return focusWhenDrawn(() => box.current?.querySelector<HTMLElement>('input') ?? null);
  }, [focusTurn]);
  const semantics = a11y({ label });
  return (
    <View ref={box} className="search-box" {...a11y({ role: 'search' })}>
      <Icon name="search" className="search-icon" />
      <Input
        className="search-input"
        name={name}
        type="text"
        confirmType="search"
        maxlength={60}
        placeholder={placeholder}
        placeholderClass="search-placeholder"
        value={value}
        focus={isWeapp && focus ? true : undefined}
        onBlur={() => setFocus(false)}
        onInput={(event) => onChange(event.detail.value)}
        onConfirm={onConfirm}
        {...(isWeapp
          ? semantics
          : { nativeProps: { ...semantics, autoComplete: 'off', enterKeyHint: 'search' } })}
      />
      {value !== '' && (
        <Pressable className="search-clear" label="清空" onPress={() => onChange('')}>
          <Icon name="close" />
        </Pressable>
      )}
    </View>
  );
}

/** Looks like the search box and leads to it: for pages that do not search themselves. */
export function SearchDoor({ placeholder, onPress }: { placeholder: string; onPress: () => void }) {
  return (
    <Pressable className="search-box search-door" label={`搜索：${placeholder}`} onPress={onPress}>
      <Icon name="search" className="search-icon" />
      <View className="search-placeholder">{placeholder}</View>
    </Pressable>
  );
}
