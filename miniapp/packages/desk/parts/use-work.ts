import { useState } from 'react';
import { asFailure } from '../../../api/failure';
import { type Action, useAction } from '../../../hooks/use-action';
import type { Resource } from '../../../hooks/use-resource';

export type ActBody = Record<string, unknown>;
/** An act by its name, with what has to be said with it. */
export type Step<A extends string> = readonly [action: A, body: ActBody];

/** One thing that officers work on together. */
export interface Work<T, A extends string> {
  read: Resource<T>;
  /** Does one act, or several one after the other. */
  run: Action<Step<A>[]>;
  /** Grows with every act that was done: what was filled in for it is over. */
  done: number;
}

/**
 * Acts on something that others may change meanwhile: each act says the version that stands on the page, and when it is
 * another one by now, what is true is read again while what was typed stays.
 * @param read must offer `set`, see use-read.ts
 * @param post does one act and answers how the thing stands then
 */
export function useWork<T, A extends string>(
  read: Resource<T> & { set: (data: T) => void },
  post: (action: A, of: T, body: ActBody) => Promise<T>,
): Work<T, A> {
  const { data, set, reload } = read;
  const [done, setDone] = useState(0);
  const run = useAction(async (_, ...steps: Step<A>[]) => {
    let of = data;
    if (of === null) return;
    try {
      for (const [action, body] of steps) {
        of = await post(action, of, body);
        set(of);
      }
      setDone((count) => count + 1);
    } catch (thrown) {
      const { code } = asFailure(thrown);
      if (code.endsWith('_STATE') || code.endsWith('_CHANGED')) reload();
      throw thrown;
    }
  });
  return { read, run, done };
}
