import type { Model } from 'mongoose';
import type { OutboxFields, OwedNotice } from '../../work/outbox';
import { claimLease, holdLease, releaseLease } from './lease';
import { makeMessages } from './make-messages';
import type { NotificationParts } from './parts';

/** Documents read at once. */
const BATCH = 500;

interface Owing {
  _id: unknown;
  outbox: OwedNotice[];
}

/** Moves what is owed anywhere into messages. Whatever stops it, the next run carries on where it was. */
export async function relayDue(parts: NotificationParts): Promise<void> {
  for (const model of parts.outboxes.all) await relayFrom(parts, model);
}

/** @returns how many notices were relayed */
export async function relayFrom(parts: NotificationParts, model: Model<OutboxFields>): Promise<number> {
  let relayed = 0;
  for (;;) {
    const due = { outboxDue: { $lte: parts.clock.now() } };
    // Asked before the lease is: most outboxes are empty most of the time.
    if (relayed === 0 && !(await model.exists(due))) return 0;
    const lease = await claimLease(parts, model.collection.collectionName);
    if (!lease) return relayed;
    await parts.reached('relay:claimed');
    const documents = await model
      .find(due, { outbox: 1 })
      .sort({ outboxDue: 1 })
      .limit(BATCH)
      .lean<Owing[]>();
    await parts.reached('relay:read');
    const now = parts.clock.now();
    const ready = documents.flatMap(({ outbox = [] }) => outbox.filter((notice) => dueAt(notice) <= now));
    // Who slept over the end of the lease has nothing to say any more.
    if (!(await holdLease(parts, lease))) return relayed;
    const standing = await makeMessages(parts, ready, now);
    await parts.reached('relay:inserted');
    await strikeOff(model, documents, standing);
    await parts.reached('relay:pulled');
    relayed += standing.size;
    if (documents.length < BATCH) {
      await releaseLease(parts, lease);
      return relayed;
    }
  }
}

const dueAt = ({ at, notBefore }: OwedNotice) => notBefore ?? at;

/**
 * Takes the notices whose messages stand out of their documents. The filter names the outbox as it was read: what a
 * command owed meanwhile stays, and is found because the document is left due.
 */
async function strikeOff(
  model: Model<OutboxFields>,
  documents: readonly Owing[],
  standing: ReadonlySet<string>,
): Promise<void> {
  const updates = documents.map(({ _id, outbox = [] }) => {
    const left = outbox.filter(({ key }) => !standing.has(key));
    const last = outbox.length - 1;
    const filter = {
      _id: _id as never,
      ...(last < 0
        ? { 'outbox.0': { $exists: false } }
        : {
            outbox: { $size: outbox.length },
            'outbox.0.key': outbox[0]?.key,
            [`outbox.${last}.key`]: outbox[last]?.key,
          }),
    };
    const update =
      left.length === 0
        ? { $unset: { outbox: 1 as const, outboxDue: 1 as const } }
        : {
            $set: {
              outbox: left,
              outboxDue: new Date(Math.min(...left.map((notice) => dueAt(notice).getTime()))),
            },
          };
    return { updateOne: { filter, update } };
  });
  if (updates.length > 0) await model.collection.bulkWrite(updates, { ordered: false });
}
