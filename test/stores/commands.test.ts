import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { errorOf, storeForTests } from './store';

const store = storeForTests();

describe('databases and collections', () => {
  it('creates, lists and drops collections', async () => {
    await store.db.createCollection('venues');
    await (await store.collection()).insertOne({ a: 1 });
    const names = (await store.db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    expect(names).toContain('venues');
    expect(await store.db.listCollections({ name: 'venues' }).toArray()).toMatchObject([
      { name: 'venues', type: 'collection' },
    ]);
    expect(await store.db.collection('venues').drop()).toBe(true);
    expect(await store.db.listCollections({ name: 'venues' }).toArray()).toEqual([]);
  });

  it('a dropped collection comes back empty and without its indexes', async () => {
    const collection = await store.collection([{ k: 1 }]);
    await collection.createIndex({ k: 1 }, { unique: true });
    await collection.drop();
    expect(await collection.find().toArray()).toEqual([]);
    await collection.insertMany([{ k: 1 }, { k: 1 }]);
    expect(await collection.countDocuments()).toBe(2);
  });

  it('a missing collection is empty to reads', async () => {
    const nothing = store.db.collection('nothing');
    expect(await nothing.find({ a: 1 }).toArray()).toEqual([]);
    expect(await nothing.countDocuments()).toBe(0);
    expect(await nothing.distinct('a')).toEqual([]);
    expect(await nothing.updateOne({ a: 1 }, { $set: { b: 1 } })).toMatchObject({ matchedCount: 0 });
    expect(await nothing.deleteMany({})).toMatchObject({ deletedCount: 0 });
    expect(await nothing.aggregate([{ $match: {} }]).toArray()).toEqual([]);
  });

  it('a dropped database is gone', async () => {
    const other = store.connection.getClient().db(`${store.db.databaseName}_b`);
    await other.collection('x').insertOne({ a: 1 });
    const names = async () =>
      (await other.admin().listDatabases({ nameOnly: true })).databases.map(({ name }) => name);
    expect(await names()).toContain(other.databaseName);
    await other.dropDatabase();
    expect(await other.collection('x').countDocuments()).toBe(0);
    expect(await names()).not.toContain(other.databaseName);
  });

  it('answers what tools and drivers ask', async () => {
    await (await store.collection()).insertOne({ a: 1 });
    expect(await store.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
    expect((await store.db.command({ buildInfo: 1 })).version).toMatch(/^\d+\.\d+/);
    expect(await store.db.command({ hello: 1 })).toMatchObject({
      isWritablePrimary: true,
      maxBsonObjectSize: 16_777_216,
    });
    expect(await store.db.stats()).toMatchObject({ ok: 1 });
    expect((await store.db.stats()).objects).toBeGreaterThanOrEqual(1);
  });

  it('refuses an unknown command (59) and an unusable name (73)', async () => {
    expect(await errorOf(store.db.command({ makeCoffee: 1 }))).toMatchObject({
      code: 59,
      codeName: 'CommandNotFound',
    });
    expect(await errorOf(store.db.command({ insert: 'a$b', documents: [{ a: 1 }] }))).toMatchObject({
      code: 73,
    });
  });

  it('takes write concerns, and sessions', async () => {
    const collection = await store.collection();
    await collection.insertOne({ a: 1 }, { writeConcern: { w: 'majority', j: true } });
    const session = store.connection.getClient().startSession();
    await collection.updateOne({ a: 1 }, { $set: { b: 1 } }, { session });
    expect(await collection.findOne({ a: 1 }, { session, readConcern: { level: 'majority' } })).toMatchObject(
      { b: 1 },
    );
    await session.endSession();
  });
});

describe('mongoose', () => {
  const venueSchema = new mongoose.Schema({
    name: String,
    level: { type: String, enum: ['city', 'county'] },
  });
  const appointmentSchema = new mongoose.Schema(
    {
      venue: { type: mongoose.Schema.Types.ObjectId, ref: 'Venue', required: true },
      queueDay: { type: String, required: true },
      seat: Number,
      status: { type: String, default: 'held' },
      timeline: [{ _id: false, what: String, at: Date }],
      fee: mongoose.Schema.Types.Decimal128,
      extra: { type: Map, of: String },
    },
    { timestamps: true, optimisticConcurrency: true },
  );
  appointmentSchema.index({ queueDay: 1, seat: 1 }, { unique: true });
  appointmentSchema.index({ createdAt: -1 });

  it('creates, validates, saves, populates and guards against stale saves', async () => {
    const Venue = store.connection.model('Venue', venueSchema);
    const Appointment = store.connection.model('Appointment', appointmentSchema);
    await Promise.all([Venue.init(), Appointment.init()]);
    const venue = await Venue.create({ name: '昭阳', level: 'county' });
    const made = await Appointment.create({
      venue: venue._id,
      queueDay: 'q:1',
      seat: 1,
      fee: '0.10',
      extra: { note: 'x' },
    });
    await expect(Appointment.create({ venue: venue._id, queueDay: 'q:1', seat: 1 })).rejects.toMatchObject({
      code: 11000,
    });

    const populated = await Appointment.findById(made._id).populate<{ venue: { name: string } }>('venue');
    expect(populated?.venue.name).toBe('昭阳');
    expect(String(populated?.fee)).toBe('0.10');
    expect(populated?.extra?.get('note')).toBe('x');

    const [one, two] = await Promise.all([Appointment.findById(made._id), Appointment.findById(made._id)]);
    one?.timeline.push({ what: 'booked', at: new Date(0) });
    await one?.save();
    two?.set('status', 'cancelled');
    await expect(two?.save()).rejects.toThrow(mongoose.Error.VersionError);

    const booked = await Appointment.findOneAndUpdate(
      { _id: made._id, status: 'held' },
      { $set: { status: 'booked' }, $push: { timeline: { what: 'confirmed', at: new Date(1) } } },
      { returnDocument: 'after' },
    );
    expect(booked?.timeline.map(({ what }) => what)).toEqual(['booked', 'confirmed']);
    expect(
      await Appointment.findOneAndUpdate({ _id: made._id, status: 'held' }, { $set: { status: 'x' } }),
    ).toBeNull();
    expect(await Appointment.exists({ queueDay: 'q:1', status: /^boo/ })).toMatchObject({ _id: made._id });
    expect((await Appointment.find().sort('-createdAt').lean()).length).toBe(1);
    const problems = await Appointment.diffIndexes();
    expect(problems).toMatchObject({ toDrop: [], toCreate: [] });
    await Appointment.deleteOne({ _id: made._id });
    expect(await Appointment.estimatedDocumentCount()).toBe(0);
  });
});
