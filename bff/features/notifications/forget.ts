import type { NotificationParts } from './parts';

const KEPT_MS = 730 * 86_400_000;
const BATCH = 500;

/** Removes messages after two years, and what was known of their ways. */
export async function forgetOld({ messages, deliveries, clock }: NotificationParts): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  for (;;) {
    const old = await messages
      .find({ at: { $lte: before } }, { _id: 1 })
      .limit(BATCH)
      .lean<{ _id: string }[]>();
    if (old.length === 0) return;
    const ids = old.map(({ _id }) => _id);
    await deliveries.deleteMany({ messageId: { $in: ids } });
    await messages.deleteMany({ _id: { $in: ids } });
  }
}
