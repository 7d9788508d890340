import { isWeapp } from './env';

/** What a node says to a screen reader. */
export interface Semantics {
  role?: string;
  /** Replaces what the node's text says. */
  label?: string;
  /** The node says nothing (decoration, or said elsewhere). */
  hidden?: boolean;
  live?: 'polite' | 'assertive';
  expanded?: boolean;
  selected?: boolean;
  checked?: boolean;
  disabled?: boolean;
  busy?: boolean;
  modal?: boolean;
  invalid?: boolean;
  required?: boolean;
  /** Id of the node that describes this one, in the browser. */
  describedBy?: string;
  /** Id of the node that names this one. */
  labelledBy?: string;
  /** The page or step where one is, among its neighbours. */
  current?: boolean;
  /** Level of a heading. */
  level?: number;
}

const attributeNames: Record<Exclude<keyof Semantics, 'role'>, string> = {
  label: 'aria-label',
  hidden: 'aria-hidden',
  live: 'aria-live',
  expanded: 'aria-expanded',
  selected: 'aria-selected',
  checked: 'aria-checked',
  disabled: 'aria-disabled',
  busy: 'aria-busy',
  modal: 'aria-modal',
  invalid: 'aria-invalid',
  required: 'aria-required',
  describedBy: 'aria-describedby',
  labelledBy: 'aria-labelledby',
  current: 'aria-current',
  level: 'aria-level',
};

/**
 * Attributes for a Taro component. WeChat calls the role `aria-role`; Taro's browser components only write
 * attributes whose value is a string, so that `false` is written as a word.
 */
export function a11y({ role, ...rest }: Semantics): Record<string, string> {
  const attributes: Record<string, string> = {};
  if (role) attributes[isWeapp ? 'aria-role' : 'role'] = role;
  for (const name of Object.keys(rest) as (keyof typeof rest)[]) {
    const value = rest[name];
    if (value !== undefined) attributes[attributeNames[name]] = String(value);
  }
  return attributes;
}

/** The part of a keyboard event that decides. */
interface Key {
  key?: string;
  preventDefault?(): void;
}

/**
 * Makes a Taro component reachable and usable from the keyboard in the browser, as a native button would be
 * (Taro's own cannot be focused). In WeChat there is no keyboard: nothing is added.
 * @param act what a tap does; undefined while it may not be done
 */
export function keyboard(act: (() => void) | undefined): Record<string, unknown> {
  if (isWeapp) return {};
  return {
    tabIndex: 0,
    onKeyDown(event: Key) {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault?.();
      act?.();
    },
  };
}

let lastId = 0;

/** An id that no other node has, for `describedBy` and `labelledBy`. Keep it in a ref or state. */
export function nextId(prefix: string): string {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
