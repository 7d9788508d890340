import { Int32, ObjectId } from 'bson';
import type { Collection } from '../catalog';
import { replaceChanges, type Stored, stored } from '../collection-writes';
import { type Doc, encode, isDoc, tag, toNumber, type Value } from '../documents';
import { MongoError } from '../errors';
import { simplifyVariables, type Variables } from '../expressions';
import { compileFilter } from '../matcher';
import { parseSort } from '../pipeline';
import { type Search, search } from '../scanner';
import type { Change } from '../storage';
import { compileUpdate, upsertBase, withId } from '../update';
import { flag } from '../update-operators';
import { type Command, type CommandContext, namespace, optionalDoc } from './context';
import { hintOf } from './read';

/** Statements after which a long command lets others run. */
const PAUSE_EVERY = 200;

/** What a long command may hold in memory before it waits for the disk. */
const MAX_STAGED_BYTES = 8 * 1024 * 1024;

/** A write under way: the lock of its collection is held, and what it stages is awaited before the answer. */
export interface WriteScope {
  context: CommandContext;
  collection: Collection;
  /** Stages changes, all or none of which will survive; a promise asks to wait before more is staged. */
  stage(changes: readonly Change[]): Promise<void> | undefined;
}

/**
 * Runs a write under the collection's lock; resolves when all that it staged is on disk. A missing collection is
 * created, or, when the write can not need one, left alone: `absent` is the answer then.
 */
export async function writing<T>(
  context: CommandContext,
  task: (scope: WriteScope) => Promise<T>,
  absent?: T,
): Promise<T> {
  const { catalog, storage } = context.engine;
  const pending = new Set<Promise<void>>();
  let staged = 0;
  const stage = (changes: readonly Change[]) => {
    const written = storage.write(changes);
    // Awaited below, once the task is done.
    written.catch(() => undefined);
    pending.add(written);
    for (const [, value] of changes) staged += value?.byteLength ?? 0;
    if (staged < MAX_STAGED_BYTES) return undefined;
    staged = 0;
    return written;
  };
  const attempt = async (): Promise<T> => {
    const created: Change[] = [];
    const ns = namespace(context);
    if (absent !== undefined && !catalog.get(ns)) return absent;
    const collection = catalog.ensure(ns, created);
    if (created.length > 0) void stage(created);
    const outcome = await collection.lock.run(async () =>
      collection.dropped ? undefined : { result: await task({ context, collection, stage }) },
    );
    return outcome ? outcome.result : attempt();
  };
  const result = await attempt();
  await Promise.all(pending);
  return result;
}

/** Runs statements in order; a failed one stops an ordered command, and is reported either way. */
async function statements<T>(
  items: readonly T[],
  ordered: boolean,
  run: (item: T, index: number) => Promise<void>,
): Promise<Doc[]> {
  const errors: Doc[] = [];
  for (const [index, item] of items.entries()) {
    try {
      await run(item, index);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      errors.push({
        index: new Int32(index),
        code: new Int32(error.code),
        errmsg: error.message,
        ...(error.details as Doc),
      });
      if (ordered) break;
    }
    if (index % PAUSE_EVERY === PAUSE_EVERY - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return errors;
}

function answer(fields: Doc, errors: readonly Doc[]): Doc {
  return errors.length > 0
    ? { ...fields, writeErrors: [...errors], ok: new Int32(1) }
    : { ...fields, ok: new Int32(1) };
}

function isOrdered(command: Doc): boolean {
  return command.ordered !== false;
}

export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run: (context) =>
    writing(context, async (scope) => {
      let n = 0;
      const errors = await statements(
        context.documents('documents'),
        isOrdered(context.command),
        async ({ doc, bytes }) => {
          await insertOne(scope, prepared(doc, bytes));
          n += 1;
        },
      );
      return answer({ n: new Int32(n) }, errors);
    }),
};

/** A document ready to be stored: with an _id, which comes first. */
function prepared(doc: Doc, bytes?: Uint8Array): Stored {
  if (Object.keys(doc)[0] === '_id' && bytes) return checked(stored(doc, bytes));
  const id = Object.hasOwn(doc, '_id') ? doc._id : new ObjectId();
  const complete = withId(doc, id);
  return checked(stored(complete, encode(complete)));
}

function checked(document: Stored): Stored {
  const id = document.doc._id;
  if (Array.isArray(id)) throw new MongoError('InvalidIdField', "The '_id' value cannot be of type array");
  if (id === undefined || tag(id) === 'BSONRegExp')
    throw new MongoError('InvalidIdField', "The '_id' value cannot be of type regex");
  if (document.bytes.byteLength > 16 * 1024 * 1024) encode(document.doc);
  return document;
}

async function insertOne({ context, collection, stage }: WriteScope, document: Stored): Promise<void> {
  const { storage, catalog } = context.engine;
  await stage(replaceChanges(storage, catalog, collection, undefined, document));
}

/** What one statement of update, or findAndModify, asks for. */
export interface UpdateStatement {
  filter: Doc;
  update: Value;
  sort: Value;
  multi: boolean;
  upsert: boolean;
  arrayFilters: Doc[];
  hint: Value;
  variables: Variables;
}

/** What became of it. */
export interface UpdateOutcome {
  matched: number;
  modified: number;
  upserted: Value;
  before: Doc | undefined;
  after: Doc | undefined;
}

/** Finds the documents of a statement, one after another while they are changed. */
function targets(
  { context, collection }: WriteScope,
  statement: Pick<UpdateStatement, 'filter' | 'sort' | 'hint' | 'variables'>,
  limit: number,
) {
  const question: Search = {
    filter: statement.filter,
    sort: parseSort(statement.sort ?? {}),
    skip: 0,
    limit,
    hint: hintOf(statement.hint),
    matches: compileFilter(statement.filter, statement.variables),
    deadline: context.deadline,
    once: limit !== 1,
  };
  return search(context.engine.storage, collection, question).run();
}

/** Updates, or inserts when nothing matches and `upsert` says so. */
export async function applyUpdate(scope: WriteScope, statement: UpdateStatement): Promise<UpdateOutcome> {
  const { engine } = scope.context;
  const { filter, arrayFilters, variables } = statement;
  const change = compileUpdate(statement.update, { filter, arrayFilters, variables, now: engine.now });
  const outcome: UpdateOutcome = {
    matched: 0,
    modified: 0,
    upserted: undefined,
    before: undefined,
    after: undefined,
  };
  for await (const found of targets(scope, statement, statement.multi ? 0 : 1)) {
    outcome.matched += 1;
    outcome.before = found.doc;
    const doc = change(found.doc, false);
    const next = stored(doc, encode(doc));
    if (next.id !== found.id) {
      throw new MongoError(
        'ImmutableField',
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    }
    outcome.after = doc;
    if (Buffer.compare(next.bytes, found.bytes) === 0) continue;
    outcome.modified += 1;
    await scope.stage(replaceChanges(engine.storage, engine.catalog, scope.collection, found, next));
  }
  if (outcome.matched === 0 && statement.upsert) {
    const base = upsertBase(filter);
    const doc = change(base, true);
    if (base._id !== undefined && stored(doc, new Uint8Array()).id !== stored(base, new Uint8Array()).id) {
      throw new MongoError(
        'ImmutableField',
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    }
    const document = prepared(doc);
    await insertOne(scope, document);
    outcome.upserted = document.doc._id;
    outcome.after = document.doc;
  }
  return outcome;
}

export const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation'],
  run: (context) => {
    const creates = context.documents('updates').some(({ doc }) => flag(doc.upsert));
    const run = async (scope: WriteScope): Promise<Doc> => {
      let n = 0;
      let nModified = 0;
      const upserted: Doc[] = [];
      const errors = await statements(
        context.documents('updates'),
        isOrdered(context.command),
        async ({ doc }, index) => {
          const outcome = await applyUpdate(scope, updateStatement(doc, context.command));
          n += outcome.matched + (outcome.upserted === undefined ? 0 : 1);
          nModified += outcome.modified;
          if (outcome.upserted !== undefined)
            upserted.push({ index: new Int32(index), _id: outcome.upserted });
        },
      );
      const fields: Doc = { n: new Int32(n), nModified: new Int32(nModified) };
      if (upserted.length > 0) fields.upserted = upserted;
      return answer(fields, errors);
    };
    return writing(
      context,
      run,
      creates ? undefined : answer({ n: new Int32(0), nModified: new Int32(0) }, []),
    );
  },
};

const UPDATE_FIELDS = new Set(['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'hint', 'sort']);
const DELETE_FIELDS = new Set(['q', 'limit', 'hint']);

/** Reads one statement of an update command. */
export function updateStatement(doc: Doc, command: Doc): UpdateStatement {
  refuseUnknown(doc, UPDATE_FIELDS);
  if (doc.multi === true && isDoc(doc.u) && !Object.keys(doc.u)[0]?.startsWith('$')) {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  return {
    filter: optionalDoc(doc, 'q'),
    update: doc.u,
    sort: doc.sort,
    multi: flag(doc.multi),
    upsert: flag(doc.upsert),
    arrayFilters: Array.isArray(doc.arrayFilters) ? doc.arrayFilters.filter(isDoc) : [],
    hint: doc.hint,
    variables: simplifyVariables(doc.c ?? command.let),
  };
}

function refuseUnknown(doc: Doc, known: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(doc)) {
    if (!known.has(name) && value !== null && value !== undefined) {
      throw new MongoError('NotImplemented', `${name} is not supported by the embedded server`);
    }
  }
}

export const deleteCommand: Command = {
  fields: ['deletes', 'ordered'],
  run: (context) => {
    const run = async (scope: WriteScope): Promise<Doc> => {
      let n = 0;
      const errors = await statements(
        context.documents('deletes'),
        isOrdered(context.command),
        async ({ doc }) => {
          refuseUnknown(doc, DELETE_FIELDS);
          const limit = toNumber(doc.limit);
          if (limit !== 0 && limit !== 1)
            throw new MongoError(
              'FailedToParse',
              `The limit field in delete objects must be 0 or 1. Got ${limit}`,
            );
          const statement = {
            filter: optionalDoc(doc, 'q'),
            sort: undefined,
            hint: doc.hint,
            variables: simplifyVariables(context.command.let),
          };
          n += (await removeMatching(scope, statement, limit)).length;
        },
      );
      return answer({ n: new Int32(n) }, errors);
    };
    return writing(context, run, answer({ n: new Int32(0) }, []));
  },
};

/** Deletes what a statement finds; gives the documents. */
export async function removeMatching(
  scope: WriteScope,
  statement: Pick<UpdateStatement, 'filter' | 'sort' | 'hint' | 'variables'>,
  limit: number,
): Promise<Doc[]> {
  const { storage, catalog } = scope.context.engine;
  const removed: Doc[] = [];
  for await (const found of targets(scope, statement, limit)) {
    await scope.stage(replaceChanges(storage, catalog, scope.collection, found, undefined));
    removed.push(limit === 1 ? found.doc : { _id: found.doc._id });
  }
  return removed;
}
