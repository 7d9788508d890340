import { useEffect, useRef, useState } from 'react';
import { type ActionOptions, asFailure, type Failure } from '../api';
import { type Step, throughGate } from './gate';

/** Something a tap does, with what the screen has to show of it. */
export interface Action<A extends unknown[]> {
  run: (...args: A) => Promise<void>;
  /** Until the server's word (or the person turned away). */
  busy: boolean;
  /** 5 seconds without a word. */
  slow: boolean;
  failure: Failure | null;
  clear: () => void;
}

/**
 * Wraps what a button does: one at a time, its failure kept for the page to show.
 * @param act does it; gets the options for `perform`
 * @param needs what the server wants to know first, see gate.ts
 */
export function useAction<A extends unknown[]>(
  act: (options: ActionOptions, ...args: A) => Promise<void>,
  needs?: Step,
): Action<A> {
  const [state, setState] = useState<{ busy: boolean; slow: boolean; failure: Failure | null }>(idle);
  const busy = useRef(false);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const show = (next: typeof state) => {
    if (!gone.current) setState(next);
  };

  return {
    ...state,
    clear: () => show(idle),
    async run(...args) {
      if (busy.current) return;
      busy.current = true;
      show({ busy: true, slow: false, failure: null });
      try {
        const options = { onSlow: () => show({ busy: true, slow: true, failure: null }) };
        if (needs) await throughGate(needs, () => act(options, ...args));
        else await act(options, ...args);
        show(idle);
      } catch (thrown) {
        show({ busy: false, slow: false, failure: asFailure(thrown) });
      } finally {
        busy.current = false;
      }
    },
  };
}

const idle = { busy: false, slow: false, failure: null };
