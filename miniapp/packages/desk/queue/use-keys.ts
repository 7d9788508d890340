import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { isWeapp } from '../../../platform/env';
import { storage } from '../../../platform/storage';
import { createStore, useStore } from '../../../platform/store';
import { createKeyReader } from './keys';

const key = 'desk-shortcuts';
const on = createStore(storage.read(key) !== false);

/** Whether single keys act; whoever dictates or is easily startled turns it off (WCAG 2.1.4). */
export function useShortcutsOn(): [boolean, (next: boolean) => void] {
  return [
    useStore(on),
    (next) => {
      storage.write(key, next);
      on.set(next);
    },
  ];
}

const typing = 'input, textarea, [contenteditable="true"], [role="dialog"] *';

/**
 * Listens to the keyboard of a desk while the page is in view: shortcuts by their letter, and what a scanner reads.
 * Keys that are typed into a field stay there.
 */
export function useKeys(shortcuts: Record<string, () => void>, onScan: (text: string) => void): void {
  const handlers = useRef({ shortcuts, onScan });
  handlers.current = { shortcuts, onScan };
  const [visible, setVisible] = useState(true);
  useDidShow(() => setVisible(true));
  useDidHide(() => setVisible(false));

  useEffect(() => {
    if (isWeapp || !visible) return;
    const reader = createKeyReader({
      onShortcut: (letter) => on.get() && handlers.current.shortcuts[letter]?.(),
      onScan: (text) => handlers.current.onScan(text),
    });
    const onKeyDown = (event: KeyboardEvent) => {
      // What a browser fills in by itself comes as an event without a key.
      if (typeof event.key !== 'string' || event.ctrlKey || event.altKey || event.metaKey || event.repeat)
        return;
      if (event.target instanceof Element && event.target.closest(typing)) return;
      if (!reader.press(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('keydown', onKeyDown, true);
      reader.stop();
    };
  }, [visible]);
}
