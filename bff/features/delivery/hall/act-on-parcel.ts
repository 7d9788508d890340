import type { DeliveryRole } from '../../../../shared/domain/delivery';
import { type DeliveryAction, deliveryTransitionOf } from '../../../../shared/domain/delivery';
import { type DeliveryActor, deliveryRefusalOf } from '../../../../shared/domain/delivery-rules';
import type { StaffCaller } from '../../../http/route';
import { Problem } from '../../../problem';
import { changeDelivery, type DeliveryStep } from '../change-delivery';
import { factsOf } from '../facts';
import type { DeliveryDoc } from '../model';
import { openNext } from '../open-parcel';
import { tellCase } from '../tell-case';
import { tellPayments } from '../tell-payments';
import type { HallParts } from './needs';
import { isWithin } from './scope';

/** An officer who does something with a parcel. */
export interface ParcelCommand {
  id: string;
  staff: StaffCaller;
  /** The version on the screen; checked when given. */
  version?: number;
  operationId: string;
  now: Date;
}

const MOST_TURNS = 10;

/** @throws Problem NOT_FOUND, also when it lies outside the officer's scope */
export async function findParcel(parts: HallParts, id: string, staff: StaffCaller): Promise<DeliveryDoc> {
  const found = await parts.deliveries.findById(id).lean<DeliveryDoc>();
  if (!found || !isWithin(staff, found)) throw new Problem('NOT_FOUND', { next: '回到寄件列表重新选择。' });
  return found;
}

/**
 * The version that an officer's screen has: how many steps were taken. What only jobs write down between two steps, such as
 * when the carrier was asked last, takes no screen's word away.
 */
export function screenVersion({ timeline }: Pick<DeliveryDoc, 'timeline'>): number {
  return timeline.length;
}

/** As which of their roles an officer takes an action; null when as none. */
export function roleFor(doc: DeliveryDoc, action: DeliveryAction, staff: StaffCaller): DeliveryRole | null {
  const who: readonly string[] = deliveryTransitionOf(doc.state, action)?.who ?? [];
  return staff.roles.find((role): role is DeliveryRole & typeof role => who.includes(role)) ?? null;
}

/** What the step owes to others is told at once; jobs tell what cannot be told now. */
async function followed(parts: HallParts, doc: DeliveryDoc): Promise<void> {
  await tellCase(parts, doc);
  await tellPayments(parts, doc._id);
  await openNext(parts, doc);
}

/**
 * Lets an officer take one step of a parcel as it is now. What was already done under this operation is answered, not
 * repeated; a screen that shows an older parcel changes nothing.
 * @param more what the step has besides, once it is clear that it may be taken
 * @param scanned whether what was scanned is what belongs to the parcel; asked only where the table wants it
 * @throws Problem NOT_FOUND, DELIVERY_CHANGED, DELIVERY_STATE and the codes of the table's guards
 */
export async function actOnParcel(
  parts: HallParts,
  command: ParcelCommand,
  action: DeliveryAction,
  more: (doc: DeliveryDoc) => Partial<Pick<DeliveryStep, 'why' | 'facts' | 'set'>> = () => ({}),
  scanned?: (doc: DeliveryDoc) => boolean,
): Promise<DeliveryDoc> {
  const { id, staff, version, operationId, now } = command;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await findParcel(parts, id, staff);
    if (doc.operations.includes(operationId)) return doc;
    if (version !== undefined && version !== screenVersion(doc)) throw new Problem('DELIVERY_CHANGED');
    const role = roleFor(doc, action, staff);
    if (!role) throw new Problem('DELIVERY_STATE');
    const actor: DeliveryActor = { role, staffId: staff.staffId, scanned: scanned?.(doc) ?? false };
    const refusal = deliveryRefusalOf(factsOf(doc), action, actor);
    if (refusal) throw new Problem(refusal);
    const by = { role, staffId: staff.staffId, name: staff.name, number: staff.number };
    const step: DeliveryStep = { action, by, at: now, ...more(doc) };
    const changed = await changeDelivery(parts, doc, { steps: [step], now, operationId });
    if (!changed) continue;
    await parts.reached('parcel:changed');
    await followed(parts, changed);
    return changed;
  }
  throw new Problem('DELIVERY_CHANGED');
}
