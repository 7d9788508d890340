import type { OrderDoc } from './model';
import { isTaken, type PaymentParts } from './parts';

export interface Alarm {
  /** With the kind unique: the same thing said again is one alarm. */
  key: string;
  kind: string;
  words: string;
  order: Pick<OrderDoc, 'number' | 'venueId'> | null;
  now: Date;
}

/** Keeps what did not match, for people to look at. */
export async function raiseAlarm(
  { alarms, log }: PaymentParts,
  { key, kind, words, order, now }: Alarm,
): Promise<void> {
  try {
    await alarms.create({
      _id: `${kind} ${key}`,
      at: now,
      kind,
      words,
      orderNumber: order?.number ?? null,
      venueId: order?.venueId ?? null,
    });
    log.error({ alarm: kind, key }, 'a payment does not match');
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}
