import { clone, type Doc, isDoc, tag, type Value } from './documents';
import { MongoError } from './errors';
import type { Variables } from './expressions';
import { equalValues } from './keys';
import { field, splitPath } from './paths';
import { compileStage } from './stages';
import { FIELD_OPERATORS, type FieldOperator, readAt, removeAt, writeAt } from './update-operators';
import { arrayFilterMatchers, type Positions, positionsOf, resolvePaths } from './update-paths';

/** What an update makes of a document; `inserting`: the document comes from an upsert. */
export type Update = (doc: Doc, inserting: boolean) => Doc;

/** What an update needs besides its operators. */
export interface UpdateContext {
  filter: Doc;
  arrayFilters: readonly Doc[];
  variables: Variables;
  now: () => number;
}

/** One change of one path. */
interface Change {
  path: string;
  names: string[];
  operand: Value;
  operator: string;
  apply: FieldOperator;
}

/** Compiles a replacement, update operators, or a pipeline. The document that is given is not changed. */
export function compileUpdate(update: Value, context: UpdateContext): Update {
  if (Array.isArray(update)) return compilePipeline(update, context);
  if (!isDoc(update))
    throw new MongoError('FailedToParse', 'Update argument must be either an object or an array');
  const first = Object.keys(update)[0];
  if (first?.startsWith('$')) return compileOperators(update, context);
  for (const name of Object.keys(update)) {
    if (name.startsWith('$')) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' is not allowed in a replacement`,
      );
    }
  }
  return (doc) => withId(update, '_id' in update ? update._id : doc._id);
}

/** A document with its _id in the first place, where the server puts it. */
export function withId(doc: Doc, id: Value): Doc {
  return id === undefined
    ? { ...doc }
    : { _id: id, ...Object.fromEntries(Object.entries(doc).filter(([name]) => name !== '_id')) };
}

const PIPELINE_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

function compilePipeline(stages: readonly Value[], { variables }: UpdateContext): Update {
  const steps = stages.map((stage) => {
    const name = isDoc(stage) ? Object.keys(stage)[0] : undefined;
    if (!isDoc(stage) || name === undefined || !PIPELINE_STAGES.has(name)) {
      throw new MongoError('InvalidOptions', `${name ?? 'This'} is not allowed to be used within an update`);
    }
    return compileStage(name, stage[name], variables);
  });
  return (doc) => {
    const result = steps.reduce((current, step) => step(current), doc);
    return withId(result, '_id' in result ? result._id : doc._id);
  };
}

function compileOperators(update: Doc, context: UpdateContext): Update {
  const changes = Object.entries(update).flatMap(([operator, operands]) => changesOf(operator, operands));
  refuseConflicts(changes);
  changes.sort((a, b) => comparePaths(a.names, b.names));
  const filters = arrayFilterMatchers(
    context.arrayFilters,
    changes.map(({ path }) => path),
  );
  const positional = changes.some(({ names }) => names.includes('$'));
  return (doc, inserting) => {
    const result: Doc = clone(doc);
    const positions: Positions = {
      filters,
      matched: positional ? (array) => positionsOf(doc, array, context.filter) : undefined,
    };
    for (const change of changes) {
      if (change.operator === '$setOnInsert' && !inserting) continue;
      for (const path of resolvePaths(result, change.names, positions))
        applyAt(result, path, change, context);
    }
    return result;
  };
}

function changesOf(operator: string, operands: Value): Change[] {
  if (operator !== '$rename' && !Object.hasOwn(FIELD_OPERATORS, operator)) {
    throw new MongoError(
      'FailedToParse',
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (!isDoc(operands)) {
    throw new MongoError(
      'FailedToParse',
      `Modifiers operate on fields but we found another type instead. For example: {$mod: {<field>: ...}} not {${operator}: ...}`,
    );
  }
  return Object.entries(operands).flatMap(([path, operand]) => {
    const names = checkedPath(path);
    if (operator === '$rename') return renames(path, names, operand);
    const compile = FIELD_OPERATORS[operator] as (typeof FIELD_OPERATORS)[string];
    return [{ path, names, operand, operator, apply: compile(operand, path) }];
  });
}

function checkedPath(path: string): string[] {
  const names = splitPath(path);
  if (names.some((name) => name === '')) {
    throw new MongoError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  const dollar = names.find((name, i) => name.startsWith('$') && !(i > 0 && /^\$$|^\$\[.*\]$/.test(name)));
  if (dollar !== undefined) {
    throw new MongoError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' in '${path}' is not allowed in the context of an update's replacement document.`,
    );
  }
  return names;
}

const MOVE: FieldOperator = (current) => current;

/** $rename as two changes, so that conflicts with either end are seen; the work is done by the second. */
function renames(path: string, names: string[], operand: Value): Change[] {
  if (typeof operand !== 'string')
    throw new MongoError('BadValue', `The 'to' field for $rename must be a string: ${path}`);
  if ([...names, ...splitPath(operand)].some((name) => name.startsWith('$'))) {
    throw new MongoError('BadValue', 'The source and destination fields for $rename may not be dynamic');
  }
  return [
    { path, names, operand, operator: '$rename', apply: MOVE },
    { path: operand, names: checkedPath(operand), operand: undefined, operator: 'renamed', apply: MOVE },
  ];
}

function refuseConflicts(changes: readonly Change[]): void {
  const paths = changes.map(({ path }) => path).sort();
  const seen = new Set<string>();
  for (const path of paths) {
    const names = splitPath(path);
    for (let i = 1; i <= names.length; i++) {
      const beginning = names.slice(0, i).join('.');
      if (seen.has(beginning)) {
        throw new MongoError(
          'ConflictingUpdateOperators',
          `Updating the path '${path}' would create a conflict at '${beginning}'`,
        );
      }
    }
    seen.add(path);
  }
}

/** New fields are added in the order of their names, numbers by value. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [i, name] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (name === other) continue;
    const numbers = /^\d+$/.test(name) && /^\d+$/.test(other);
    return (numbers ? Number(name) < Number(other) : name < other) ? -1 : 1;
  }
  return -1;
}

function applyAt(doc: Doc, path: readonly string[], change: Change, context: UpdateContext): void {
  if (change.operator === 'renamed') return;
  const current = readAt(doc, path);
  if (change.operator === '$rename') {
    if (current === undefined) return;
    removeAt(doc, path);
    writeAt(doc, splitPath(change.operand as string), current);
    return;
  }
  const next = change.apply(current, { id: field(doc, '_id'), path: path.join('.'), now: context.now });
  if (next === undefined) removeAt(doc, path);
  else if (next !== current || current === undefined) writeAt(doc, path, next);
}

/** The document that an upsert starts from: what the filter says its fields equal. */
export function upsertBase(filter: Doc): Doc {
  const doc: Doc = {};
  for (const [path, value] of equalities(filter)) {
    const names = splitPath(path);
    const existing = readAt(doc, names);
    if (existing !== undefined && !equalValues(existing, value)) {
      throw new MongoError('BadValue', `cannot infer query fields to set, path '${path}' is matched twice`);
    }
    writeAt(doc, names, value);
  }
  return doc;
}

function equalities(filter: Doc): [string, Value][] {
  return Object.entries(filter).flatMap(([name, value]): [string, Value][] => {
    if (name === '$and' && Array.isArray(value))
      return value.flatMap((clause) => (isDoc(clause) ? equalities(clause) : []));
    if (name === '$or' && Array.isArray(value) && value.length === 1 && isDoc(value[0]))
      return equalities(value[0]);
    if (name.startsWith('$')) return [];
    if (!isDoc(value) || !Object.keys(value)[0]?.startsWith('$')) {
      return tag(value) === 'BSONRegExp' ? [] : [[name, value]];
    }
    if (Object.hasOwn(value, '$eq')) return [[name, value.$eq]];
    const list = value.$in ?? value.$all;
    return Array.isArray(list) && list.length === 1 ? [[name, list[0]]] : [];
  });
}
