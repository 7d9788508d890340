import { Int32, Long } from 'bson';
import type { Catalog, Collection } from '../catalog';
import { type Doc, encode, isDoc } from '../documents';
import { MongoError, notImplemented } from '../errors';
import { compileFilter } from '../matcher';
import { type Change, spaceRange } from '../storage';
import { cursorBody } from '../wire';
import { type Command, type CommandContext, collectionOf, namespace, optionalDoc } from './context';

export const create: Command = {
  fields: ['autoIndexId'],
  async run(context) {
    const { catalog, storage } = context.engine;
    const ns = namespace(context);
    if (catalog.get(ns)) throw new MongoError('NamespaceExists', `Collection ${ns} already exists.`);
    const changes: Change[] = [];
    catalog.ensure(ns, changes);
    await storage.write(changes);
    return { ok: 1 };
  },
};

export const drop: Command = {
  fields: [],
  async run(context) {
    const collection = collectionOf(context);
    if (!collection) throw new MongoError('NamespaceNotFound', `ns not found ${namespace(context)}`);
    const nIndexesWas = collection.indexes.length + 1;
    await dropCollection(context.engine.catalog, collection);
    return { nIndexesWas, ns: collection.ns, ok: 1 };
  },
};

export const dropDatabase: Command = {
  fields: [],
  async run({ engine, db }) {
    for (const collection of engine.catalog.list(db)) await dropCollection(engine.catalog, collection);
    return { dropped: db, ok: 1 };
  },
};

function dropCollection(catalog: Catalog, collection: Collection): Promise<void> {
  return collection.lock.run(async () => {
    if (!collection.dropped) await catalog.drop(collection);
  });
}

export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  async run({ engine, command, db }) {
    const matches = compileFilter(optionalDoc(command, 'filter'));
    const documents = engine.catalog
      .list(db)
      .map((collection) => describe(collection, command.nameOnly === true))
      .filter(matches)
      .map(encode);
    return cursorBody({ name: 'firstBatch', documents, cursorId: 0n, ns: `${db}.$cmd.listCollections` });
  },
};

function describe({ name }: Collection, nameOnly: boolean): Doc {
  if (nameOnly) return { name, type: 'collection' };
  return {
    name,
    type: 'collection',
    options: {},
    info: { readOnly: false },
    idIndex: { v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' },
  };
}

export const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  async run({ engine, command }) {
    const matches = compileFilter(optionalDoc(command, 'filter'));
    const names = [...new Set(engine.catalog.list().map(({ db }) => db))];
    const all: Doc[] = [];
    for (const name of names) {
      const size = await sizeOf(engine, engine.catalog.list(name));
      all.push({ name, sizeOnDisk: Long.fromNumber(size), empty: false });
    }
    const found = all.filter(matches);
    if (command.nameOnly === true) return { databases: found.map(({ name }) => ({ name })), ok: 1 };
    return { databases: found, ok: 1 };
  },
};

async function sizeOf(
  { storage }: CommandContext['engine'],
  collections: readonly Collection[],
): Promise<number> {
  let size = 0;
  for (const { space } of collections) size += await storage.size(spaceRange(space));
  return size;
}

async function statistics({ engine }: CommandContext, collections: readonly Collection[]) {
  let objects = 0;
  let dataSize = 0;
  for (const { space } of collections) {
    for await (const [, value] of engine.storage.scan(spaceRange(space))) {
      objects += 1;
      dataSize += value.byteLength;
    }
  }
  const indexes = collections.reduce((sum, collection) => sum + collection.indexes.length + 1, 0);
  return { objects, dataSize, indexes, storageSize: await sizeOf(engine, collections) };
}

export const collStats: Command = {
  fields: ['scale'],
  async run(context) {
    if (context.command.scale !== undefined) throw notImplemented('scale');
    const collection = collectionOf(context);
    const { objects, dataSize, indexes, storageSize } = await statistics(
      context,
      collection ? [collection] : [],
    );
    return {
      ns: namespace(context),
      count: objects,
      size: dataSize,
      storageSize,
      nindexes: collection ? indexes : 0,
      ok: 1,
    };
  },
};

export const dbStats: Command = {
  fields: ['scale', 'freeStorage'],
  async run(context) {
    const collections = context.engine.catalog.list(context.db);
    const { objects, dataSize, indexes, storageSize } = await statistics(context, collections);
    return {
      db: context.db,
      collections: collections.length,
      objects,
      dataSize,
      storageSize,
      indexes,
      ok: 1,
    };
  },
};

/** The documents of an explain's command have to be one. */
export function explained(command: Doc): Doc {
  const { explain } = command;
  if (!isDoc(explain))
    throw new MongoError('TypeMismatch', "BSON field 'explain' is the wrong type, expected type 'object'");
  return explain;
}
