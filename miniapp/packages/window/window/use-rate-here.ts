import { useState } from 'react';
import type { RateableService } from '../../../../shared/contract/evaluations';
import type { WindowPage } from '../../../../shared/contract/windows';
import { call } from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { open, pageUrl } from '../../../platform/navigate';

interface RateHere {
  rate: Action<[]>;
  /** What else I can rate, once it was found that nothing is from here; null before. */
  nothing: readonly RateableService[] | null;
  close: () => void;
}

/** Leads to rating my latest service at a window; says what can be rated where there is none. */
export function useRateHere(window: Pick<WindowPage, 'id' | 'name' | 'venue'>): RateHere {
  const [nothing, setNothing] = useState<readonly RateableService[] | null>(null);
  const rate = useAction(async (options) => {
    const { due } = await call('GET /evaluations', { query: {} }, options);
    const [latest] = due
      .filter((service) => wasHere(service, window))
      .sort((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt));
    if (!latest) {
      setNothing(due);
      return;
    }
    const { kind, id } = latest;
    await open(pageUrl('/packages/evaluation/rate/index', { kind, id, windowId: window.id }));
  }, 'identity');
  return { rate, nothing, close: () => setNothing(null) };
}

/** The hall and the window together: every hall has a window number 1. */
function wasHere({ placeWords }: RateableService, { name, venue }: Pick<WindowPage, 'name' | 'venue'>) {
  return placeWords === `${venue.name} · ${name}`;
}
