import type { ErrorCode } from '../../shared/contract';
import type {
  StaffDelivery,
  StaffDeliveryAction,
  staffDeliveryContract,
} from '../../shared/contract/staff-delivery';
import type { Client } from './client';

/** Every act on a parcel by its name in the contract. */
export type ParcelAct = Extract<keyof typeof staffDeliveryContract, `POST /staff/deliveries/{id}/${string}`>;

export const actName = (action: StaffDeliveryAction) => `POST /staff/deliveries/{id}/${action}` as ParcelAct;

/** Does something with a parcel at the hall. @throws with the error's code */
export function actOn(
  by: Client,
  id: string,
  action: StaffDeliveryAction,
  body: object = {},
  key?: string,
): Promise<StaffDelivery> {
  const given = { params: { id }, body: body as never, ...(key && { key }) };
  return by.get(actName(action), given) as Promise<StaffDelivery>;
}

/** The same where it must be refused. @returns the code */
export function refusedOn(
  by: Client,
  id: string,
  action: StaffDeliveryAction,
  body: object = {},
): Promise<ErrorCode> {
  return by.refused(actName(action), { params: { id }, body: body as never });
}

/** What a scanner reads of document and parcel that belong together. */
export function scansOf({ caseNumber, waybill }: { caseNumber: string; waybill: string | null }) {
  return { document: caseNumber, waybill: waybill ?? '' };
}
