import { Int32 } from 'bson';
import type { Collection, Index } from '../catalog';
import { duplicateKey, indexEntries, stored } from '../collection-writes';
import { type Doc, decode, encode, isDoc, toNumber, type Value } from '../documents';
import { MongoError, notImplemented } from '../errors';
import { compileFilter } from '../matcher';
import { arrayIndex, splitPath } from '../paths';
import { type Change, spaceRange } from '../storage';
import { cursorBody } from '../wire';
import { type Command, type CommandContext, collectionOf, docs, namespace } from './context';
import { type WriteScope, writing } from './write-scope';

const ID_INDEX: Doc = { v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' };
const OPTIONS = new Set([
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'ns',
]);
const MAX_EXPIRY_SECONDS = 0x7fffffff;

export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
  async run(context) {
    const specs = docs(context.command, 'indexes').map(checkedSpec);
    const existed = collectionOf(context) !== undefined;
    return writing(context, async (scope) => {
      const before = scope.collection.indexes.length + 1;
      for (const spec of specs) if (!exists(scope.collection, spec)) await build(scope, spec);
      const after = scope.collection.indexes.length + 1;
      return {
        numIndexesBefore: before,
        numIndexesAfter: after,
        createdCollectionAutomatically: !existed,
        ...(before === after ? { note: 'all indexes already exist' } : {}),
        ok: 1,
      };
    });
  },
};

/** A definition as it is stored, or the real server's refusal. */
function checkedSpec(spec: Doc): Doc {
  const { key, name } = spec;
  if (!isDoc(key) || Object.keys(key).length === 0)
    throw new MongoError('CannotCreateIndex', 'Index keys cannot be an empty object');
  if (typeof name !== 'string' || name === '')
    throw new MongoError(
      'CannotCreateIndex',
      "The 'name' field is a required property of an index specification",
    );
  for (const [path, direction] of Object.entries(key)) checkField(path, direction);
  for (const option of Object.keys(spec)) {
    if (!OPTIONS.has(option)) throw notImplemented(`The index option '${option}'`);
  }
  const checked: Doc = { v: new Int32(2), key, name };
  for (const option of ['unique', 'sparse', 'background'] as const)
    if (spec[option] === true) checked[option] = true;
  if (spec.partialFilterExpression !== undefined) {
    if (!isDoc(spec.partialFilterExpression))
      throw new MongoError('CannotCreateIndex', 'partialFilterExpression must be an object');
    if (checked.sparse)
      throw new MongoError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
    checkPartial(spec.partialFilterExpression);
    checked.partialFilterExpression = spec.partialFilterExpression;
  }
  if (spec.expireAfterSeconds !== undefined) {
    const seconds = toNumber(spec.expireAfterSeconds);
    if (Object.keys(key).length !== 1)
      throw new MongoError(
        'CannotCreateIndex',
        'TTL indexes are single-field indexes, compound indexes do not support TTL.',
      );
    if (seconds === undefined || seconds < 0 || seconds > MAX_EXPIRY_SECONDS) {
      throw new MongoError(
        'CannotCreateIndex',
        'TTL index expireAfterSeconds must be between 0 and 2147483647',
      );
    }
    checked.expireAfterSeconds = spec.expireAfterSeconds;
  }
  if (isIdIndex(checked) && Object.keys(checked).some((option) => !['v', 'key', 'name'].includes(option))) {
    throw new MongoError(
      'InvalidIndexSpecificationOption',
      'The field is not valid for an _id index specification',
    );
  }
  return checked;
}

function checkField(path: string, direction: Value): void {
  if (typeof direction === 'string') throw notImplemented(`An index of type '${direction}'`);
  const number = toNumber(direction);
  if (number === undefined || number === 0 || Number.isNaN(number)) {
    throw new MongoError(
      'CannotCreateIndex',
      `Values in v:2 index key pattern cannot be of this kind. Only numbers > 0, numbers < 0, and strings are allowed.`,
    );
  }
  const names = splitPath(path);
  if (names.some((name) => name === ''))
    throw new MongoError('CannotCreateIndex', 'Index keys cannot contain an empty field.');
  if (names.some((name) => name.startsWith('$') || arrayIndex(name) !== undefined))
    throw notImplemented(`An index on '${path}'`);
}

/** The operators that the real server takes in partialFilterExpression and that the planner understands. */
function checkPartial(filter: Doc): void {
  compileFilter(filter);
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const clause of condition) if (isDoc(clause)) checkPartial(clause);
    } else if (name.startsWith('$')) {
      throw notImplemented(`${name} in a partialFilterExpression`);
    } else if (isDoc(condition)) {
      for (const [operator, operand] of Object.entries(condition)) {
        const allowed =
          /^\$(eq|gte?|lte?|type|in)$/.test(operator) || (operator === '$exists' && operand !== false);
        if (operator.startsWith('$') && !allowed) {
          throw new MongoError('CannotCreateIndex', `Expression not supported in partial index: ${operator}`);
        }
      }
    }
  }
}

function isIdIndex(spec: Doc): boolean {
  const key = spec.key as Doc;
  return Object.keys(key).length === 1 && (toNumber(key._id) ?? 0) > 0;
}

/** Whether the index is there already; throws when another one is in its way. */
function exists(collection: Collection, spec: Doc): boolean {
  if (isIdIndex(spec)) return true;
  const alike = collection.indexes.find((index) => signature(index.spec) === signature(spec));
  if (alike) {
    if (alike.name !== spec.name) {
      throw new MongoError(
        'IndexOptionsConflict',
        `Index already exists with a different name: ${alike.name}`,
      );
    }
    if (toNumber(alike.spec.expireAfterSeconds) !== toNumber(spec.expireAfterSeconds)) {
      throw new MongoError(
        'IndexOptionsConflict',
        `An equivalent index already exists with the same name but different options: ${alike.name}`,
      );
    }
    return true;
  }
  if (collection.indexes.some(({ name }) => name === spec.name) || spec.name === '_id_') {
    throw new MongoError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Requested index: ${JSON.stringify(spec)}`,
    );
  }
  return false;
}

/** What makes two indexes the same one, whatever their names. */
function signature(spec: Doc): string {
  const key = Object.entries(spec.key as Doc).map(([path, direction]) => [
    path,
    Math.sign(toNumber(direction) ?? 0),
  ]);
  const filter = spec.partialFilterExpression as Doc | undefined;
  const bytes = filter ? Buffer.from(encode(filter)).toString('base64') : '';
  return JSON.stringify([key, spec.unique === true, spec.sparse === true, bytes]);
}

/** Builds an index over what is stored. Its entries and its definition are one write: there is no half index. */
async function build({ context, collection, stage }: WriteScope, spec: Doc): Promise<void> {
  const { catalog, storage } = context.engine;
  const index: Index = catalog.buildIndex(spec);
  const changes = new Map<string, Uint8Array>();
  for await (const [, bytes] of storage.scan(spaceRange(collection.space))) {
    const document = stored(decode(bytes), bytes);
    for (const [key, values] of indexEntries(index, document)) {
      if (index.unique && changes.has(key))
        throw duplicateKey(collection.ns, index.name, index.pattern, values);
      changes.set(key, Buffer.from(document.id, 'latin1'));
    }
  }
  collection.indexes.push(index);
  await stage([...changes, catalog.record(collection)] as Change[]);
}

export const listIndexes: Command = {
  fields: ['cursor'],
  async run(context) {
    const collection = collectionOf(context);
    if (!collection) throw new MongoError('NamespaceNotFound', `ns does not exist: ${namespace(context)}`);
    const documents = [ID_INDEX, ...collection.indexes.map(({ spec }) => spec)].map(encode);
    return cursorBody({
      name: 'firstBatch',
      documents,
      cursorId: 0n,
      ns: `${collection.db}.${collection.name}`,
    });
  },
};

export const dropIndexes: Command = {
  fields: ['index'],
  async run(context) {
    const collection = collectionOf(context);
    if (!collection) throw new MongoError('NamespaceNotFound', `ns not found ${namespace(context)}`);
    return collection.lock.run(async () => {
      const nIndexesWas = collection.indexes.length + 1;
      await context.engine.catalog.dropIndexes(collection, chosen(context, collection));
      return { nIndexesWas, ok: 1 };
    });
  },
};

function chosen({ command }: CommandContext, collection: Collection): Index[] {
  const wanted = command.index;
  if (wanted === '*') return collection.indexes;
  const names = Array.isArray(wanted) ? wanted : [wanted];
  return names.map((name) => {
    if (name === '_id_' || (isDoc(name) && isIdIndex({ key: name })))
      throw new MongoError('InvalidOptions', 'cannot drop _id index');
    const byKey = isDoc(name) ? JSON.stringify(name) : undefined;
    const found = collection.indexes.find(
      (index) => index.name === name || JSON.stringify(index.pattern) === byKey,
    );
    if (!found) throw new MongoError('IndexNotFound', `index not found with name [${String(name)}]`);
    return found;
  });
}
