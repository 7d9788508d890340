import type { DeliveryHow, deliveryContract } from '../../../shared/contract/delivery';
import type { staffDeliveryContract } from '../../../shared/contract/staff-delivery';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import type { ParcelOfCase } from '../cases';
import type { ServiceProvider } from '../evaluations';
import type { Payments } from '../payments';
import type { DataHolder } from '../session';
import { chosenHow } from './choices';
import { type CourierNeeds, type CourierPushes, createCouriers } from './courier';
import { createHall } from './hall/create-hall';
import type { HallNeeds } from './hall/needs';
import { createModels } from './model';
import type { DeliveryNeeds } from './needs';
import { openDue } from './open-parcel';
import { parcelsOf } from './parcels-of';
import type { DeliveryParts } from './parts';
import { deliveryData } from './person-data';
import { deliveryRoutes } from './routes';
import { deliveryServices } from './services';
import { tellCasesDue } from './tell-case';
import { settledOrEnded, tellPaymentsDue } from './tell-payments';

/** What others may ask of deliveries. */
export interface Delivery {
  routes: Routes<typeof deliveryContract>;
  staffRoutes: Routes<typeof staffDeliveryContract>;
  models: AnyModel[];
  /** What the outside tells of parcels. */
  pushes: CourierPushes;
  /** The latest parcel of each case that has one, as its case shows it. */
  parcelsOf(caseIds: readonly string[]): Promise<Map<string, ParcelOfCase>>;
  /** How the citizen wants to have the result of a case, or of the appointment it came of; null when they said nothing. */
  chosenHow(caseId: string, appointmentId: string | null): Promise<DeliveryHow | null>;
  /** A mandate has ended: who acted under it is told nothing more. Repeatable. */
  endMandate(mandateId: string): Promise<void>;
  /** Parcels that were signed for, for rating. */
  services: ServiceProvider;
  dataHolder: DataHolder;
}

const OFTEN_MS = 2_000;

type Needed = Deps &
  DeliveryNeeds &
  HallNeeds &
  CourierNeeds & { payments: Pick<Payments, 'onSettled' | 'onEnded'> };

/** Parcels that bring results: chosen by citizens, packed by halls, carried by couriers. */
export function createDelivery(deps: Needed): Delivery {
  const { settings, clock, log, cipher, express, tracks, reached, mongo, work, outboxes } = deps;
  const { venues, catalogue, addresses, payments, cases, appointments, mandates, staff } = deps;
  const models = createModels(mongo);
  const parts: DeliveryParts = {
    settings,
    clock,
    log,
    cipher,
    express,
    tracks,
    reached,
    venues,
    catalogue,
    addresses,
    payments,
    cases,
    appointments,
    mandates,
    ...models,
  };
  outboxes.register(models.deliveries);
  work.add({ name: 'open-parcels', every: OFTEN_MS, run: () => openDue(parts) });
  work.add({ name: 'parcels-tell-cases', every: OFTEN_MS, run: () => tellCasesDue(parts) });
  work.add({ name: 'parcels-tell-payments', every: OFTEN_MS, run: () => tellPaymentsDue(parts) });
  payments.onSettled('delivery', (subjectId) => settledOrEnded(parts, subjectId, 'paid'));
  payments.onEnded('delivery', (subjectId) => settledOrEnded(parts, subjectId, 'unpaid'));
  const couriers = createCouriers({ ...parts, addresses, staff, people: deps.people }, { mongo, work });
  return {
    routes: deliveryRoutes(parts),
    staffRoutes: createHall({ ...parts, staff }, { work }),
    models: [...(Object.values(models) as AnyModel[]), ...couriers.models],
    pushes: couriers.pushes,
    parcelsOf: (caseIds) => parcelsOf(parts, caseIds),
    chosenHow: (caseId, appointmentId) => chosenHow(parts, caseId, appointmentId),
    endMandate: async (mandateId) => {
      await models.deliveries.updateMany({ mandateId }, { $set: { accountId: null } });
    },
    services: deliveryServices(parts),
    dataHolder: deliveryData(parts),
  };
}
