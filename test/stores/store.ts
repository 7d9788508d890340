import mongoose, { type Connection, type mongo } from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import { startEmbedded, startMongo, type TestMongo } from '../support/mongo';

/** A connection for the tests of one file, to the embedded endpoint or to the server that MONGODB_URI names. */
export interface Store {
  readonly connection: Connection;
  readonly db: mongo.Db;
  readonly embedded: boolean;
  /** An empty collection of a new name, with these documents. */
  collection(documents?: mongo.Document[]): Promise<mongo.Collection>;
}

/**
 * Opens a store before the tests of this file and closes it after them: the server that MONGODB_URI names or an
 * embedded one, or, where only that can be meant, always an embedded one.
 */
export function storeForTests(which: 'configured' | 'embedded' = 'configured'): Store {
  let server: TestMongo | undefined;
  let connection: Connection | undefined;
  let collections = 0;
  beforeAll(async () => {
    server = await (which === 'embedded' ? startEmbedded() : startMongo());
    connection = await mongoose.createConnection(server.uri, { serverSelectionTimeoutMS: 5000 }).asPromise();
  }, 30_000);
  afterAll(async () => {
    await connection?.close();
    await server?.stop();
  }, 30_000);
  const open = (): Connection => {
    if (!connection) throw new Error('the store is open only while tests run');
    return connection;
  };
  return {
    get connection() {
      return open();
    },
    get db() {
      return open().getClient().db(open().name);
    },
    get embedded() {
      return server?.embedded ?? false;
    },
    async collection(documents = []) {
      collections += 1;
      const collection = this.db.collection(`c${collections}`);
      if (documents.length > 0) await collection.insertMany(documents);
      return collection;
    },
  };
}

/** The _ids of what a filter finds, in order of _id. */
export async function idsOf(collection: mongo.Collection, filter: mongo.Document): Promise<unknown[]> {
  const found = await collection.find(filter, { projection: { _id: 1 }, sort: { _id: 1 } }).toArray();
  return found.map((doc) => doc._id);
}

/** The error of a promise that has to be rejected. */
export async function errorOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error('expected to be refused');
}
