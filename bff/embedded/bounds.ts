import { type Doc, isDoc, isTruthy, tag, toRegExp, type Value } from './documents';
import { AFTER, encodeKey, invert, type Key, TYPE } from './keys';
import { isOperators } from './matcher';

/** A place between keys: just before, or just after, everything that begins with `key`. */
export interface Boundary {
  key: Key;
  after: boolean;
}

/** A range of the values of one field, from one boundary to the other. */
export interface Interval {
  from: Boundary;
  to: Boundary;
}

/** What a filter demands of one path: a value within one of the intervals, in order. */
export interface Predicate {
  path: string;
  intervals: readonly Interval[];
}

/** The boundary in the order of an ascending field. */
export function ascending({ key, after }: Boundary): Key {
  return after ? key + AFTER : key;
}

/** The boundary in the order of a descending field. */
export function descending({ key, after }: Boundary): Key {
  return after ? invert(key) : invert(key) + AFTER;
}

/** Whether an interval holds a single value. */
export function isPoint({ from, to }: Interval): boolean {
  return from.key === to.key;
}

/**
 * What every document that matches the filter has in one of its index keys. Conditions that say nothing about keys
 * (negations, expressions, whole arrays) are left out: the filter itself is always applied to what is found.
 */
export function predicatesOf(filter: Doc, prefix = ''): Predicate[] {
  return Object.entries(filter).flatMap(([name, value]): Predicate[] => {
    if (name === '$and' && Array.isArray(value)) {
      return value.flatMap((clause) => (isDoc(clause) ? predicatesOf(clause, prefix) : []));
    }
    return name.startsWith('$') ? [] : conditionPredicates(prefix + name, value);
  });
}

function conditionPredicates(path: string, condition: Value): Predicate[] {
  if (!isOperators(condition)) return predicate(path, equalTo(condition));
  return Object.entries(condition).flatMap(([operator, operand]) => {
    if (operator === '$elemMatch' && isDoc(operand)) {
      return isOperators(operand) ? elementPredicates(path, operand) : predicatesOf(operand, `${path}.`);
    }
    return predicate(path, operatorIntervals(operator, operand, condition));
  });
}

function elementPredicates(path: string, operand: Doc): Predicate[] {
  const own = Object.keys(operand).every((name) => /^\$(eq|in|gte?|lte?)$/.test(name));
  return own ? conditionPredicates(path, operand) : [];
}

function predicate(path: string, intervals: readonly Interval[] | undefined): Predicate[] {
  return intervals ? [{ path, intervals: normalize(intervals) }] : [];
}

function operatorIntervals(operator: string, operand: Value, condition: Doc): Interval[] | undefined {
  switch (operator) {
    case '$eq':
      return equalTo(operand);
    case '$in': {
      if (!Array.isArray(operand)) return undefined;
      const all = operand.map(equalTo);
      return all.every((intervals) => intervals !== undefined) ? (all as Interval[][]).flat() : undefined;
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return ordered(operator, operand);
    case '$exists':
      return isTruthy(operand) ? undefined : equalTo(null);
    case '$regex':
      return condition.$options === undefined && typeof operand === 'string'
        ? startingWith(operand, operand)
        : undefined;
    case '$all':
      return Array.isArray(operand) && operand.length > 0 && !isOperators(operand[0] as Value)
        ? equalTo(operand[0] as Value)
        : undefined;
    default:
      return undefined;
  }
}

function point(key: Key): Interval {
  return { from: { key, after: false }, to: { key, after: true } };
}

function equalTo(value: Value): Interval[] | undefined {
  if (Array.isArray(value)) return undefined;
  if (value instanceof RegExp || tag(value) === 'BSONRegExp') {
    const { source, flags } = toRegExp(value);
    return flags.replace('u', '') === '' ? startingWith(source, value) : undefined;
  }
  return [point(encodeKey(value))];
}

/** The whole bracket of a type: its neighbours in code are not used by any type. */
function bracket(type: string): Interval {
  const code = type.charCodeAt(0);
  return {
    from: { key: String.fromCharCode(code - 1), after: true },
    to: { key: String.fromCharCode(code + 1), after: false },
  };
}

function ordered(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: Value): Interval[] | undefined {
  if (Array.isArray(operand) || tag(operand) === 'MinKey' || tag(operand) === 'MaxKey') return undefined;
  const key = encodeKey(operand);
  const whole = bracket(key[0] as string);
  if (key[0] === TYPE.null || key === encodeKey(Number.NaN)) return [point(key)];
  if (key[0] === TYPE.number) whole.from = { key: encodeKey(Number.NEGATIVE_INFINITY), after: false };
  const boundary = { key, after: operator === '$gt' || operator === '$lte' };
  return [operator.startsWith('$gt') ? { from: boundary, to: whole.to } : { from: whole.from, to: boundary }];
}

/** Strings that begin as a pattern says, and the pattern itself where it is stored as a value. */
function startingWith(pattern: string, value: Value): Interval[] | undefined {
  const match = /^\^([\p{L}\p{N} _\-:/,@#]+)(.?)/u.exec(pattern);
  if (!match || pattern.includes('|')) return undefined;
  let literal = match[1] as string;
  if (/[*?{]/.test(match[2] as string)) literal = [...literal].slice(0, -1).join('');
  if (literal === '') return undefined;
  const bytes = TYPE.string + Buffer.from(literal, 'utf8').toString('latin1');
  const last = bytes.charCodeAt(bytes.length - 1);
  const beside = (step: number) => bytes.slice(0, -1) + String.fromCharCode(last + step);
  const strings: Interval = { from: { key: beside(-1), after: true }, to: { key: beside(1), after: false } };
  return typeof value === 'string' ? [strings, bracket(TYPE.regex)] : [strings, point(encodeKey(value))];
}

/** Orders intervals and joins those that touch or overlap. */
function normalize(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => compare(a.from, b.from));
  const joined: Interval[] = [];
  for (const interval of sorted) {
    const last = joined.at(-1);
    if (last && compare(interval.from, last.to) < 0) {
      if (compare(interval.to, last.to) > 0) last.to = interval.to;
    } else {
      joined.push({ ...interval });
    }
  }
  return joined;
}

/** What two lists of intervals have in common. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  for (const left of a) {
    for (const right of b) {
      const from = compare(left.from, right.from) > 0 ? left.from : right.from;
      const to = compare(left.to, right.to) < 0 ? left.to : right.to;
      if (compare(from, to) < 0) common.push({ from, to });
    }
  }
  return common;
}

function compare(a: Boundary, b: Boundary): number {
  const left = ascending(a);
  const right = ascending(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
