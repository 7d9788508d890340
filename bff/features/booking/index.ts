import type { FreeTime } from '../../../shared/contract';
import type { bookingContract } from '../../../shared/contract/booking';
import type { deskContract } from '../../../shared/contract/desk';
import type { liveContract, QueueLive, VenueLive } from '../../../shared/contract/live';
import type { Deps } from '../../deps';
import type { Caller, Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { ServiceProvider } from '../evaluations';
import type { MatterProvider } from '../matters';
import { Availability } from './availability';
import { readCheckInCode } from './check-in-code';
import { applyChanges } from './closures/apply-changes';
import { type AppointmentComplainedOf, appointmentComplainedOf, servedAt } from './complained-of';
import { LiveView } from './desk/live';
import { deskRoutes } from './desk/routes';
import { tellNear } from './desk/tell-near';
import { type AppointmentForDelivery, theirAppointment } from './for-delivery';
import { liveRoutes } from './live-routes';
import { appointmentMatters } from './matters';
import { createModels } from './model';
import type { BookingNeeds } from './needs';
import { Occupancy } from './occupancy';
import type { BookingParts } from './parts';
import { appointmentData } from './person-data';
import { remindDue } from './reminders';
import { bookingRoutes } from './routes';
import { SeatStock } from './seat-stock';
import { appointmentServices } from './services';
import { settleDue } from './settle';
import { Timetable } from './timetable';

export type { AppointmentComplainedOf } from './complained-of';
export type { AppointmentForDelivery } from './for-delivery';
export type { BookingClosure, BookingNeeds, BookingQueue } from './needs';

/** What others may ask of booking. */
export interface Booking {
  routes: Routes<typeof bookingContract & typeof deskContract & typeof liveContract>;
  models: AnyModel[];
  /** What can be followed over a push connection. */
  live: { queues(id: string): Promise<QueueLive>; venues(id: string): Promise<VenueLive> };
  /** The first time of each queue that can be booked, up to three seconds old; null when all are taken. */
  firstFreeMany(queueIds: readonly string[]): Promise<Map<string, FreeTime | null>>;
  /** A citizen's appointments as matters. */
  matters: MatterProvider;
  /** Visits that were served, for rating. */
  services: ServiceProvider;
  dataHolder: ReturnType<typeof appointmentData>;
  /** What a check-in code says; null unless it is ours. Whether its version still holds is for the caller. */
  readCheckInCode(code: string): { id: string; version: number } | null;
  /** What was booked and by whom, for taking its case in at the window; null when there is no such appointment. */
  appointmentFor(id: string): Promise<BookedFor | null>;
  /** An appointment of the caller's own, or one they act in. @throws Problem NOT_FOUND, MANDATE_ENDED */
  theirAppointment(
    id: string,
    asked: { caller: Caller; now: Date; toChange: boolean },
  ): Promise<AppointmentForDelivery>;
  /** The same, with who served it, for a complaint. @throws Problem NOT_FOUND */
  complainedOf(id: string, asked: { caller: Caller; now: Date }): Promise<AppointmentComplainedOf>;
  /** Officers who called or served somebody at a window on a day. */
  servedAt(where: { venueId: string; windowId: string; date: string }): Promise<string[]>;
  /** A mandate has ended: who acted under it is told nothing more. Repeatable. */
  endMandate(mandateId: string): Promise<void>;
}

export interface BookedFor {
  personId: string;
  accountId: string | null;
  itemCode: string;
  venueId: string;
}

const SWEEP_EVERY_MS = 5_000;
const REMIND_EVERY_MS = 15_000;
const NEAR_EVERY_MS = 3_000;
const CHANGES_EVERY_MS = 3_000;

type Needed = Pick<
  Deps,
  'settings' | 'clock' | 'log' | 'mongo' | 'redis' | 'work' | 'outboxes' | 'live' | 'reached'
> &
  BookingNeeds;

/** Booking a window: the appointment is the seat. */
export function createBooking(deps: Needed): Booking {
  const { settings, clock, log, mongo, redis, work, outboxes, live, reached } = deps;
  const { catalogue, venues, people, mandates } = deps;
  const models = createModels(mongo);
  const { appointments } = models;
  const timetable = new Timetable(venues, settings.booking);
  const occupancy = new Occupancy(appointments, clock);
  const availability = new Availability(venues, timetable, occupancy, clock);
  const stock = new SeatStock(redis, appointments, clock, log, (queueDay) => settleDue(parts, { queueDay }));
  const parts: BookingParts = {
    settings,
    clock,
    log,
    catalogue,
    venues,
    people,
    mandates,
    live,
    reached,
    ...models,
    timetable,
    occupancy,
    availability,
    stock,
  };
  work.add({ name: 'booking-sweep', every: SWEEP_EVERY_MS, run: () => settleDue(parts, {}) });
  work.add({ name: 'booking-reminders', every: REMIND_EVERY_MS, run: () => remindDue(parts) });
  work.add({ name: 'numbers-near', every: NEAR_EVERY_MS, run: () => tellNear(parts) });
  work.add({ name: 'changed-hours', every: CHANGES_EVERY_MS, run: () => applyChanges(parts) });
  outboxes.register(appointments);
  const view = new LiveView(parts);
  return {
    routes: { ...bookingRoutes(parts), ...deskRoutes(parts), ...liveRoutes(parts, view) },
    live: { queues: (id) => view.queue(id), venues: (id) => view.venue(id) },
    models: Object.values(models),
    firstFreeMany: (queueIds) => availability.firstFreeMany(queueIds),
    matters: appointmentMatters(parts),
    services: appointmentServices(parts),
    dataHolder: appointmentData(parts),
    readCheckInCode: (code) => readCheckInCode(settings.ticketKey, code),
    theirAppointment: (id, asked) => theirAppointment(parts, id, asked),
    complainedOf: (id, asked) => appointmentComplainedOf(parts, id, asked),
    servedAt: (where) => servedAt(parts, where),
    endMandate: async (mandateId) => {
      await appointments.updateMany({ 'agent.mandateId': mandateId }, { $set: { 'agent.accountId': null } });
    },
    appointmentFor: async (id) => {
      const found = await appointments
        .findById(id, { personId: 1, accountId: 1, itemCode: 1, venueId: 1 })
        .lean<Partial<BookedFor>>();
      if (!found?.personId || !found.itemCode || !found.venueId) return null;
      const { personId, accountId = null, itemCode, venueId } = found;
      return { personId, accountId, itemCode, venueId };
    },
  };
}
