import type { Logger } from 'pino';
import type { Chain, Place } from './chain';
import type { AuditEntryDoc, AuditMarkDoc, AuditModels } from './model';
import { verifyAudit } from './verify';

const DAY_MS = 86_400_000;

/**
 * Removes what is older than the log must be kept, from its beginning and never out of its middle. A sealed checkpoint
 * is written first: it says where the chain begins now and what the entry before was, so that a removal in due course
 * is told from one that is not. A log that does not verify is left as it is.
 * @returns the last place that was removed; null when nothing was
 */
export async function removeOld(
  models: AuditModels,
  chain: Chain,
  { keepDays, now, log }: { keepDays: number; now: Date; log: Logger },
): Promise<number | null> {
  const since = new Date(now.getTime() - keepDays * DAY_MS);
  const end = await lastBefore(models, since);
  if (!end) return null;
  const { faults } = await verifyAudit(models, chain);
  if (faults.length > 0) {
    log.error({ faults: faults.slice(0, 10) }, 'the audit log does not verify; nothing is removed');
    return null;
  }
  const { _id, ...mark } = chain.mark('checkpoint', end, now);
  try {
    await models.marks.updateOne({ _id, sequence: { $lt: end.sequence } }, { $set: mark }, { upsert: true });
  } catch (error) {
    // Another process is further.
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
  await models.entries.deleteMany({ _id: { $lte: end.sequence } });
  return end.sequence;
}

/** The last place before which everything is older; what is left of a removal that was cut off is older too. */
async function lastBefore({ entries, marks }: AuditModels, since: Date): Promise<Place | null> {
  const [oldest] = await entries.find({}, { at: 1 }).sort({ _id: 1 }).limit(1).lean<AuditEntryDoc[]>();
  if (!oldest || oldest.at >= since) return null;
  const [kept] = await entries
    .find({ at: { $gte: since } }, { _id: 1 })
    .sort({ _id: 1 })
    .limit(1)
    .lean<{ _id: number }[]>();
  const [end] = await entries
    .find(kept ? { _id: { $lt: kept._id } } : {})
    .sort({ _id: -1 })
    .limit(1)
    .lean<AuditEntryDoc[]>();
  if (!end) return null;
  const checkpoint = await marks.findById('checkpoint').lean<AuditMarkDoc>();
  if (checkpoint && checkpoint.sequence >= end._id)
    return { sequence: checkpoint.sequence, mac: checkpoint.mac };
  return { sequence: end._id, mac: end.mac };
}
