import type { Place, QueueLive, VenueLive } from '../../../../shared/contract/live';
import { appointmentStates } from '../../../../shared/domain/appointment';
import { toIso } from '../../../../shared/domain/time';
import { Problem } from '../../../problem';
import { findAppointment } from '../find-appointment';
import type { AppointmentDoc } from '../model';
import type { BookingQueue } from '../needs';
import type { BookingParts } from '../parts';
import { nextStepOf, windowOf } from '../presenter';
import { estimateFor, type InQueue, inOrder, type QueueDay, readQueueDay } from './queue-day';

/** What is shown changes by itself only in its estimates; whatever happens in the queue makes it anew at once. */
const FRESH_MS = 5_000;
const MOST_CALLED = 12;

interface Kept {
  at: number;
  value: Promise<QueueLive>;
  forget: () => void;
}

/** Queues and halls as anyone may see them. A queue is read once for all who look, until something happens in it. */
export class LiveView {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly parts: BookingParts) {}

  /** @throws Problem NOT_FOUND */
  async queue(queueId: string): Promise<QueueLive> {
    const queue = this.parts.venues.queue(queueId);
    if (!queue) throw new Problem('NOT_FOUND', { next: '返回大厅页重新选择窗口。' });
    return this.read(queue);
  }

  /** @throws Problem NOT_FOUND */
  async venue(venueId: string): Promise<VenueLive> {
    const venue = this.parts.venues.venue(venueId);
    if (!venue) throw new Problem('NOT_FOUND', { next: '返回大厅列表重新选择。' });
    const queues = await Promise.all(this.parts.venues.queuesOf(venueId).map((queue) => this.read(queue)));
    return {
      venueId,
      venueName: venue.name,
      called: queues
        .flatMap(({ called }) => called)
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
        .slice(0, MOST_CALLED),
      queues: queues.map(({ queueId, queueName, prefix, waiting, serving, estimate }) => ({
        id: queueId,
        name: queueName,
        prefix,
        waiting,
        serving: serving.length,
        estimate,
      })),
      now: toIso(this.parts.clock.now()),
    };
  }

  private read(queue: BookingQueue): Promise<QueueLive> {
    const now = this.parts.clock.now().getTime();
    const kept = this.kept.get(queue.id);
    // The sandbox can set the clock back as well.
    if (kept && Math.abs(now - kept.at) < FRESH_MS) return kept.value;
    kept?.forget();
    const value = readQueueDay(this.parts, queue, new Date(now)).then((day) => liveOf(day, new Date(now)));
    const off = this.parts.live.subscribe(`queues/${queue.id}`, () => entry.forget());
    const entry: Kept = {
      at: now,
      value,
      forget: () => {
        off();
        if (this.kept.get(queue.id) === entry) this.kept.delete(queue.id);
      },
    };
    this.kept.set(queue.id, entry);
    value.catch(() => entry.forget());
    return value;
  }
}

function liveOf(day: QueueDay, now: Date): QueueLive {
  const { queue } = day;
  return {
    queueId: queue.id,
    queueName: queue.name,
    venueId: queue.venueId,
    prefix: queue.prefix,
    waiting: day.waiting.length,
    called: day.called.map((doc) => calledOf(queue, doc, now)),
    serving: day.serving.map(({ turn }) => ({ ticket: turn.ticket, window: turn.window ?? '' })),
    estimate: estimateFor(day, day.waiting.length, now),
    now: toIso(now),
  };
}

function calledOf(queue: BookingQueue, { turn }: InQueue, now: Date) {
  return {
    ticket: turn.ticket,
    window: turn.window ?? '',
    queueId: queue.id,
    queueName: queue.name,
    calls: turn.calls,
    at: toIso(turn.lastCallAt ?? now),
  };
}

/** Where a citizen stands. @throws Problem NOT_FOUND */
export async function placeOf(parts: BookingParts, id: string, personId: string, now: Date): Promise<Place> {
  const doc = await findAppointment(parts, id, personId, now);
  const inLine = doc.state === 'checked-in' ? await standing(parts, doc, now) : null;
  return {
    appointmentId: doc._id,
    queueId: doc.queueId,
    state: doc.state,
    stateWords: appointmentStates[doc.state].words,
    ticket: doc.turn?.ticket ?? null,
    ahead: inLine?.ahead ?? null,
    estimate: inLine?.estimate ?? null,
    window: windowOf(doc),
    words: inLine ? inLine.words : nextStepOf(parts, doc, now),
    now: toIso(now),
  };
}

async function standing(parts: BookingParts, doc: AppointmentDoc, now: Date) {
  const queue = parts.venues.queue(doc.queueId);
  if (!queue) return null;
  const day = await readQueueDay(parts, queue, now);
  // Who came before the booked hour is judged by that hour: then their turn comes.
  const moment = doc.turn?.walkIn || doc.start < now ? now : doc.start;
  const ahead = inOrder(day, moment).findIndex(({ _id }) => _id === doc._id);
  if (ahead < 0) return null;
  const estimate = estimateFor(day, ahead, now);
  const words = ahead === 0 ? '下一位就是您，留意叫号。' : `前面还有 ${ahead} 位，${estimate.words}。`;
  return { ahead, estimate, words };
}
