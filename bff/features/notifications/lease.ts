import type { NotificationParts } from './parts';

/** The right to relay one outbox, until it is given up, lost or run out. */
export interface Lease {
  outbox: string;
  /** Raised by every claim: whoever lost the lease has an older one. */
  fence: number;
}

export const LEASE_MS = 30_000;

/** @returns null when another process has it */
export async function claimLease(parts: NotificationParts, outbox: string): Promise<Lease | null> {
  const now = parts.clock.now();
  const after = (ms: number) => new Date(now.getTime() + ms);
  try {
    const lease = await parts.leases
      .findOneAndUpdate(
        {
          _id: outbox,
          $or: [
            { holder: parts.worker },
            { until: { $lte: now } },
            // Given by a clock that was ahead: nobody waits for it to be right again.
            { until: { $gt: after(2 * LEASE_MS) } },
          ],
        },
        { $set: { holder: parts.worker, until: after(LEASE_MS) }, $inc: { fence: 1 } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean();
    return lease && { outbox, fence: lease.fence };
  } catch (error) {
    // It exists and is another's, so nothing could be inserted either.
    if ((error as { code?: unknown }).code === 11000) return null;
    throw error;
  }
}

/** Whether it is still ours; prolongs it when it is. */
export async function holdLease(parts: NotificationParts, { outbox, fence }: Lease): Promise<boolean> {
  const until = new Date(parts.clock.now().getTime() + LEASE_MS);
  const held = await parts.leases.updateOne(
    { _id: outbox, holder: parts.worker, fence },
    { $set: { until } },
  );
  return held.matchedCount === 1;
}

/** Lets others have it at once. */
export async function releaseLease(parts: NotificationParts, { outbox, fence }: Lease): Promise<void> {
  await parts.leases.updateOne(
    { _id: outbox, holder: parts.worker, fence },
    { $set: { until: new Date(0) } },
  );
}
