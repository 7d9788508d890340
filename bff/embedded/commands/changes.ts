import { ObjectId } from 'bson';
import { replaceChanges, type Stored, stored } from '../collection-writes';
import { type Doc, encode, MAX_DOCUMENT_BYTES, tag, type Value } from '../documents';
import { MongoError } from '../errors';
import type { Variables } from '../expressions';
import { compileFilter } from '../matcher';
import { parseSort } from '../pipeline';
import { type Search, search } from '../scanner';
import { compileUpdate, upsertBase, withId } from '../update';
import { hintOf } from './read';
import type { WriteScope } from './write-scope';

/** A document ready to be stored: with an _id, which comes first. */
export function prepared(doc: Doc, bytes?: Uint8Array): Stored {
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
  if (document.bytes.byteLength > MAX_DOCUMENT_BYTES) encode(document.doc);
  return document;
}

/** Stages the insertion of a document; throws E11000. */
export async function insertOne({ context, collection, stage }: WriteScope, document: Stored): Promise<void> {
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
