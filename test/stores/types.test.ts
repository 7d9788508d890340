import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { storeForTests } from './store';

const {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} = mongo;
const store = storeForTests();

const EXACT = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const;

describe('types round-trip', () => {
  const values: [string, unknown][] = [
    ['string', '居民身份证 𠮷 \u0000 end'],
    ['empty string', ''],
    ['int', new Int32(7)],
    ['negative int', new Int32(-2147483648)],
    ['double that is whole', new Double(7)],
    ['double', new Double(-0.1)],
    ['negative zero', new Double(-0)],
    ['NaN', new Double(Number.NaN)],
    ['infinity', new Double(Number.POSITIVE_INFINITY)],
    ['long', Long.fromString('9223372036854775807')],
    ['small long', Long.fromNumber(5)],
    ['decimal', Decimal128.fromString('12345678901234567890.123456789012')],
    ['decimal with trailing zeros', Decimal128.fromString('1.500')],
    ['decimal NaN', Decimal128.fromString('NaN')],
    ['true', true],
    ['false', false],
    ['null', null],
    ['date', new Date('2026-11-24T08:30:00.123+08:00')],
    ['date before 1970', new Date(-86_400_001)],
    ['object id', new ObjectId('65f0c0ffee0123456789abcd')],
    ['binary', new Binary(Buffer.from([0, 1, 254, 255]), 0)],
    ['uuid', new UUID('0123456789abcdef0123456789abcdef')],
    ['regular expression', new BSONRegExp('^昭通', 'im')],
    ['timestamp', Timestamp.fromBits(3, 1_700_000_000)],
    ['code', new Code('function () {}')],
    ['min key', new MinKey()],
    ['max key', new MaxKey()],
    ['empty array', []],
    ['array of arrays', [[new Int32(1), []], [null]]],
    ['empty document', {}],
    ['nested document', { a: { b: [{ c: new Int32(1) }] }, 'with space': 'x' }],
  ];

  it.each(values)('%s is read as it was written', async (_, value) => {
    const collection = await store.collection([{ value }]);
    const bytes = (doc: unknown) => Buffer.from(mongo.BSON.serialize(doc as mongo.Document)).toString('hex');
    const found = await collection.findOne({}, EXACT);
    expect(bytes({ value: found?.value })).toBe(bytes({ value }));
  });

  it.each(values)('%s stays as it was when another field is updated', async (_, value) => {
    const collection = await store.collection([{ value, other: 1 }]);
    await collection.updateOne({}, { $set: { other: 2 }, $inc: { counter: 1 } });
    const bytes = (doc: unknown) => Buffer.from(mongo.BSON.serialize(doc as mongo.Document)).toString('hex');
    const found = await collection.findOne({}, EXACT);
    expect(bytes({ value: found?.value })).toBe(bytes({ value }));
  });

  it('keeps the order of fields, with _id first', async () => {
    const collection = await store.collection();
    await collection.insertOne({ z: 1, a: 2, _id: 'x' as never, m: { y: 1, b: 2 } });
    const found = await collection.findOne({});
    expect(JSON.stringify(found)).toBe('{"_id":"x","z":1,"a":2,"m":{"y":1,"b":2}}');
  });

  it('gives an _id to a document without one', async () => {
    const collection = await store.collection();
    await store.db.command({ insert: collection.collectionName, documents: [{ a: 1 }] });
    expect((await collection.findOne({}))?._id).toBeInstanceOf(ObjectId);
  });

  it('refuses a document above 16 MB and keeps one just below', async () => {
    const collection = await store.collection();
    const command = (size: number) =>
      store.db.command({
        insert: collection.collectionName,
        documents: [{ _id: size, text: 'x'.repeat(size) }],
      });
    const refusals = await command(16 * 1024 * 1024).then(
      ({ writeErrors }) => (writeErrors as unknown[]).length,
      () => 1,
    );
    expect(refusals).toBe(1);
    await expect(command(16 * 1024 * 1024 - 100)).resolves.toMatchObject({ n: 1 });
    expect(await collection.countDocuments()).toBe(1);
  });
});
