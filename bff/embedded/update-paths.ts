import { type Doc, isDoc, type Value } from './documents';
import { MongoError } from './errors';
import { compileFilter, type Matcher } from './matcher';
import { splitPath } from './paths';
import { readAt } from './update-operators';

/** What $, $[] and $[name] in an update's paths stand for. */
export interface Positions {
  /** Conditions of $[name]. */
  filters: ReadonlyMap<string, Matcher>;
  /** The index that $ stands for in the array at a path. */
  matched: ((array: readonly string[]) => number) | undefined;
}

/** The concrete paths that an update path means in a document. */
export function resolvePaths(doc: Doc, names: readonly string[], positions: Positions): string[][] {
  const at = names.findIndex((name) => name === '$' || name.startsWith('$['));
  if (at < 0) return [[...names]];
  const array = names.slice(0, at);
  const value = readAt(doc, array);
  if (!Array.isArray(value)) {
    throw new MongoError(
      'BadValue',
      value === undefined
        ? `The path '${array.join('.')}' must exist in the document in order to apply array updates.`
        : `Cannot apply array updates to non-array element ${array.join('.')}`,
    );
  }
  return indexes(value, array, names[at] as string, positions).flatMap((index) =>
    resolvePaths(doc, [...array, String(index), ...names.slice(at + 1)], positions),
  );
}

function indexes(
  array: readonly Value[],
  path: readonly string[],
  name: string,
  positions: Positions,
): number[] {
  if (name === '$') return [positions.matched?.(path) ?? 0];
  if (name === '$[]') return array.map((_, i) => i);
  const identifier = name.slice(2, -1);
  const matches = positions.filters.get(identifier) as Matcher;
  return array.flatMap((element, i) => (matches({ [identifier]: element }) ? [i] : []));
}

/** Compiles arrayFilters and checks that each is used, and that none is missing. */
export function arrayFilterMatchers(
  arrayFilters: readonly Doc[],
  paths: readonly string[],
): Map<string, Matcher> {
  const matchers = new Map<string, Matcher>();
  for (const filter of arrayFilters) {
    const identifier = identifierOf(filter);
    if (identifier === undefined || !/^[a-z][a-zA-Z0-9]*$/.test(identifier)) {
      throw new MongoError(
        'BadValue',
        'Error parsing array filter :: the name of a filter begins with a lower-case letter',
      );
    }
    if (matchers.has(identifier)) {
      throw new MongoError(
        'FailedToParse',
        `Found multiple array filters with the same top-level field name ${identifier}`,
      );
    }
    matchers.set(identifier, compileFilter(filter));
  }
  const used = new Set(
    paths.flatMap((path) => [...path.matchAll(/\$\[([^\]]+)\]/g)].map((match) => match[1] as string)),
  );
  for (const identifier of used) {
    if (!matchers.has(identifier)) {
      throw new MongoError('BadValue', `No array filter found for identifier '${identifier}'`);
    }
  }
  for (const identifier of matchers.keys()) {
    if (!used.has(identifier)) {
      throw new MongoError(
        'FailedToParse',
        `The array filter for identifier '${identifier}' was not used in the update`,
      );
    }
  }
  return matchers;
}

function identifierOf(filter: Doc): string | undefined {
  const names = Object.entries(filter).map(([name, value]): string | undefined => {
    if (!name.startsWith('$')) return splitPath(name)[0];
    const clauses = Array.isArray(value) ? value.filter(isDoc).map(identifierOf) : [];
    return clauses.every((clause) => clause === clauses[0]) ? clauses[0] : undefined;
  });
  return names.every((name) => name === names[0]) ? names[0] : undefined;
}

/** The index of the element by which the filter's conditions on an array are met. */
export function positionsOf(doc: Doc, array: readonly string[], filter: Doc): number {
  const path = array.join('.');
  const conditions = conditionsOn(filter, path);
  const elements = readAt(doc, array);
  if (Array.isArray(elements)) {
    const together = compileFilter({ $and: conditions.length > 0 ? conditions : [{}] });
    for (const matches of conditions.length === 0 ? [] : [together, compileFilter(conditions[0] as Doc)]) {
      const index = elements.findIndex((element) => matches(onlyElement(array, element)));
      if (index >= 0) return index;
    }
  }
  throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
}

function onlyElement(array: readonly string[], element: Value): Doc {
  return array.reduceRight<Value>((inner, name) => ({ [name]: inner }), [element]) as Doc;
}

function conditionsOn(filter: Doc, path: string): Doc[] {
  return Object.entries(filter).flatMap(([name, value]): Doc[] => {
    if (name === '$and' && Array.isArray(value)) {
      return value.flatMap((clause) => (isDoc(clause) ? conditionsOn(clause, path) : []));
    }
    return name === path || name.startsWith(`${path}.`) ? [{ [name]: value }] : [];
  });
}
