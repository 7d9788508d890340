import { type Call, callingOrder, callKindOf, type InLine } from '../../../../shared/domain/calling-order';
import { dateOf } from '../../../../shared/domain/time';
import { estimateWait, type WaitingEstimate } from '../../../../shared/domain/waiting-estimate';
import type { AppointmentDoc, Turn } from '../model';
import type { BookingQueue } from '../needs';
import type { BookingParts } from '../parts';
import { queueDayOf } from '../timetable';

/** An appointment that has a turn, without its history. */
export type InQueue = AppointmentDoc & { turn: Turn };

/** A queue's day as the order and the estimate need it. */
export interface QueueDay {
  queue: BookingQueue;
  queueDay: string;
  /** In line, in no order. */
  waiting: InQueue[];
  called: InQueue[];
  serving: InQueue[];
  parked: InQueue[];
  missed: InQueue[];
  /** The latest calls, latest first, whatever became of them. */
  latest: InQueue[];
}

/** More than the order and the estimate look back. */
const LATEST = 40;
const AT_WORK_MS = 30 * 60_000;
const live = ['checked-in', 'called', 'serving', 'parked', 'missed'] as const;
const withoutHistory = { timeline: 0, operations: 0, outbox: 0 } as const;

/** Reads what stands in line now: two questions, however long the day was. */
export async function readQueueDay(parts: BookingParts, queue: BookingQueue, now: Date): Promise<QueueDay> {
  const queueDay = queueDayOf(queue.id, dateOf(now));
  const [inLine, latest] = await Promise.all([
    parts.appointments.find({ queueDay, state: { $in: [...live] } }, withoutHistory).lean<InQueue[]>(),
    parts.appointments
      .find({ queueDay, 'turn.calledAt': { $exists: true, $ne: null } }, withoutHistory)
      .sort({ 'turn.calledAt': -1 })
      .limit(LATEST)
      .lean<InQueue[]>(),
  ]);
  const of = (state: (typeof live)[number]) => inLine.filter((doc) => doc.state === state && doc.turn);
  return {
    queue,
    queueDay,
    waiting: of('checked-in'),
    called: of('called').sort(lastCalledFirst),
    serving: of('serving').sort(lastCalledFirst),
    parked: of('parked'),
    missed: of('missed'),
    latest,
  };
}

/** As much of a document as the order of calling asks. */
type Ordering = Pick<InQueue, '_id' | 'start'> & {
  turn: Pick<Turn, 'since' | 'walkIn' | 'priority' | 'requeuedAt' | 'forWindow' | 'early' | 'calledAt'>;
};
const forOrder = {
  start: 1,
  'turn.since': 1,
  'turn.walkIn': 1,
  'turn.priority': 1,
  'turn.requeuedAt': 1,
  'turn.forWindow': 1,
  'turn.early': 1,
  'turn.calledAt': 1,
} as const;

/** Who waits and the latest calls, and nothing else of them: what the next call needs, however long the line is. */
export async function readLine(
  parts: BookingParts,
  queueDay: string,
): Promise<{ waiting: InLine[]; calls: Call[] }> {
  const [waiting, latest] = await Promise.all([
    parts.appointments
      .find({ queueDay, state: 'checked-in', 'turn.since': { $exists: true } }, forOrder)
      .lean<Ordering[]>(),
    parts.appointments
      .find({ queueDay, 'turn.calledAt': { $exists: true, $ne: null } }, forOrder)
      .sort({ 'turn.calledAt': -1 })
      .limit(LATEST)
      .lean<Ordering[]>(),
  ]);
  return { waiting: waiting.map(inLineOf), calls: callsOf({ latest }) };
}

export function lastCalledFirst(a: InQueue, b: InQueue): number {
  return Number(b.turn.lastCallAt ?? 0) - Number(a.turn.lastCallAt ?? 0);
}

/** Somebody in line, as the calling order wants to know them. */
export function inLineOf({ _id, start, turn }: Ordering): InLine {
  return {
    id: _id,
    since: turn.since,
    bookedFor: turn.walkIn ? null : start,
    priority: turn.priority !== null,
    requeuedAt: turn.requeuedAt,
    forWindow: turn.forWindow,
  };
}

/** The latest calls, as the calling order wants to know them. */
export function callsOf({ latest }: { latest: readonly Ordering[] }): Call[] {
  return latest.flatMap((doc) =>
    doc.turn.calledAt
      ? [{ at: doc.turn.calledAt, kind: doc.turn.early ? ('special' as const) : callKindOf(inLineOf(doc)) }]
      : [],
  );
}

/** Those in line, in the order in which they will be called. */
export function inOrder(day: QueueDay, now: Date): InQueue[] {
  const byId = new Map(day.waiting.map((doc) => [doc._id, doc]));
  return callingOrder(day.waiting.map(inLineOf), callsOf(day), now).flatMap(({ id }) => byId.get(id) ?? []);
}

/** How long somebody with so many before them may wait. */
export function estimateFor(day: QueueDay, ahead: number, now: Date): WaitingEstimate {
  const since = now.getTime() - AT_WORK_MS;
  const atWork = [
    ...day.called,
    ...day.serving,
    ...day.latest.filter(({ turn }) => Number(turn.calledAt) > since),
  ];
  return estimateWait({
    ahead,
    windows: new Set(atWork.map(({ turn }) => turn.window)).size,
    took: day.latest.flatMap(({ turn }) =>
      turn.servingSince && turn.servedAt
        ? [(turn.servedAt.getTime() - turn.servingSince.getTime()) / 60_000]
        : [],
    ),
    planned: day.queue.slotMinutes / Math.max(1, day.queue.seatsPerSlot),
  });
}
