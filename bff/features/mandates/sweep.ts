import { endMandate, tellEnd } from './end-mandate';
import type { MandateDoc } from './model';
import type { MandateParts } from './parts';

const BATCH = 200;

/** Ends what ends by itself: codes nobody entered, guardians of children who have grown up. */
export async function endDue(parts: MandateParts): Promise<void> {
  const now = parts.clock.now();
  const due = await parts.mandates
    .find({ dueAt: { $lte: now } })
    .sort({ dueAt: 1 })
    .limit(BATCH)
    .lean<MandateDoc[]>();
  for (const doc of due) await endMandate(parts, doc, doc.state === 'offered' ? 'lapsed' : 'grown-up', now);
  const untold = await parts.mandates.find({ untold: true }).limit(BATCH).lean<MandateDoc[]>();
  for (const doc of untold) await tellEnd(parts, doc);
}
