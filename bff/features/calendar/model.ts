import { type Connection, type Model, Schema } from 'mongoose';
import type { YearNotice } from '../../../shared/domain/calendar';

/** A yearly notice of the State Council as it was imported. */
export interface NoticeDoc {
  /** The year. */
  _id: number;
  /** Days off, `MM-DD` → name of the holiday. */
  off: Record<string, string>;
  /** Weekend days that are worked, `MM-DD`. */
  work: string[];
  /** Where it was announced, e.g. `国办发明电〔2025〕7号`. */
  source: string;
  importedAt: Date;
}

export type NoticeModel = Model<NoticeDoc>;

/** The name of its data-version: raised by every import, so that all processes read anew. */
export const CALENDAR_VERSION = 'calendar';

/** The model on a connection; the same one when asked again. */
export function noticeModel(mongo: Connection): NoticeModel {
  return (
    (mongo.models.HolidayNotice as NoticeModel | undefined) ?? mongo.model<NoticeDoc>('HolidayNotice', schema)
  );
}

// One document a year: read whole, looked up by `_id`.
const schema = new Schema<NoticeDoc>(
  {
    _id: { type: Number, required: true },
    off: { type: Schema.Types.Mixed, required: true },
    work: { type: [String], required: true },
    source: { type: String, required: true },
    importedAt: { type: Date, required: true },
  },
  { collection: 'holiday_notices', versionKey: false, strict: 'throw', minimize: false },
);

export function noticeOf({ _id: year, off, work }: Pick<NoticeDoc, '_id' | 'off' | 'work'>): YearNotice {
  return { year, off, work };
}
