import { minutesOf } from '../../../../shared/domain/time';
import type { Answer } from '../../../api';

type Slot = Answer<'GET /queues/{id}/slots'>['slots'][number];

/** The free time closest to one that is gone; the earlier of two equally close ones. */
export function nearestFree(slots: readonly Pick<Slot, 'slot' | 'left'>[], gone: string): string | null {
  let best: string | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const { slot, left } of slots) {
    const away = Math.abs(minutesOf(slot) - minutesOf(gone));
    if (left === 0 || slot === gone || away >= distance) continue;
    best = slot;
    distance = away;
  }
  return best;
}
