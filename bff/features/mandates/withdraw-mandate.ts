import { Problem } from '../../problem';
import { endMandate } from './end-mandate';
import type { MandateDoc } from './model';
import type { Asking, MandateParts } from './parts';

const MOST_TURNS = 10;

/**
 * Ends a mandate from either side; one that has ended is answered as it is. A child without an account has no side of its
 * own: its guardian ends it.
 * @throws Problem NOT_FOUND, also when it is somebody else's
 */
export async function withdrawMandate(
  parts: MandateParts,
  { id, personId, now }: Pick<Asking, 'personId' | 'now'> & { id: string },
): Promise<MandateDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await parts.mandates.findById(id).lean<MandateDoc>();
    if (!doc || (doc.principalId !== personId && doc.agentId !== personId))
      throw new Problem('NOT_FOUND', { next: '在“代办”里查看全部关系。' });
    if (doc.state === 'ended') return doc;
    const ended = await endMandate(parts, doc, doc.principalId === personId ? 'principal' : 'agent', now);
    if (ended) return ended;
  }
  throw new Problem('STORE_UNAVAILABLE', { retryAfter: 5 });
}
