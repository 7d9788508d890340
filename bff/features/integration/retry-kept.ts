import type { EventDoc } from './model';
import { openContent } from './open-content';
import type { IntegrationParts } from './parts';
import { settle, type Waiting } from './settle';

const BATCH = 200;
/** While one process works on a batch the others leave it alone; when it dies they take it over. */
const LEASE_MS = 60_000;

/**
 * Tries again what waits: for a case that was unknown, for a step before it, or because the process that took it in died.
 * @returns how many were tried
 */
export async function retryKept(parts: IntegrationParts): Promise<number> {
  const { events, clock } = parts;
  let tried = 0;
  for (;;) {
    const now = clock.now();
    const due = await events
      .find({ nextTryAt: { $lte: now } })
      .sort({ nextTryAt: 1 })
      .limit(BATCH)
      .lean<EventDoc[]>();
    if (due.length === 0) return tried;
    await events.updateMany(
      { _id: { $in: due.map(({ _id }) => _id) }, nextTryAt: { $lte: now } },
      { $set: { nextTryAt: new Date(now.getTime() + LEASE_MS) } },
    );
    const waiting: Waiting[] = [];
    for (const doc of due) {
      const read = await readable(parts, doc, now);
      if (read) waiting.push(read);
    }
    await settle(parts, waiting, now);
    tried += due.length;
  }
}

/** One that no key opens any more waits until it is given up, and stops none of the others. */
async function readable({ events, cipher, log }: IntegrationParts, doc: EventDoc, now: Date) {
  try {
    return { doc, event: openContent(cipher, doc) };
  } catch (error) {
    log.error({ event: doc._id, err: error }, 'a waiting event cannot be read');
    if (doc.until > now) await events.updateOne({ _id: doc._id }, { $set: { nextTryAt: doc.until } });
    else
      await events.updateOne(
        { _id: doc._id, open: true },
        {
          $set: { status: 'refused', code: 'EVENT_WAITED_TOO_LONG', content: null, forgetAt: now },
          $unset: { open: 1, nextTryAt: 1 },
        },
      );
    return null;
  }
}
