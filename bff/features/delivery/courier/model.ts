import { createHash } from 'node:crypto';
import { type Connection, type Model, Schema } from 'mongoose';
import type { TrackPoint } from '../../../gateways/couriers';

/** Who told of a parcel: a push of WeChat or 快递100, or WeChat when it was asked. */
export type TrackSource = 'wechat' | 'kuaidi100' | 'asked';

/**
 * One line of a carrier, as it was told first. Kept before anything is done by it, also of a waybill that nobody knows
 * (yet). `_id` is made of waybill, code, time and words, so that it is there once however often it is told.
 */
export interface TrackPointDoc {
  _id: string;
  waybill: string;
  source: TrackSource;
  at: Date;
  kind: TrackPoint['kind'];
  /** As it came. */
  code: string;
  /** As it came, but for the name of who signed. */
  words: string;
  receivedAt: Date;
  /** Present until its parcel knows it, or it is found to be of none. */
  dueAt?: Date;
}

export type TrackPointModel = Model<TrackPointDoc>;

const text = { type: String, required: true };
const date = { type: Date, required: true };

/** Registers the model on a connection. */
export function trackPointModel(mongo: Connection): TrackPointModel {
  const schema = new Schema<TrackPointDoc>(
    {
      _id: String,
      waybill: text,
      source: text,
      at: date,
      kind: text,
      code: { type: String, default: '' },
      words: { type: String, default: '' },
      receivedAt: date,
      dueAt: Date,
    },
    { collection: 'courier_track_points', versionKey: false, strict: 'throw', minimize: false },
  );
  schema.index({ waybill: 1, at: 1 }, { name: 'of_a_waybill' });
  schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } }, name: 'due' });
  schema.index({ receivedAt: 1 }, { name: 'to_forget' });
  return mongo.model<TrackPointDoc>('CourierTrackPoint', schema);
}

/** What tells one line of a parcel from another. */
export function pointKey(
  waybill: string,
  { at, code, words }: Pick<TrackPoint, 'at' | 'code' | 'words'>,
): string {
  const what = createHash('sha256').update(`${code}\n${words}`).digest('base64url').slice(0, 22);
  return `${waybill} ${at.getTime()} ${what}`;
}
