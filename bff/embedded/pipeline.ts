import { Int32 } from 'bson';
import type { Catalog } from './catalog';
import { type Doc, isDoc, simplify, tag, toNumber, type Value } from './documents';
import { MongoError, notImplemented } from './errors';
import { compileExpression, type Variables } from './expressions';
import { compileGroup } from './group';
import { type KeyField, keyFields } from './index-keys';
import { compileFilter } from './matcher';
import { splitPath, valuesAt } from './paths';
import { assign } from './projection';
import { search, sortDocs } from './scanner';
import { compileStage, specification } from './stages';
import type { Storage } from './storage';
import { compileUnwind } from './unwind';

/** What a pipeline may read. */
export interface PipelineContext {
  storage: Storage;
  catalog: Catalog;
  db: string;
  variables: Variables;
  deadline: number | undefined;
}

type Docs = AsyncIterable<Doc>;
type Stage = (docs: Docs) => Docs;

/** A stage as it was sent: one operator and its operand. */
export function parseStage(stage: Value): [name: string, operand: Value] {
  const names = isDoc(stage) ? Object.keys(stage) : [];
  if (!isDoc(stage) || names.length !== 1) {
    throw new MongoError('BadValue', 'A pipeline stage specification object must contain exactly one field.');
  }
  return [names[0] as string, stage[names[0] as string]];
}

/** The documents that a pipeline makes of a collection. What the first stages ask for is looked up by index. */
export function aggregate(context: PipelineContext, collection: string, pipeline: readonly Value[]): Docs {
  const stages = pipeline.map(parseStage);
  const filters: Value[] = [];
  let at = 0;
  for (; stages[at]?.[0] === '$match'; at++) filters.push(stages[at]?.[1]);
  const sort = stages[at]?.[0] === '$sort' ? parseSort(stages[at++]?.[1]) : [];
  const limit = stages[at]?.[0] === '$limit' ? positive('$limit', stages[at++]?.[1]) : 0;
  const found = collection === '' ? nothing() : read(context, collection, filters, sort, limit);
  return runStages(context, found, stages.slice(at));
}

async function* nothing(): AsyncGenerator<Doc> {}

async function* read(
  context: PipelineContext,
  name: string,
  filters: readonly Value[],
  sort: readonly KeyField[],
  limit: number,
): AsyncGenerator<Doc> {
  const filter: Doc =
    filters.length === 1 ? filterOf(filters[0]) : filters.length > 1 ? { $and: filters.map(filterOf) } : {};
  const matches = compileFilter(filter, context.variables);
  const collection = context.catalog.get(`${context.db}.${name}`);
  if (!collection) return;
  const question = { filter, sort, skip: 0, limit, matches, deadline: context.deadline };
  for await (const { doc } of search(context.storage, collection, question).run()) yield doc;
}

function filterOf(value: Value): Doc {
  if (!isDoc(value)) throw new MongoError('BadValue', 'the match filter must be an expression in an object');
  return value;
}

/** Runs stages over documents. */
export function runStages(context: PipelineContext, docs: Docs, stages: readonly [string, Value][]): Docs {
  return stages
    .map(([name, operand]) => compile(context, name, operand))
    .reduce((input, stage) => stage(input), docs);
}

const KNOWN_STAGES =
  /^\$(bucket|bucketAuto|changeStream|collStats|currentOp|densify|documents|fill|geoNear|graphLookup|indexStats|listSessions|merge|out|planCacheStats|redact|search|setWindowFields|unionWith)$/;

function compile(context: PipelineContext, name: string, operand: Value): Stage {
  switch (name) {
    case '$match': {
      const matches = compileFilter(filterOf(operand), context.variables);
      return (docs) => filterDocs(docs, matches);
    }
    case '$addFields':
    case '$set':
    case '$project':
    case '$unset':
    case '$replaceRoot':
    case '$replaceWith': {
      const step = compileStage(name, operand, context.variables);
      return (docs) => mapDocs(docs, step);
    }
    case '$sort': {
      const sort = parseSort(operand);
      return async function* sorted(docs) {
        yield* sortDocs(await collect(docs), sort);
      };
    }
    case '$skip':
      return skipDocs(positive(name, operand, 0));
    case '$limit':
      return limitDocs(positive(name, operand));
    case '$count':
      return countDocs(operand);
    case '$group':
      return compileGroup(operand, context.variables);
    case '$sortByCount': {
      const group = compileGroup({ _id: operand, count: { $sum: new Int32(1) } }, context.variables);
      return async function* sorted(docs) {
        yield* sortDocs(await collect(group(docs)), keyFields({ count: -1 }));
      };
    }
    case '$unwind':
      return compileUnwind(operand);
    case '$lookup':
      return compileLookup(context, specification(name, operand));
    case '$facet':
      return compileFacet(context, specification(name, operand));
    case '$sample':
      return sampleDocs(positive('$sample size', specification(name, operand).size));
    default:
      if (KNOWN_STAGES.test(name)) throw notImplemented(name);
      throw new MongoError('BadValue', `Unrecognized pipeline stage name: '${name}'`);
  }
}

/** Reads `{ a: 1, b: -1 }` as a sort. */
export function parseSort(value: Value): KeyField[] {
  if (value === undefined) return [];
  if (!isDoc(value)) throw new MongoError('BadValue', 'the sort key specification must be an object');
  const pattern: Record<string, number> = {};
  for (const [path, direction] of Object.entries(value)) {
    if (isDoc(direction)) throw notImplemented('A $meta sort');
    const number = toNumber(direction);
    if (number !== 1 && number !== -1) {
      throw new MongoError('BadValue', '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    pattern[path] = number;
  }
  return keyFields(pattern);
}

function positive(name: string, value: Value, least = 1): number {
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number) || number < least) {
    throw new MongoError(
      'BadValue',
      `invalid argument to ${name} stage: expected a ${least ? 'positive' : 'non-negative'} integer`,
    );
  }
  return number;
}

async function collect(docs: Docs): Promise<Doc[]> {
  const all: Doc[] = [];
  for await (const doc of docs) all.push(doc);
  return all;
}

async function* filterDocs(docs: Docs, matches: (doc: Doc) => boolean): AsyncGenerator<Doc> {
  for await (const doc of docs) if (matches(doc)) yield doc;
}

async function* mapDocs(docs: Docs, step: (doc: Doc) => Doc): AsyncGenerator<Doc> {
  for await (const doc of docs) yield step(doc);
}

function skipDocs(count: number): Stage {
  return async function* skipped(docs) {
    let passed = 0;
    for await (const doc of docs) if (passed++ >= count) yield doc;
  };
}

function limitDocs(count: number): Stage {
  return async function* limited(docs) {
    let given = 0;
    for await (const doc of docs) {
      yield doc;
      given += 1;
      if (given === count) return;
    }
  };
}

function sampleDocs(size: number): Stage {
  return async function* sampled(docs) {
    const kept: Doc[] = [];
    let seen = 0;
    for await (const doc of docs) {
      const place = seen < size ? seen : Math.floor(Math.random() * (seen + 1));
      if (place < size) kept[place] = doc;
      seen += 1;
    }
    yield* kept;
  };
}

function countDocs(operand: Value): Stage {
  if (typeof operand !== 'string' || !/^[^$.]+$/.test(operand)) {
    throw new MongoError('BadValue', 'the count field must be a non-empty string without $ and .');
  }
  return async function* counted(docs) {
    let count = 0;
    for await (const _ of docs) count += 1;
    if (count > 0) yield { [operand]: new Int32(count) };
  };
}

function compileLookup(context: PipelineContext, spec: Doc): Stage {
  const { from, as, localField, foreignField, pipeline = [] } = spec;
  if (typeof from !== 'string' || typeof as !== 'string')
    throw new MongoError('FailedToParse', "$lookup takes 'from' and 'as' as strings");
  const joined = typeof localField === 'string' && typeof foreignField === 'string';
  if (!joined && spec.pipeline === undefined) {
    throw new MongoError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  if (!Array.isArray(pipeline))
    throw new MongoError('FailedToParse', "'pipeline' option must be specified as an array");
  const names = splitPath(as);
  const bound = Object.entries((spec.let as Doc | undefined) ?? {}).map(
    ([name, value]) => [name, compileExpression(value, context.variables)] as const,
  );
  return async function* looked(docs) {
    for await (const doc of docs) {
      const variables = {
        ...context.variables,
        ...Object.fromEntries(bound.map(([name, value]) => [name, simplify(value(doc))])),
      };
      const stages = joined
        ? [{ $match: { [foreignField]: { $in: localValues(doc, localField) } } }, ...pipeline]
        : pipeline;
      const found = await collect(aggregate({ ...context, variables }, from, stages));
      const result = { ...doc };
      assign(result, names, found);
      yield result;
    }
  };
}

function localValues(doc: Doc, path: string): Value[] {
  const values = valuesAt(doc, splitPath(path)).flatMap((value): Value[] =>
    Array.isArray(value) ? value : [value ?? null],
  );
  if (values.some((value) => tag(value) === 'BSONRegExp'))
    throw notImplemented('$lookup by a regular expression');
  return values.length > 0 ? values : [null];
}

function compileFacet(context: PipelineContext, spec: Doc): Stage {
  const facets = Object.entries(spec).map(([name, pipeline]) => {
    if (!Array.isArray(pipeline)) throw new MongoError('BadValue', 'arguments to $facet must be arrays');
    return [name, pipeline.map(parseStage)] as const;
  });
  for (const [, stages] of facets) runStages(context, nothing(), stages);
  return async function* faceted(docs) {
    const input = await collect(docs);
    const result: Doc = {};
    for (const [name, stages] of facets)
      result[name] = await collect(runStages(context, from(input), stages));
    yield result;
  };
}

async function* from(docs: readonly Doc[]): AsyncGenerator<Doc> {
  yield* docs;
}
