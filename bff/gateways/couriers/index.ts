import type { CarrierCode } from '../../../shared/contract/delivery';

/** A person or office at one end of a parcel: in the clear, to be used and forgotten. */
export interface ParcelEnd {
  name: string;
  /** Mobile or landline. */
  phone: string;
  province: string;
  city: string;
  /** District or county. */
  area: string;
  address: string;
}

/** One parcel to be fetched. */
export interface CourierOrder {
  /** Ours, unique for ever at the carrier: ordering it again gives the same waybill or says that it exists. */
  orderId: string;
  carrier: CarrierCode;
  /** Of the account that gets WeChat's own messages about it; null when the person has none. */
  openid: string | null;
  sender: ParcelEnd;
  receiver: ParcelEnd;
  /** What is in it, as the carrier may know it: `文件`. */
  goods: string;
  /** The page that a tap on WeChat's message opens; without leading slash. */
  page: string;
  /** When the courier may come; needed by SF. */
  expectAt: Date;
}

export interface PlacedOrder {
  orderId: string;
  waybill: string;
  /** Lines for the label: sorting codes and the like. */
  labels: { key: string; value: string }[];
}

/** What a carrier tells of a parcel, in our words. */
export type TrackKind =
  | 'assigned'
  | 'picked-up'
  | 'pick-up-failed'
  | 'in-transit'
  | 'out-for-delivery'
  | 'signed'
  | 'sign-failed'
  | 'returning'
  | 'returned'
  | 'refused'
  | 'cancelled'
  | 'stuck'
  | 'unknown';

export interface TrackPoint {
  at: Date;
  kind: TrackKind;
  /** The carrier's code, as it came. */
  code: string;
  /** The carrier's words. */
  words: string;
}

/** The carrier understood and said no. */
export class CourierRefusal extends Error {
  constructor(
    /** `9300502`, or the carrier's own code. */
    readonly code: string,
    /** The carrier's words; may be shown to staff. */
    readonly said: string,
    /** `later`: the same may go through another time; `ours`: somebody must mend it or choose otherwise; `moving`: too late to cancel. */
    readonly meaning: 'later' | 'ours' | 'moving' | 'unknown-order',
  ) {
    super(`courier: ${code}`);
    this.name = 'CourierRefusal';
  }
}

/** Orders and tracks parcels (WeChat 物流助手). Errors: CourierRefusal; OutboundFailure, after which it may or may not have happened; Problem WECHAT_UNAVAILABLE, nothing happened. */
export interface ExpressGateway {
  /** Carriers that can be ordered now. */
  carriers: readonly CarrierCode[];
  order(order: CourierOrder): Promise<PlacedOrder>;
  /** The order as the other side has it; null when it has none. */
  find(order: Pick<CourierOrder, 'orderId' | 'carrier' | 'openid'>): Promise<PlacedOrder | null>;
  /** Repeatable: cancelling what is cancelled succeeds. */
  cancel(order: Pick<CourierOrder, 'orderId' | 'carrier' | 'openid'> & { waybill: string }): Promise<void>;
  /** All that is known of it, oldest first. */
  track(
    order: Pick<CourierOrder, 'orderId' | 'carrier' | 'openid'> & { waybill: string },
  ): Promise<TrackPoint[]>;
}

/** Subscribes to the track of any carrier's parcel (快递100). */
export interface TrackGateway {
  /** Repeatable: a second subscription counts as the first. @param phone last resort of SF: whole number of the receiver */
  subscribe(parcel: { carrier: CarrierCode; waybill: string; phone: string }): Promise<void>;
  /** Makes sense of a push; null when it is not 快递100's word. @param form the fields of the posted form */
  read(form: { sign: string; param: string }): TrackPush | null;
}

/** What a push says of one parcel. */
export interface TrackPush {
  waybill: string;
  carrier: string;
  /** Oldest first. */
  points: TrackPoint[];
}
