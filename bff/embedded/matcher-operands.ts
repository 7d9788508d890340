import { compileRegExp, isDoc, tag, toNumber, toRegExp, type Value } from './documents';
import { MongoError } from './errors';

/** BSON types by alias and number (https://www.mongodb.com/docs/manual/reference/bson-types/). */
const TYPES: Readonly<Record<string, readonly [number, (value: Value) => boolean]>> = {
  double: [1, (value) => tag(value) === 'Double' || (typeof value === 'number' && !Number.isInteger(value))],
  string: [2, (value) => typeof value === 'string'],
  object: [3, isDoc],
  array: [4, Array.isArray],
  binData: [5, (value) => tag(value) === 'Binary'],
  undefined: [6, () => false],
  objectId: [7, (value) => tag(value) === 'ObjectId'],
  bool: [8, (value) => typeof value === 'boolean'],
  date: [9, (value) => value instanceof Date],
  null: [10, (value) => value === null],
  regex: [11, (value) => value instanceof RegExp || tag(value) === 'BSONRegExp'],
  javascript: [13, (value) => tag(value) === 'Code'],
  symbol: [14, (value) => tag(value) === 'BSONSymbol'],
  int: [16, (value) => tag(value) === 'Int32' || (typeof value === 'number' && Number.isInteger(value))],
  timestamp: [17, (value) => tag(value) === 'Timestamp'],
  long: [18, (value) => tag(value) === 'Long'],
  decimal: [19, (value) => tag(value) === 'Decimal128'],
  minKey: [-1, (value) => tag(value) === 'MinKey'],
  maxKey: [127, (value) => tag(value) === 'MaxKey'],
};

/** Compiles the operand of $type: an alias, a number, or an array of them. */
export function matchesType(operand: Value): (value: Value) => boolean {
  const tests = (Array.isArray(operand) ? operand : [operand]).map(typeTest);
  return (value) => tests.some((test) => test(value));
}

function typeTest(operand: Value): (value: Value) => boolean {
  if (operand === 'number') return (value) => toNumber(value) !== undefined;
  if (typeof operand === 'string') {
    const entry = Object.hasOwn(TYPES, operand) ? TYPES[operand] : undefined;
    if (!entry) throw new MongoError('BadValue', `Unknown type name alias: ${operand}`);
    return entry[1];
  }
  const number = toNumber(operand);
  const entry = Object.values(TYPES).find(([code]) => code === number);
  if (!entry) throw new MongoError('BadValue', `Invalid numerical type code: ${String(number)}`);
  return entry[1];
}

/** Compiles $regex with its $options. */
export function compilePattern(operand: Value, options: Value): RegExp {
  if (options !== undefined && typeof options !== 'string') {
    throw new MongoError('BadValue', '$options has to be a string');
  }
  if (typeof operand === 'string') return compileRegExp(operand, options ?? '');
  if (operand instanceof RegExp || tag(operand) === 'BSONRegExp') {
    const pattern = toRegExp(operand);
    return options === undefined ? pattern : compileRegExp(pattern.source, options);
  }
  throw new MongoError('BadValue', '$regex has to be a string');
}

/** A number without fraction, or BadValue. */
export function wholeNumber(name: string, value: Value): number {
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number)) {
    throw new MongoError('BadValue', `Failed to parse ${name}. Expected an integer`);
  }
  return number;
}
