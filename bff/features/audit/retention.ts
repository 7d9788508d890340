import type { Logger } from 'pino';
import type { Chain, Place } from './chain';
import type { AuditEntryDoc, AuditMarkDoc, AuditModels } from './model';
import { ChainWalk } from './verify';

const DAY_MS = 86_400_000;
const BATCH = 1_000;

/**
 * Removes what is older than the log must be kept, from its beginning and never out of its middle. A sealed checkpoint
 * is written first: it says where the chain begins now and what the entry before was, so that a removal in due course
 * is told from one that is not. What does not verify is not removed, and nothing after it.
 * @returns the last place that was removed; null when nothing was
 */
export async function removeOld(
  models: AuditModels,
  chain: Chain,
  { keepDays, now, log }: { keepDays: number; now: Date; log: Logger },
): Promise<number | null> {
  const since = new Date(now.getTime() - keepDays * DAY_MS);
  const begins = () => models.marks.find({ _id: 'checkpoint' }).lean<AuditMarkDoc[]>();
  const checkpoint = await begins();
  const { end, faults } = await walkBefore(models, new ChainWalk(chain, checkpoint, []), since);
  if (faults.length > 0) {
    // Another process removed them while this one read.
    if ((await begins())[0]?.sequence !== checkpoint[0]?.sequence) return null;
    log.error({ faults: faults.slice(0, 10) }, 'the audit log does not verify; nothing is removed');
    return null;
  }
  if (!end) return null;
  const { _id, ...mark } = chain.mark('checkpoint', end, now);
  try {
    await models.marks.updateOne({ _id, sequence: { $lt: end.sequence } }, { $set: mark }, { upsert: true });
  } catch (error) {
    // It names a later place: a removal that was cut off, or another process that is further.
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
  await models.entries.deleteMany({ _id: { $lte: end.sequence } });
  return end.sequence;
}

/** Goes along the chain as far as everything is older. */
async function walkBefore({ entries }: AuditModels, walk: ChainWalk, since: Date) {
  let end: Place | null = null;
  const all = entries.find().sort({ _id: 1 }).lean<AuditEntryDoc>().cursor({ batchSize: BATCH });
  for await (const entry of all) {
    if (entry.at >= since) break;
    walk.step(entry);
    end = { sequence: entry._id, mac: entry.mac };
  }
  return { end, faults: walk.faults };
}
