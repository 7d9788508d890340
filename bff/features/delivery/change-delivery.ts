import {
  type DeliveryAction,
  type DeliveryTransition,
  deliveryStates,
  deliveryTransitionOf,
} from '../../../shared/domain/delivery';
import { type OwedNotice, owing, owingFrom } from '../../work/outbox';
import type { DeliveryDoc, DeliveryEvent } from './model';
import { noticesOf } from './notices';
import type { DeliveryParts } from './parts';

/** One step of a parcel. */
export interface DeliveryStep {
  action: DeliveryAction;
  by: DeliveryEvent['by'];
  /** When it happened: what a carrier tells of may be older than now. */
  at: Date;
  why?: string;
  /** For the words of the timeline: `carrier`, `waybill`, `signer`, `why`, `who`, `money`. */
  facts?: Record<string, string>;
  /** What else it changes; what the tables say follows from it anyway. */
  set?: Partial<DeliveryDoc>;
}

export interface DeliveryChange {
  /** In order; all of them or none. None: only `set`, which nobody reads as news. */
  steps: readonly DeliveryStep[];
  now: Date;
  /** Changed besides the steps: a line of the carrier, a try of an order. `undefined` takes a field away. */
  set?: Partial<DeliveryDoc>;
  /** Recorded, so that the same operation repeated is answered and not done again. */
  operationId?: string;
  /** What else is told; what follows from the steps is told anyway. */
  notices?: readonly OwedNotice[];
}

/** As many repetitions as can be on their way at once. */
const OPERATIONS_KEPT = 8;
const DAY_MS = 86_400_000;
/** The carrier is first asked so long after it took the order. */
const FIRST_ASKED_MS = 30 * 60_000;

/**
 * The only way a parcel changes: one update of one document, whose filter names the state and version it leaves. What is due
 * (an order, a cancellation, asking the carrier, being stuck), what is owed to the case and to payments, the timeline and the
 * notices follow from the table in shared/domain/delivery.ts and are written together. Asks nobody's right to it: see
 * `deliveryRefusalOf`.
 * @returns null when it is no longer as given: someone else was first
 * @throws Error when the state does not know the action: a defect, commands have asked before
 */
export async function changeDelivery(
  parts: DeliveryParts,
  before: DeliveryDoc,
  change: DeliveryChange,
): Promise<DeliveryDoc | null> {
  const { steps, now } = change;
  const done = inTurn(parts, { ...before, version: before.version + 1 }, steps);
  const after = scheduled(
    parts,
    before,
    { ...(done.at(-1)?.doc ?? { ...before, version: before.version + 1 }), ...change.set, updatedAt: now },
    now,
  );
  const { $set, $unset } = differences(before, after);
  const { $push, $min } = owing([...told(parts, after, done), ...(change.notices ?? [])]);
  const events = done.map(({ event }) => event);
  return parts.deliveries
    .findOneAndUpdate(
      { _id: before._id, state: before.state, version: before.version },
      {
        $set,
        ...($unset && { $unset }),
        ...($min && { $min }),
        $push: {
          ...$push,
          ...(events.length > 0 && { timeline: { $each: events } }),
          ...(change.operationId && {
            operations: { $each: [change.operationId], $slice: -OPERATIONS_KEPT },
          }),
        },
      },
      { returnDocument: 'after' },
    )
    .lean<DeliveryDoc>();
}

/**
 * A parcel that begins, with what follows at once.
 * @throws E11000 when it exists already, or another of its case is open
 */
export async function beginDelivery(
  parts: DeliveryParts,
  blank: DeliveryDoc,
  steps: readonly DeliveryStep[],
  now: Date,
): Promise<DeliveryDoc> {
  const done = inTurn(parts, blank, steps, null);
  const after = scheduled(parts, null, done.at(-1)?.doc ?? blank, now);
  after.timeline = done.map(({ event }) => event);
  await parts.deliveries.create({ ...after, ...owingFrom(told(parts, after, done)) });
  return after;
}

/** The same parcel however often it is made. */
export function parcelId(caseId: string, attempt: number): string {
  return `${caseId}-${attempt}`;
}

/** What the next order of a parcel is called at a carrier: unique for ever, and the same however often it is tried. */
export function orderIdOf({ _id, orderCount }: Pick<DeliveryDoc, '_id' | 'orderCount'>): string {
  return `${_id}-${orderCount}`;
}

/** What is owed for a parcel at payments: another price is another thing. */
function paySubjectOf(id: string, round: number): string {
  return round === 1 ? id : `${id}-pay${round}`;
}

/** The parcel for which that is owed. */
export function parcelOf(paySubject: string): string {
  return paySubject.replace(/-pay\d+$/, '');
}

interface Advanced {
  doc: DeliveryDoc;
  row: DeliveryTransition;
  step: DeliveryStep;
  event: DeliveryEvent;
}

function inTurn(
  parts: DeliveryParts,
  start: DeliveryDoc,
  steps: readonly DeliveryStep[],
  from: DeliveryDoc['state'] | null = start.state,
): Advanced[] {
  const done: Advanced[] = [];
  let doc = start;
  let state = from;
  for (const step of steps) {
    const next = advance(parts, doc, state, step);
    done.push(next);
    doc = next.doc;
    state = doc.state;
  }
  return done;
}

function advance(
  parts: DeliveryParts,
  before: DeliveryDoc,
  from: DeliveryDoc['state'] | null,
  step: DeliveryStep,
): Advanced {
  const row = deliveryTransitionOf(from, step.action);
  if (!row) throw new Error(`No ${step.action} from ${from}`);
  // Never before what stands, also when a carrier's clock is behind.
  const at = new Date(Math.max(step.at.getTime(), before.changedAt.getTime()));
  const doc: DeliveryDoc = {
    ...before,
    ...retired(before, row),
    ...following(row, at),
    ...step.set,
    state: row.to,
    changedAt: at,
  };
  Object.assign(doc, paymentOf(parts, before, doc, row));
  if (deliveryStates[row.to].open) doc.open = true;
  else delete doc.open;
  const event: DeliveryEvent = {
    at,
    from,
    action: step.action,
    by: step.by,
    why: step.why ?? null,
    facts: { ...step.facts },
  };
  return { doc, row, step: { ...step, at }, event };
}

/** Those in which the order at the carrier is, or becomes, what carries the parcel. */
const ordering = new Set<DeliveryDoc['state']>(['to-order', 'order-failed', 'ordered', 'checking']);

/** An order that will not be used is given up: it is cancelled at the carrier, and the next has another name. */
function retired(before: DeliveryDoc, row: DeliveryTransition): Partial<DeliveryDoc> {
  const { order } = before;
  if (!order || row.from === null) return {};
  // The carrier gave it up itself: nothing is left to be cancelled.
  const gone = row.action === 'courier-cancelled';
  const left =
    ordering.has(row.from) &&
    (row.action === 'switch-carrier' ||
      row.action === 'change-address' ||
      row.to === 'cancelled' ||
      row.to === 'collected');
  if (!gone && !left) return {};
  const { id, carrier, waybill } = order;
  // Also one that was only tried: its answer may be on its way.
  const cancels = gone ? before.cancels : [...before.cancels, { id, carrier, waybill }];
  return { cancels, order: null, waybill: null, check: null, orderCount: before.orderCount + 1 };
}

/** What the tables' states bring with them. */
function following(row: DeliveryTransition, at: Date): Partial<DeliveryDoc> {
  const { action, to } = row;
  return {
    stuckSince: null,
    ...(to === 'to-order' && { orderDue: at, orderError: null }),
    ...(action === 'uncheck' && { check: null }),
    ...(action === 'paid' && { paidAt: at }),
    ...((to === 'signed' || to === 'collected') && { caseOwed: 'completed' as const }),
    ...(to === 'cancelled' && { caseOwed: 'window' as const }),
  };
}

/** Nothing was carried anywhere yet. */
const unsent = new Set<DeliveryDoc['state']>([
  'awaiting-address',
  'awaiting-payment',
  'to-order',
  'order-failed',
  'ordered',
]);

/** What payments are told: what has to be paid; and what has not any more, so that it is closed or goes back. */
function paymentOf(
  parts: DeliveryParts,
  before: DeliveryDoc,
  doc: DeliveryDoc,
  row: DeliveryTransition,
): Partial<DeliveryDoc> {
  const asked = before.paySubject;
  const dropped = (reason: string) =>
    asked === null ? [] : [{ what: 'drop' as const, subjectId: asked, reason }];
  if (row.to === 'awaiting-payment') {
    // Somebody may be paying just now: what costs the same stays one thing.
    if (asked !== null && before.paidAt === null && before.cost.fen === doc.cost.fen) return {};
    const payRound = before.payRound + 1;
    const paySubject = paySubjectOf(doc._id, payRound);
    const owe = { what: 'owe' as const, subjectId: paySubject, fen: doc.cost.fen };
    return {
      payRound,
      paySubject,
      orderId: parts.payments.orderIdOf('delivery', paySubject),
      paidAt: null,
      payTells: [...before.payTells, ...dropped('更换了收件地址，快递费重新计算'), owe],
    };
  }
  // A new address that costs nothing. One that costs what was paid already keeps what was paid.
  const free = row.action === 'give-address' && doc.cost.fen === 0;
  const ended = row.to === 'cancelled' || row.to === 'collected';
  const given = row.from !== null && unsent.has(row.from) && (free || ended);
  if (asked === null || !given) return {};
  const reason = free ? '新地址免费寄送' : '没有寄出，到窗口领取';
  return { paySubject: null, paidAt: null, payTells: [...before.payTells, ...dropped(reason)] };
}

/** Whose parcel it was begins so once they left altogether. */
export const ERASED = 'erased-';

/** What is not needed any more of a parcel that is over, once its person left. */
export const forgottenAtEnd = { address: null, consent: null, courier: null, track: [] };

/** When something is next to be done with it, by what and whom. */
function scheduled(
  parts: DeliveryParts,
  before: DeliveryDoc | null,
  after: DeliveryDoc,
  now: Date,
): DeliveryDoc {
  const doc = { ...after };
  const { tracked, open } = deliveryStates[doc.state];
  if (!open && doc.personId.startsWith(ERASED)) Object.assign(doc, forgottenAtEnd);
  if (doc.state !== 'to-order') delete doc.orderDue;
  if (!tracked || doc.waybill === null) delete doc.trackDue;
  else doc.trackDue ??= new Date(now.getTime() + FIRST_ASKED_MS);
  if (doc.cancels.length === 0) delete doc.cancelDue;
  else if (doc.cancels !== before?.cancels && doc.cancels.length > (before?.cancels.length ?? 0))
    doc.cancelDue = now;
  if (doc.payTells.length === 0) delete doc.payDue;
  else if (doc.payTells.length > (before?.payTells.length ?? 0)) doc.payDue = now;
  if (doc.next !== null) doc.nextDeliveryId ??= parcelId(doc.caseId, doc.attempt + 1);
  if (doc.next === null) delete doc.nextDue;
  else doc.nextDue ??= now;
  const silent = open ? silentAt(parts, doc) : null;
  if (silent) doc.dueAt = silent;
  else delete doc.dueAt;
  return doc;
}

/** When a parcel that the carrier has counts as stuck: so many days after the last word of it. */
function silentAt({ settings }: Pick<DeliveryParts, 'settings'>, doc: DeliveryDoc): Date | null {
  if (deliveryStates[doc.state].holder !== 'carrier' || doc.stuckSince !== null) return null;
  const heard = Math.max(doc.changedAt.getTime(), ...doc.track.map(({ at }) => at.getTime()));
  return new Date(heard + settings.delivery.stuckDays * DAY_MS);
}

/** Of several steps at once only the last is told. */
function told(parts: DeliveryParts, after: DeliveryDoc, done: readonly Advanced[]): OwedNotice[] {
  const last = done.at(-1);
  return last ? noticesOf(parts, after, last.row, last.step) : [];
}

/** Pushed, not set. */
const pushed = new Set(['timeline', 'operations', 'outbox', 'outboxDue', '_id']);

function differences(before: DeliveryDoc, after: DeliveryDoc) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof DeliveryDoc>;
  const $set: Record<string, unknown> = {};
  const $unset: Record<string, 1> = {};
  for (const name of names) {
    if (pushed.has(name) || before[name] === after[name]) continue;
    if (after[name] === undefined) $unset[name] = 1;
    else $set[name] = after[name];
  }
  return { $set, ...(Object.keys($unset).length > 0 && { $unset }) };
}
