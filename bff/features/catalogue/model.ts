import { type Connection, type Model, Schema } from 'mongoose';
import type { Guide, PublicList } from '../../../shared/contract';
import type { DurationUnit } from '../../../shared/domain/words';

/** 行政职权 are the first six, 公共服务 the last. */
export const itemTypes = [
  '行政许可',
  '行政确认',
  '行政给付',
  '行政奖励',
  '行政裁决',
  '其他行政权力',
  '公共服务',
] as const;
export type ItemType = (typeof itemTypes)[number];

/** A time limit: a number and a unit; an instant item has 0 `instant`. */
export interface Limit {
  value: number;
  unit: DurationUnit;
}

/** One thing that is charged for. */
export interface Charge {
  name: string;
  fen: number;
  basis: string | null;
  /** Who need not pay, in words. */
  exemption: string | null;
}

/** What lists, filters and bookings need of an item; the whole of it is kept in memory. */
export interface ItemFields {
  /** implementationCode: 31 characters. */
  _id: string;
  basicCode: string;
  name: string;
  /** Words that people say for it and that its name lacks. */
  keywords: string[];
  /** 0 to 9: how often people ask for it. */
  popularity: number;
  type: ItemType;
  department: string;
  /** Six digits; 530600 for the city's own. */
  county: string;
  /** The hall that handles it first. */
  venueId: string;
  /** Also handled at every township centre of its county. */
  atTownships: boolean;
  caseKind: 'instant' | 'promised';
  channels: ('window' | 'online' | 'courier')[];
  promised: Limit;
  visits: number;
  bookable: boolean;
  feeWords: string;
  lists: PublicList[];
  status: 'active' | 'suspended';
  sample: boolean;
}

/** The fields of the national implementation list (实施清单) that only the guide shows. */
export interface ItemDoc extends ItemFields {
  handlingCode: string;
  version: string;
  implementingBody: string;
  delegatedDepartment: string | null;
  payableOnline: boolean;
  /** What has to be paid for it, all of it together, in 分; empty where it is free or the amount depends on the matter. */
  charges: Charge[];
  legal: Limit;
  visitsWhy: string | null;
  enquiryPhone: string;
  supervisionPhone: string;
  guide: Pick<
    Guide,
    | 'audience'
    | 'jointDepartments'
    | 'specialSteps'
    | 'conditions'
    | 'materials'
    | 'steps'
    | 'result'
    | 'fees'
    | 'basis'
    | 'remedies'
    | 'faq'
  >;
}

/** Names of the fields that the guide adds: what a list never reads. */
export const guideOnly = [
  'handlingCode',
  'version',
  'implementingBody',
  'delegatedDepartment',
  'payableOnline',
  'legal',
  'visitsWhy',
  'enquiryPhone',
  'supervisionPhone',
  'guide',
] as const satisfies readonly Exclude<keyof ItemDoc, keyof ItemFields>[];

/** The model of this feature on a connection; the same one when asked again. */
export function itemModel(mongo: Connection): Model<ItemDoc> {
  return (mongo.models.Item as Model<ItemDoc> | undefined) ?? mongo.model<ItemDoc>('Item', schema);
}

const text = { type: String, required: true };
const truth = { type: Boolean, required: true };
const number = { type: Number, required: true };
const limit = new Schema<Limit>({ value: number, unit: text }, { _id: false });

const schema = new Schema<ItemDoc>(
  {
    _id: text,
    basicCode: text,
    handlingCode: text,
    version: text,
    status: text,
    name: text,
    keywords: [String],
    popularity: number,
    type: text,
    department: text,
    county: text,
    venueId: text,
    atTownships: truth,
    implementingBody: text,
    delegatedDepartment: { type: String, default: null },
    payableOnline: truth,
    caseKind: text,
    channels: [String],
    legal: { type: limit, required: true },
    promised: { type: limit, required: true },
    visits: number,
    visitsWhy: { type: String, default: null },
    bookable: truth,
    feeWords: text,
    lists: [String],
    enquiryPhone: text,
    supervisionPhone: text,
    sample: truth,
    // Written and read whole; the contract holds its shape.
    guide: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'items', versionKey: false, strict: 'throw' },
);
// Two rows must not claim the same handling code; look-ups go by `_id`, lists come from memory.
schema.index({ handlingCode: 1 }, { unique: true });
