import { evalExpr as evaluate } from 'mingo/core';
import type { Options } from 'mingo/types';
import type { Value } from './documents';
import { tag } from './documents';
import { MongoError, notImplemented } from './errors';
import { compareValues, equalValues } from './keys';

/** An operator as mingo calls it: the document, the operand not yet evaluated, and mingo's options. */
export type Operator = (obj: unknown, expr: unknown, options: Options) => unknown;

const evalExpr: Operator = evaluate;

/** Expression operators where mingo differs from the server: BSON order, missing fields, nulls. */
export const OWN_OPERATORS: Readonly<Record<string, Operator>> = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison((order) => order),
  $not: (obj, expr, options) => {
    const value = evalExpr(obj, single(expr), options);
    return !(value === '' || Boolean(value));
  },
  $in: (obj, expr, options) => {
    const [value, list] = pair('$in', evalExpr(obj, expr, options));
    if (!Array.isArray(list)) throw new MongoError('BadValue', '$in requires an array as a second argument');
    return list.some((element) => equalValues(element, value));
  },
  $size: (obj, expr, options) => {
    const value = evalExpr(obj, Array.isArray(expr) && expr.length === 1 ? expr[0] : expr, options);
    if (!Array.isArray(value)) throw new MongoError('BadValue', 'The argument to $size must be an array');
    return value.length;
  },
  $first: (obj, expr, options) => endOf('$first', evalExpr(obj, single(expr), options), 0),
  $last: (obj, expr, options) => endOf('$last', evalExpr(obj, single(expr), options), -1),
  $toLower: (obj, expr, options) => text('$toLower', evalExpr(obj, single(expr), options)).toLowerCase(),
  $toUpper: (obj, expr, options) => text('$toUpper', evalExpr(obj, single(expr), options)).toUpperCase(),
  $toString: (obj, expr, options) => {
    const value = evalExpr(obj, single(expr), options);
    if (value === null || value === undefined) return null;
    if (typeof value === 'string' || typeof value === 'boolean') return String(value);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    if (value instanceof Date) return value.toISOString();
    if (tag(value) === 'ObjectId') return String(value);
    throw notImplemented('$toString of this type');
  },
  $max: (obj, expr, options) => extreme(evalExpr(obj, expr, options), 1),
  $min: (obj, expr, options) => extreme(evalExpr(obj, expr, options), -1),
  $sum: (obj, expr, options) => numbers('$sum', evalExpr(obj, expr, options)).reduce((a, b) => a + b, 0),
  $avg: (obj, expr, options) => {
    const values = numbers('$avg', evalExpr(obj, expr, options));
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  },
};

/** Order in aggregation: a missing field comes before null. */
function comparison(result: (order: number) => unknown): Operator {
  return (obj, expr, options) => {
    const [a, b] = pair('comparison', evalExpr(obj, expr, options));
    const nulls = (a ?? null) === null && (b ?? null) === null;
    return result(nulls ? Number(b === undefined) - Number(a === undefined) : compareValues(a, b));
  };
}

function pair(name: string, args: unknown): [Value, Value] {
  if (!Array.isArray(args) || args.length !== 2) {
    throw new MongoError('BadValue', `Expression ${name} takes exactly 2 arguments`);
  }
  return [args[0] as Value, args[1] as Value];
}

function single(expr: unknown): unknown {
  return Array.isArray(expr) && expr.length === 1 ? expr[0] : expr;
}

function endOf(name: string, value: unknown, index: number): unknown {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) throw new MongoError('BadValue', `${name}'s argument must be an array`);
  return value.at(index);
}

function text(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') throw notImplemented(`${name} of a value that is no string`);
  return value;
}

function extreme(value: unknown, direction: number): unknown {
  const values = (Array.isArray(value) ? value : [value]).filter(
    (v) => v !== null && v !== undefined,
  ) as Value[];
  if (values.length === 0) return null;
  return values.reduce((best, v) => (compareValues(v, best) * direction > 0 ? v : best));
}

function numbers(name: string, value: unknown): number[] {
  const values = Array.isArray(value) ? value : [value];
  for (const element of values) {
    const type = tag(element);
    if (type === 'Long' || type === 'Decimal128') throw notImplemented(`${name} of ${type} values`);
  }
  return values.filter((element): element is number => typeof element === 'number');
}
