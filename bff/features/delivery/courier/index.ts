import type { Deps } from '../../../deps';
import type { AnyModel } from '../../../stores/indexes';
import type { DeliveryParts } from '../parts';
import { applyPoints } from './apply-points';
import { cancelOrders } from './cancel-orders';
import { findSilent } from './find-silent';
import { followParcels } from './follow-parcels';
import { forgetPoints } from './forget-points';
import { trackPointModel } from './model';
import type { CourierNeeds, CourierParts } from './parts';
import { placeOrders } from './place-orders';
import { takeExpressPath, takeTrackPush } from './take-pushes';

export type { CourierNeeds } from './parts';

/** What the outside tells of parcels; each is stored before it is answered. */
export interface CourierPushes {
  /** An add_express_path, verified to be WeChat's. @returns false when it is not as agreed */
  takeExpressPath(body: unknown, now: Date): Promise<boolean>;
  /** A push of 快递100. @returns false when it is not its word */
  takeTrackPush(form: { sign: string; param: string }, now: Date): Promise<boolean>;
}

const EVERY_MS = 1_000;
const SILENT_EVERY_MS = 60_000;
const FORGET_EVERY_MS = 3_600_000;

/** The couriers' side of deliveries: what is ordered, cancelled, followed, and told by pushes. */
export function createCouriers(
  given: DeliveryParts & CourierNeeds,
  { mongo, work }: Pick<Deps, 'mongo' | 'work'>,
): { pushes: CourierPushes; models: AnyModel[] } {
  const points = trackPointModel(mongo);
  const parts: CourierParts = { ...given, points };
  // What is not sent is cancelled before anything is ordered in its place.
  work.add({ name: 'cancel-courier-orders', every: EVERY_MS, run: () => cancelOrders(parts) });
  work.add({ name: 'place-courier-orders', every: EVERY_MS, run: () => placeOrders(parts) });
  work.add({ name: 'apply-courier-words', every: EVERY_MS, run: () => applyPoints(parts) });
  work.add({ name: 'follow-parcels', every: EVERY_MS, run: () => followParcels(parts) });
  work.add({ name: 'find-silent-parcels', every: SILENT_EVERY_MS, run: () => findSilent(parts) });
  work.add({ name: 'forget-courier-words', every: FORGET_EVERY_MS, run: () => forgetPoints(parts) });
  return {
    pushes: {
      takeExpressPath: (body, now) => takeExpressPath(parts, body, now),
      takeTrackPush: (form, now) => takeTrackPush(parts, form, now),
    },
    models: [points as unknown as AnyModel],
  };
}
