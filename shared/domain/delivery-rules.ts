import type { DeliveryState } from '../contract/delivery';
import { type DeliveryAction, type DeliveryGuard, type DeliveryRole, deliveryTransitionOf } from './delivery';

/** Who may do what with a parcel now: the guards of the table in delivery.ts, asked. */

/** What the guards look at. */
export interface DeliveryFacts {
  state: DeliveryState | null;
  /** Two people look at it before it leaves. */
  valuable: boolean;
  /** The officer who checked it first. */
  checker: string | null;
  /** The carrier said that it has it, whatever the state is. */
  moving: boolean;
}

export interface DeliveryActor {
  role: DeliveryRole;
  /** Of an officer. */
  staffId?: string;
  /** What was scanned is what belongs to this parcel. */
  scanned?: boolean;
}

export type DeliveryRefusal =
  | 'DELIVERY_STATE'
  | 'DELIVERY_TWO_PEOPLE'
  | 'DELIVERY_SAME_OFFICER'
  | 'DELIVERY_SCAN_MISMATCH';

/**
 * Why someone may not do something now; null when they may. The one place that says so: commands refuse by it and
 * screens show their buttons by it.
 */
export function deliveryRefusalOf(
  facts: DeliveryFacts,
  action: DeliveryAction,
  actor: DeliveryActor,
): DeliveryRefusal | null {
  const row = deliveryTransitionOf(facts.state, action);
  if (!row?.who.includes(actor.role)) return 'DELIVERY_STATE';
  for (const guard of row.guards) {
    const refusal = refusedBy(guard, facts, actor);
    if (refusal) return refusal;
  }
  return null;
}

function refusedBy(guard: DeliveryGuard, facts: DeliveryFacts, actor: DeliveryActor): DeliveryRefusal | null {
  switch (guard) {
    case 'plain':
      return facts.valuable ? 'DELIVERY_TWO_PEOPLE' : null;
    case 'valuable':
      return facts.valuable ? null : 'DELIVERY_STATE';
    case 'not-checker':
      return actor.staffId !== undefined && actor.staffId === facts.checker ? 'DELIVERY_SAME_OFFICER' : null;
    case 'scanned':
      return actor.scanned ? null : 'DELIVERY_SCAN_MISMATCH';
    case 'not-moving':
      return facts.moving ? 'DELIVERY_STATE' : null;
  }
}
