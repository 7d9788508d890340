import { type Connection, type Model, Schema } from 'mongoose';

interface VersionDoc {
  _id: string;
  version: number;
}

/**
 * Tells processes that keep data in memory when it changed: a number that every change raises, read by a job of
 * each process. One document a kind of data.
 */
export class DataVersion {
  readonly model: Model<VersionDoc>;

  constructor(
    mongo: Connection,
    private readonly name: string,
  ) {
    this.model =
      (mongo.models.DataVersion as Model<VersionDoc> | undefined) ??
      mongo.model<VersionDoc>('DataVersion', schema);
  }

  /** 0 when nothing was ever written. */
  async read(): Promise<number> {
    const found = await this.model.findById(this.name).lean();
    return found?.version ?? 0;
  }

  /** For data that comes as a whole with a number of its own. */
  async set(version: number): Promise<void> {
    await this.model.updateOne({ _id: this.name }, { $set: { version } }, { upsert: true });
  }

  /** To be called after the change is written. */
  async raise(): Promise<void> {
    await this.model.updateOne({ _id: this.name }, { $inc: { version: 1 } }, { upsert: true });
  }
}

const schema = new Schema<VersionDoc>(
  { _id: { type: String, required: true }, version: { type: Number, required: true } },
  { collection: 'data_versions', versionKey: false, strict: 'throw' },
);
