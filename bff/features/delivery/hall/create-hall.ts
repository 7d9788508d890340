import type { staffDeliveryContract } from '../../../../shared/contract/staff-delivery';
import type { Deps } from '../../../deps';
import type { Routes } from '../../../http/route';
import { staffDeliveryRoutes } from '../staff-routes';
import type { HallParts } from './needs';
import { tellTasks } from './tell-tasks';

const TELL_EVERY_MS = 15_000;

/** The hall's side of deliveries: what staff ask, and what they are told without asking. */
export function createHall(
  parts: HallParts,
  { work }: Pick<Deps, 'work'>,
): Routes<typeof staffDeliveryContract> {
  work.add({ name: 'parcel-tasks', every: TELL_EVERY_MS, run: () => tellTasks(parts) });
  return staffDeliveryRoutes(parts);
}
