import type { QueryFilter } from 'mongoose';
import type { DeliveryState } from '../../../../shared/contract/delivery';
import { compareKeys, type SortKey } from '../../../http/cursor';
import type { StaffCaller } from '../../../http/route';
import type { DeliveryDoc } from '../model';
import type { HallParts } from './needs';
import { plainScan } from './scans';
import { isWithin } from './scope';
import { taskOf, withTask } from './tasks';

export type ParcelScope = 'pack' | 'moving' | 'tasks' | 'closed' | 'all';

/** Far more than a hall has at once; beyond it the oldest are not listed. */
const MOST = 2_000;
/** Larger than any time in milliseconds, so that a group never runs into the next. */
const GROUP = 1e15;

const toPack: readonly DeliveryState[] = ['ordered', 'checking'];
const onTheWay: readonly DeliveryState[] = [
  'handed-over',
  'picked-up',
  'in-transit',
  'out-for-delivery',
  'returning',
];

/**
 * The parcels within an officer's scope: those that wait from the longest, what is over from the newest. What is searched by
 * a case's number or a waybill, scanned or typed, is found by it alone, wherever it stands.
 */
export async function listParcels(
  parts: HallParts,
  staff: StaffCaller,
  { scope, q }: { scope: ParcelScope; q?: string },
  now: Date,
): Promise<DeliveryDoc[]> {
  const mine: QueryFilter<DeliveryDoc> = staff.venueId === null ? {} : { venueId: staff.venueId };
  const find = (where: QueryFilter<DeliveryDoc>) =>
    parts.deliveries
      .find({ ...mine, ...where }, { timeline: 0, track: 0 })
      .sort({ updatedAt: -1 })
      .limit(MOST)
      .lean<DeliveryDoc[]>();
  const inOrder = (found: DeliveryDoc[]) =>
    found
      .filter((doc) => isWithin(staff, doc))
      .sort((a, b) => compareKeys(parcelOrderOf(a), parcelOrderOf(b)));
  if (!q) {
    const { waitingDays } = parts.settings.delivery;
    const found = await find(whereOf(scope, now, waitingDays));
    return inOrder(found.filter((doc) => scope !== 'tasks' || taskOf(doc, now, waitingDays) !== null));
  }
  const code = plainScan(q);
  const exact = inOrder(await find({ $or: [{ caseNumber: code }, { waybill: code }] }));
  if (exact.length > 0) return exact;
  return inOrder((await find({})).filter(({ itemName }) => itemName.includes(q)));
}

function whereOf(scope: ParcelScope, now: Date, waitingDays: number): QueryFilter<DeliveryDoc> {
  switch (scope) {
    case 'pack':
      return { open: true, state: { $in: [...toPack] } };
    case 'moving':
      return { open: true, state: { $in: [...onTheWay] } };
    case 'tasks':
      return withTask(now, waitingDays);
    case 'closed':
      return { open: { $exists: false } };
    case 'all':
      return {};
  }
}

/** Open ones from the one that waits longest, then what is over from the newest. */
export function parcelOrderOf(doc: DeliveryDoc): SortKey {
  return doc.open ? [doc.changedAt.getTime(), doc._id] : [2 * GROUP - doc.updatedAt.getTime(), doc._id];
}
