import { type RefObject, useEffect, useRef } from 'react';
import { isWeapp } from '../platform/env';
import { focusSoon } from '../platform/focus';

interface DialogFocus {
  /** Goes to the dialog's node. */
  box: RefObject<HTMLElement>;
  /** Properties for the dialog's node; empty in WeChat. */
  manners: Record<string, unknown>;
}

const reachable = '[tabindex="0"], input:not([disabled]), a[href]';

/**
 * The browser's manners of a dialog, for a component that stands while it is open: it takes the focus, Tab goes round inside it, Escape asks to
 * close it, and the focus returns to where it was. WeChat has no keyboard, and its screen readers follow `aria-modal`.
 */
export function useDialogFocus(onClose: () => void): DialogFocus {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isWeapp) return;
    const before = document.activeElement;
    const stop = focusSoon(box.current);
    return () => {
      stop();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  if (isWeapp) return { box, manners: {} };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
      return;
    }
    if (event.key !== 'Tab' || !box.current) return;
    const stops = [...box.current.querySelectorAll<HTMLElement>(reachable)];
    const first = stops[0];
    const last = stops[stops.length - 1];
    const active = document.activeElement;
    if (event.shiftKey && (active === first || active === box.current)) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && active === last) {
      event.preventDefault();
      first?.focus();
    }
  };
  return { box, manners: { tabIndex: -1, onKeyDown } };
}
