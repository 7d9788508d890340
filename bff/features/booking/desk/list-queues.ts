import type { QueueCounts } from '../../../../shared/contract/desk';
import { dateOf, toIso } from '../../../../shared/domain/time';
import type { StaffCaller } from '../../../http/route';
import { Problem } from '../../../problem';
import type { AppointmentDoc } from '../model';
import type { BookingQueue } from '../needs';
import type { BookingParts } from '../parts';
import { queueDayOf } from '../timetable';
import { presentTickets } from './presenter';
import { inOrder, readQueueDay } from './queue-day';
import { queueWithin, reaches, venueWithin } from './scope';

const MOST_SHOWN = 200;
const DONE_SHOWN = 20;
const counted = {
  booked: 'expected',
  'checked-in': 'waiting',
  called: 'called',
  serving: 'serving',
  parked: 'parked',
  missed: 'missed',
  served: 'done',
} as const satisfies Partial<Record<AppointmentDoc['state'], keyof QueueCounts>>;
const withoutHistory = { timeline: 0, operations: 0, outbox: 0 } as const;

/** Today's queues of the caller's hall and department. @throws Problem NOT_FOUND for a hall out of reach */
export async function listQueues(
  parts: BookingParts,
  staff: StaffCaller,
  venueId: string | undefined,
  now: Date,
) {
  const wanted = venueId ?? staff.venueId ?? parts.venues.all()[0]?.id;
  if (wanted === undefined) throw new Problem('NOT_FOUND');
  const venue = venueWithin(parts, staff, wanted);
  const queues = parts.venues
    .queuesOf(venue.id)
    .filter((queue) => reaches(staff, queue.venueId, queue.department));
  const counts = await countsOf(parts, queues, now);
  return { items: queues.map((queue) => rowOf(parts, queue, counts, staff, now)) };
}

/** One queue with everybody in it. @throws Problem NOT_FOUND */
export async function showQueue(parts: BookingParts, staff: StaffCaller, queueId: string, now: Date) {
  const queue = queueWithin(parts, staff, queueId);
  const queueDay = queueDayOf(queue.id, dateOf(now));
  const [day, counts, expected, done] = await Promise.all([
    readQueueDay(parts, queue, now),
    countsOf(parts, [queue], now),
    parts.appointments
      .find({ queueDay, state: 'booked' }, withoutHistory)
      .sort({ start: 1, seat: 1 })
      .limit(MOST_SHOWN)
      .lean<AppointmentDoc[]>(),
    parts.appointments
      .find({ queueDay, state: 'served' }, withoutHistory)
      .sort({ 'turn.servedAt': -1 })
      .limit(DONE_SHOWN)
      .lean<AppointmentDoc[]>(),
  ]);
  const shown = (docs: readonly AppointmentDoc[]) => presentTickets(parts, docs, staff.staffId, now);
  const [called, serving, waiting, parked, missed, coming, gone] = await Promise.all(
    [
      day.called,
      day.serving,
      inOrder(day, now).slice(0, MOST_SHOWN),
      day.parked,
      day.missed,
      expected,
      done,
    ].map(shown),
  );
  return {
    ...rowOf(parts, queue, counts, staff, now),
    called: called ?? [],
    serving: serving ?? [],
    waiting: waiting ?? [],
    parked: parked ?? [],
    missed: missed ?? [],
    expected: coming ?? [],
    done: gone ?? [],
    now: toIso(now),
  };
}

function rowOf(
  parts: BookingParts,
  queue: BookingQueue,
  counts: Map<string, QueueCounts>,
  staff: StaffCaller,
  now: Date,
) {
  const venue = parts.venues.venue(queue.venueId);
  return {
    id: queue.id,
    name: queue.name,
    department: queue.department,
    prefix: queue.prefix,
    venueId: queue.venueId,
    venueName: venue?.name ?? '',
    counts: counts.get(queueDayOf(queue.id, dateOf(now))) ?? noCounts,
    mine: staff.windowId !== null && queue.windows.includes(staff.windowId),
  };
}

const noCounts: QueueCounts = {
  expected: 0,
  waiting: 0,
  called: 0,
  serving: 0,
  parked: 0,
  missed: 0,
  done: 0,
};

async function countsOf(
  parts: BookingParts,
  queues: readonly BookingQueue[],
  now: Date,
): Promise<Map<string, QueueCounts>> {
  const queueDays = queues.map(({ id }) => queueDayOf(id, dateOf(now)));
  const rows = await parts.appointments.aggregate<{
    _id: { day: string; state: keyof typeof counted };
    n: number;
  }>([
    { $match: { queueDay: { $in: queueDays }, state: { $in: Object.keys(counted) } } },
    { $group: { _id: { day: '$queueDay', state: '$state' }, n: { $sum: 1 } } },
  ]);
  const all = new Map(queueDays.map((day) => [day, { ...noCounts }]));
  for (const { _id, n } of rows) {
    const counts = all.get(_id.day);
    if (counts) counts[counted[_id.state]] = n;
  }
  return all;
}
