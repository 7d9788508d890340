import { Int32, Long } from 'bson';
import type { Collection } from '../catalog';
import type { Stored } from '../collection-writes';
import { Cursor } from '../cursors';
import { type Doc, encode, isDoc, isTruthy, toNumber, type Value } from '../documents';
import { MongoError } from '../errors';
import { simplifyVariables } from '../expressions';
import { encodeKey, type Key } from '../keys';
import { compileFilter } from '../matcher';
import { splitPath, valuesAt } from '../paths';
import { aggregate, parseSort } from '../pipeline';
import { compileProjection } from '../projection';
import { type Search, search } from '../scanner';
import { cursorBody } from '../wire';
import {
  type Command,
  type CommandContext,
  collectionOf,
  count,
  namespace,
  optionalDoc,
  text,
} from './context';

const FIRST_BATCH = 101;

/** The search that find, count and explain run. */
export function searchOf(command: Doc, deadline?: number): Search {
  const filter = optionalDoc(command, command.query === undefined ? 'filter' : 'query');
  return {
    filter,
    sort: parseSort(command.sort ?? {}),
    skip: count(command.skip, 'skip', 0),
    limit: Math.abs(toNumber(command.limit) ?? 0),
    matches: compileFilter(filter, simplifyVariables(command.let)),
    hint: hintOf(command.hint),
    deadline,
  };
}

/** An index named by hint. */
export function hintOf(hint: Value): string | Doc | undefined {
  if (typeof hint === 'string') return hint;
  return isDoc(hint) && Object.keys(hint).length > 0 ? hint : undefined;
}

export const find: Command = {
  fields: [
    ...[
      'filter',
      'sort',
      'projection',
      'hint',
      'skip',
      'limit',
      'batchSize',
      'singleBatch',
      'noCursorTimeout',
    ],
    ...[
      'allowDiskUse',
      'returnKey',
      'showRecordId',
      'tailable',
      'awaitData',
      'allowPartialResults',
      'collation',
    ],
  ],
  async run(context) {
    const { command, engine } = context;
    refuseOptions(command, ['returnKey', 'showRecordId', 'tailable', 'awaitData', 'collation']);
    const question = searchOf(command, context.deadline);
    const projection = optionalDoc(command, 'projection');
    const project = Object.keys(projection).length > 0 ? compileProjection(projection) : undefined;
    const collection = collectionOf(context);
    const found = collection ? search(engine.storage, collection, question).run() : none();
    const bytes = mapBytes(found, (stored) => (project ? encode(project(stored.doc)) : stored.bytes));
    return firstBatch(context, namespace(context), bytes, command.batchSize, command.singleBatch);
  },
};

/** Refuses options that are asked for; turned off they do no harm. */
function refuseOptions(command: Doc, names: readonly string[]): void {
  for (const name of names) {
    const value = command[name];
    const asked = isDoc(value) ? Object.keys(value).length > 0 : value !== undefined && isTruthy(value);
    if (asked) throw new MongoError('NotImplemented', `${name} is not supported by the embedded server`);
  }
}

async function* none(): AsyncGenerator<never> {}

async function* mapBytes<T>(
  found: AsyncIterable<T>,
  bytes: (item: T) => Uint8Array,
): AsyncGenerator<Uint8Array> {
  for await (const item of found) yield bytes(item);
}

async function firstBatch(
  { engine }: CommandContext,
  ns: string,
  source: AsyncGenerator<Uint8Array>,
  batchSize: Value,
  singleBatch: Value,
): Promise<Uint8Array> {
  const cursor = new Cursor(ns, source);
  const { documents, done } = await cursor.batch(count(batchSize, 'batchSize', FIRST_BATCH));
  const close = done || singleBatch === true;
  if (close) await cursor.close();
  return cursorBody({
    name: 'firstBatch',
    documents,
    cursorId: close ? 0n : engine.cursors.keep(cursor),
    ns,
  });
}

export const getMore: Command = {
  fields: ['collection', 'batchSize'],
  async run({ engine, command, db }) {
    const id = cursorId(command.getMore);
    const cursor = engine.cursors.get(id);
    const ns = `${db}.${text(command, 'collection')}`;
    if (cursor.ns !== ns)
      throw new MongoError(
        'BadValue',
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    const size = count(command.batchSize, 'batchSize', 0);
    const { documents, done } = await cursor.batch(size === 0 ? Number.POSITIVE_INFINITY : size);
    if (done) await engine.cursors.kill(id);
    return cursorBody({ name: 'nextBatch', documents, cursorId: done ? 0n : id, ns });
  },
};

function cursorId(value: Value): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(toNumber(value) ?? 0);
}

export const killCursors: Command = {
  fields: ['cursors'],
  async run({ engine, command }) {
    const ids = Array.isArray(command.cursors) ? command.cursors : [];
    const killed: Value[] = [];
    const missing: Value[] = [];
    for (const id of ids) ((await engine.cursors.kill(cursorId(id))) ? killed : missing).push(id);
    return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};

export const countCommand: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'fields', 'collation'],
  async run(context) {
    const { command, engine } = context;
    refuseOptions(command, ['collation']);
    const question = searchOf({ ...command, query: command.query ?? {} }, context.deadline);
    const collection = collectionOf(context);
    let n = 0;
    if (collection) n = await countDocuments(engine.storage, collection, question);
    return { n: new Int32(n), ok: 1 };
  },
};

async function countDocuments(
  storage: CommandContext['engine']['storage'],
  collection: Collection,
  question: Search,
): Promise<number> {
  let n = 0;
  for await (const _ of search(storage, collection, question).run()) n += 1;
  return n;
}

export const distinct: Command = {
  fields: ['key', 'query', 'hint', 'collation'],
  async run(context) {
    const { command, engine } = context;
    refuseOptions(command, ['collation']);
    const path = splitPath(text(command, 'key'));
    const question = searchOf({ ...command, query: command.query ?? {} }, context.deadline);
    const collection = collectionOf(context);
    const values = new Map<Key, Value>();
    const found: AsyncIterable<Stored> = collection
      ? search(engine.storage, collection, question).run()
      : none();
    for await (const { doc } of found) {
      for (const value of valuesAt(doc, path).flatMap((v) => (Array.isArray(v) ? v : [v]))) {
        if (value !== undefined) values.set(encodeKey(value), value);
      }
    }
    const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return { values: sorted, ok: 1 };
  },
};

export const aggregateCommand: Command = {
  fields: ['pipeline', 'cursor', 'allowDiskUse', 'hint', 'bypassDocumentValidation', 'collation', 'explain'],
  async run(context) {
    const { command, engine, db, deadline } = context;
    refuseOptions(command, ['collation', 'explain', 'hint']);
    if (!Array.isArray(command.pipeline))
      throw new MongoError('TypeMismatch', "'pipeline' option must be specified as an array");
    const target = command.aggregate;
    if (typeof target !== 'string')
      throw new MongoError(
        'NotImplemented',
        'aggregate without a collection is not supported by the embedded server',
      );
    const variables = simplifyVariables(command.let);
    const docs = aggregate(
      { storage: engine.storage, catalog: engine.catalog, db, variables, deadline },
      target,
      command.pipeline,
    );
    const { batchSize } = optionalDoc(command, 'cursor');
    return firstBatch(context, `${db}.${target}`, mapBytes(docs, encode), batchSize, false);
  },
};
