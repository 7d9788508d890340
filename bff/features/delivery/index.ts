import { deliveryContract } from '../../../shared/contract/delivery';
import type { staffDeliveryContract } from '../../../shared/contract/staff-delivery';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { AnyModel } from '../../stores/indexes';
import { type CourierNeeds, type CourierPushes, createCouriers } from './courier';
import { createHall } from './hall/create-hall';
import type { HallNeeds } from './hall/needs';
import { createModels } from './model';
import type { DeliveryNeeds } from './needs';
import type { DeliveryParts } from './parts';

/** What others may ask of deliveries. */
export interface Delivery {
  routes: Routes<typeof deliveryContract>;
  staffRoutes: Routes<typeof staffDeliveryContract>;
  models: AnyModel[];
  /** What the outside tells of parcels. */
  pushes: CourierPushes;
}

type Needed = Deps & DeliveryNeeds & HallNeeds & CourierNeeds;

export function createDelivery(deps: Needed): Delivery {
  const { settings, clock, log, cipher, express, tracks, reached, mongo, work, outboxes } = deps;
  const { venues, addresses, payments, staff } = deps;
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
    addresses,
    payments,
    ...models,
  };
  outboxes.register(models.deliveries);
  const couriers = createCouriers({ ...parts, addresses, staff, people: deps.people }, { mongo, work });
  const refuse = (contract: object) =>
    Object.fromEntries(
      Object.keys(contract).map((name) => [
        name,
        async () => {
          throw new Problem('NOT_FOUND');
        },
      ]),
    );
  return {
    routes: refuse(deliveryContract) as unknown as Routes<typeof deliveryContract>,
    staffRoutes: createHall({ ...parts, staff }, { work }),
    models: [...(Object.values(models) as AnyModel[]), ...couriers.models],
    pushes: couriers.pushes,
  };
}
