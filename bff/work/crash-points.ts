/**
 * The steps between a change and the message that tells of it, named so that a test can end the process at any one of
 * them and see that nothing is lost and nothing takes effect twice.
 */
export const crashPoints = [
  /** A request holds its key; nothing of it is done. */
  'web:leased',
  /** The change and what it owes stand; its answer is not kept. */
  'web:changed',
  /** The answer is kept and was not given. */
  'web:kept',
  /** The relay holds the lease of an outbox and has read nothing. */
  'relay:claimed',
  'relay:read',
  /** The messages stand; the outboxes still hold what they came from. */
  'relay:inserted',
  'relay:pulled',
  /** The deliveries of a message stand; the message is not struck off yet. */
  'plan:inserted',
  'plan:done',
  'deliver:claimed',
  /** One consent is set aside for the message; nothing was sent. */
  'deliver:consent-taken',
  /** The other side answered; nothing of it is written down. */
  'deliver:answered',
  'deliver:recorded',
  /** A push of WeChat is stored; nothing came of it yet. */
  'push:stored',
  /** What it says took effect; it is not struck off yet. */
  'push:applied',
] as const;

/** Steps between a parcel that is to be ordered and the word of its carrier. */
export const courierCrashPoints = [
  /** This process has the try; the carrier was asked nothing. */
  'courier:claimed',
  /** The carrier took the order; its waybill is not written down. */
  'courier:answered',
  /** The waybill is written down; nobody follows it yet. */
  'courier:placed',
  /** 快递100 was asked to tell of it; that is not written down. */
  'courier:subscribed',
  /** What was told is stored; the parcel knows nothing of it. */
  'courier:stored',
  /** The parcel knows it; it is not struck off yet. */
  'courier:applied',
  'courier:cancel-claimed',
  /** The carrier cancelled an order; it is not struck off yet. */
  'courier:cancelled',
] as const;

/** Steps between a parcel and those who have to know of it. */
export const parcelCrashPoints = [
  /** A citizen changed, cancelled or sent again a parcel; nobody else knows. */
  'parcel:changed',
  /** The parcel that follows stands; the one before still owes it. */
  'parcel:opened',
  /** The case knows how its parcel stands; that is not struck off. */
  'parcel:case-told',
  'parcel:payments-told',
] as const;

/** Steps between the end of a service, its rating and what a bad one brings about. */
export const evaluationCrashPoints = [
  /** What ended is counted; where to go on from is not written down. */
  'evaluation:gathered',
  /** The rating stands; nothing that follows from it does. */
  'evaluation:given',
  /** The rectification stands; the rating still owes it. */
  'evaluation:opened',
] as const;

/** Steps between a complaint and what follows from it. */
export const complaintCrashPoints = [
  /** It stands; nobody was told, nothing was looked at. */
  'complaint:filed',
  /** Content security has its words; that is not struck off. */
  'complaint:checked',
  /** Those who have a task are about to be told. */
  'complaint:followed',
] as const;

/** Steps of other work that is done a piece at a time. */
export const otherCrashPoints = [
  /** One booking that changed hours hit is cancelled, with what it owes; others are left. */
  'hours:cancelled',
  /** The electronic result lies in the storage; its case is not completed. */
  'result:made',
  /** An attempt to pay stands; WeChat has not heard of it. */
  'pay:attempted',
  /** WeChat took the attempt; what it said is not kept. */
  'pay:prepaid',
  /** A notification is stored; nothing came of it. */
  'pay:notified',
  /** The order has changed; its events are not in the ledger. */
  'pay:changed',
  /** They are in the ledger and still stand in the order. */
  'pay:posted',
  /** Whoever waited for the payment was told; that is not struck off. */
  'pay:told',
  /** Somebody is about to send a refund. */
  'pay:refund-claimed',
  /** WeChat answered a refund; nothing of it is written down. */
  'pay:refund-answered',
  ...courierCrashPoints,
  ...parcelCrashPoints,
  ...complaintCrashPoints,
  ...evaluationCrashPoints,
] as const;

export type CrashPoint = (typeof crashPoints)[number] | (typeof otherCrashPoints)[number];

/** Awaited at every step. */
export type Reached = (point: CrashPoint) => void | Promise<void>;

export const nothingHappens: Reached = () => undefined;

/**
 * Ends the process at a step, as a crash would.
 * @param where `relay:inserted`, or `relay:inserted#3` for the third time it is reached
 * @throws when there is no such step
 */
export function crashAt(where: string, end: () => void): Reached {
  const [point, times = '1'] = where.split('#');
  const known: readonly string[] = [...crashPoints, ...otherCrashPoints];
  if (!known.includes(point ?? '')) throw new Error(`FAULT_AT: there is no step ${where}`);
  let left = Number(times);
  return (reached) => {
    if (reached !== point) return;
    left -= 1;
    if (left === 0) end();
  };
}
