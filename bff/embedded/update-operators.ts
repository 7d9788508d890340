import { Int32, Long, Timestamp } from 'bson';
import { clone, type Doc, isDoc, isTruthy, tag, toNumber, type Value } from './documents';
import { MongoError, notImplemented } from './errors';
import { keyFields, sortKey } from './index-keys';
import { compareValues, encodeKey, equalValues } from './keys';
import { compileFilter, isOperators } from './matcher';
import { add, asNumeric, multiply, type Numeric } from './numbers';
import { arrayIndex, field, setField } from './paths';

/** Where an operator is applied. */
export interface Place {
  id: Value;
  path: string;
  now: () => number;
}

/** The new value of a field; `undefined` removes it, the same value leaves it. */
export type FieldOperator = (current: Value, place: Place) => Value;

/** Operators that change one field, by name: from the operand to the change. */
export const FIELD_OPERATORS: Readonly<Record<string, (operand: Value, path: string) => FieldOperator>> = {
  $set: (operand) => () => clone(operand),
  $setOnInsert: (operand) => () => clone(operand),
  $unset: () => () => undefined,
  $inc: (operand, path) => arithmetic('$inc', 'increment', operand, path, (a, b) => add(a, b)),
  $mul: (operand, path) => arithmetic('$mul', 'multiply', operand, path, multiply),
  $min: (operand) => (current) =>
    current === undefined || compareValues(operand, current) < 0 ? clone(operand) : current,
  $max: (operand) => (current) =>
    current === undefined || compareValues(operand, current) > 0 ? clone(operand) : current,
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $bit: bit,
};

function arithmetic(
  operator: string,
  verb: string,
  operand: Value,
  path: string,
  apply: (current: Numeric, operand: Numeric) => Numeric,
): FieldOperator {
  const by = asNumeric(operand);
  if (!by) throw new MongoError('TypeMismatch', `Cannot ${verb} with non-numeric argument: {${path}: ...}`);
  return (current, place) => {
    if (current === undefined) return operator === '$inc' ? by : multiply(by, new Int32(0));
    const number = asNumeric(current);
    if (!number) {
      throw new MongoError(
        'TypeMismatch',
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${String(place.id)}} has the field '${place.path}' of non-numeric type`,
      );
    }
    return apply(number, by);
  };
}

function currentDate(operand: Value): FieldOperator {
  const type = isDoc(operand) ? operand.$type : operand === true ? 'date' : undefined;
  if (type === 'timestamp') {
    return (_, { now }) => Timestamp.fromBits(1, Math.floor(now() / 1000));
  }
  if (type !== 'date')
    throw new MongoError('BadValue', "$currentDate takes true, {$type: 'date'} or {$type: 'timestamp'}");
  return (_, { now }) => new Date(now());
}

function arrayOf(operator: string, current: Value, place: Place): Value[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  const verb =
    operator === '$addToSet' ? `Cannot apply $addToSet to non-array field. Field named` : `The field`;
  throw new MongoError(
    operator === '$pop' ? 'TypeMismatch' : 'BadValue',
    `${verb} '${place.path}' must be an array but is of another type in document {_id: ${String(place.id)}}`,
  );
}

const PUSH_MODIFIERS = new Set(['$each', '$slice', '$sort', '$position']);

function push(operand: Value): FieldOperator {
  if (!isDoc(operand) || !('$each' in operand)) {
    return (current, place) => [...arrayOf('$push', current, place), clone(operand)];
  }
  for (const name of Object.keys(operand)) {
    if (!PUSH_MODIFIERS.has(name)) throw new MongoError('BadValue', `Unrecognized clause in $push: ${name}`);
  }
  const { $each: each } = operand;
  if (!Array.isArray(each))
    throw new MongoError('BadValue', 'The argument to $each in $push must be an array');
  const position = optionalInteger('$position', operand.$position);
  const slice = optionalInteger('$slice', operand.$slice);
  const order = operand.$sort === undefined ? undefined : pushOrder(operand.$sort);
  return (current, place) => {
    const array = [...arrayOf('$push', current, place)];
    array.splice(position ?? array.length, 0, ...each.map(clone));
    if (order) array.sort(order);
    if (slice === undefined) return array;
    if (slice === 0) return [];
    return slice < 0 ? array.slice(slice) : array.slice(0, slice);
  };
}

function pushOrder(spec: Value): (a: Value, b: Value) => number {
  const direction = toNumber(spec);
  if (direction !== undefined) return (a, b) => compareValues(a, b) * direction;
  if (!isDoc(spec))
    throw new MongoError(
      'BadValue',
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1}',
    );
  const fields = keyFields(
    Object.fromEntries(Object.entries(spec).map(([path, value]) => [path, toNumber(value) ?? 1])),
  );
  const key = (value: Value) => sortKey(isDoc(value) ? value : {}, fields);
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function optionalInteger(name: string, value: Value): number | undefined {
  if (value === undefined) return undefined;
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number)) {
    throw new MongoError('BadValue', `The value for ${name} must be an integer value`);
  }
  return number;
}

function addToSet(operand: Value): FieldOperator {
  let values: readonly Value[] = [operand];
  if (isDoc(operand) && Object.keys(operand)[0] === '$each') {
    if (!Array.isArray(operand.$each)) {
      throw new MongoError('TypeMismatch', 'The argument to $each in $addToSet must be an array');
    }
    values = operand.$each;
  }
  return (current, place) => {
    const array = arrayOf('$addToSet', current, place);
    const seen = new Set(array.map(encodeKey));
    const added = values.filter((value) => {
      const key = encodeKey(value);
      return !seen.has(key) && seen.add(key) !== undefined;
    });
    return added.length === 0 && current !== undefined ? current : [...array, ...added.map(clone)];
  };
}

function pull(operand: Value): FieldOperator {
  const matches = elementTest(operand);
  return (current, place) => {
    if (current === undefined) return undefined;
    const array = arrayOf('$pull', current, place);
    const kept = array.filter((element) => !matches(element));
    return kept.length === array.length ? current : kept;
  };
}

/** $pull takes a condition on the element, or a filter of its fields when the elements are documents. */
function elementTest(operand: Value): (element: Value) => boolean {
  if (isOperators(operand) || operand instanceof RegExp || tag(operand) === 'BSONRegExp') {
    const matches = compileFilter({ element: operand });
    return (element) => matches({ element });
  }
  if (isDoc(operand)) {
    const matches = compileFilter(operand);
    return (element) => isDoc(element) && matches(element);
  }
  return (element) => equalValues(element, operand);
}

function pullAll(operand: Value): FieldOperator {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$pullAll requires an array argument');
  const keys = new Set(operand.map(encodeKey));
  return (current, place) => {
    if (current === undefined) return undefined;
    return arrayOf('$pullAll', current, place).filter((element) => !keys.has(encodeKey(element)));
  };
}

function pop(operand: Value): FieldOperator {
  const end = toNumber(operand);
  if (end !== 1 && end !== -1)
    throw new MongoError('FailedToParse', `$pop expects 1 or -1, found: ${String(operand)}`);
  return (current, place) => {
    if (current === undefined) return undefined;
    const array = arrayOf('$pop', current, place);
    return end === 1 ? array.slice(0, -1) : array.slice(1);
  };
}

function bit(operand: Value): FieldOperator {
  if (!isDoc(operand)) throw new MongoError('BadValue', 'The $bit modifier takes a document');
  const steps = Object.entries(operand);
  return (current, place) =>
    steps.reduce<Value>((value, [name, mask]) => bitwise(name, value ?? new Int32(0), mask, place), current);
}

function bitwise(name: string, value: Value, mask: Value, place: Place): Value {
  const wide = tag(value) === 'Long' || tag(mask) === 'Long';
  if (!/^(Int32|Long)$/.test(tag(value) ?? '') || !/^(Int32|Long)$/.test(tag(mask) ?? '')) {
    throw new MongoError(
      'BadValue',
      `Cannot apply $bit to '${place.path}': it takes 32- and 64-bit integers`,
    );
  }
  const a = BigInt(String(value));
  const b = BigInt(String(mask));
  const result = name === 'and' ? a & b : name === 'or' ? a | b : name === 'xor' ? a ^ b : undefined;
  if (result === undefined) throw notImplemented(`$bit: ${name}`);
  return wide ? Long.fromBigInt(result) : new Int32(Number(BigInt.asIntN(32, result)));
}

/** The value at a concrete path; `undefined` when it is missing. */
export function readAt(doc: Doc, path: readonly string[]): Value {
  let at: Value = doc;
  for (const name of path) {
    if (Array.isArray(at)) {
      const index = arrayIndex(name);
      at = index === undefined ? undefined : at[index];
    } else {
      at = isDoc(at) ? field(at, name) : undefined;
    }
  }
  return at;
}

/** Sets the value at a concrete path, creating documents on the way; a scalar on the way is refused (28). */
export function writeAt(doc: Doc, path: readonly string[], value: Value): void {
  let at: Doc | Value[] = doc;
  for (const [i, name] of path.entries()) {
    const last = i === path.length - 1;
    const existing: Value = Array.isArray(at) ? at[elementIndex(at, name, path)] : field(at, name);
    const next: Value = last ? value : (existing ?? (existing === null ? null : {}));
    if (Array.isArray(at)) putElement(at, elementIndex(at, name, path), next);
    else setField(at, name, next);
    if (last) return;
    if (!isDoc(next) && !Array.isArray(next)) {
      throw new MongoError(
        'PathNotViable',
        `Cannot create field '${path[i + 1]}' in element {${name}: ${JSON.stringify(next)}}`,
      );
    }
    at = next;
  }
}

function elementIndex(array: Value[], name: string, path: readonly string[]): number {
  const index = arrayIndex(name);
  if (index === undefined) {
    throw new MongoError(
      'PathNotViable',
      `Cannot create field '${name}' in element of an array (path '${path.join('.')}')`,
    );
  }
  if (index > array.length + 1_500_000) {
    throw new MongoError('BadValue', `can't backfill more than 1500000 elements, path '${path.join('.')}'`);
  }
  return index;
}

function putElement(array: Value[], index: number, value: Value): void {
  while (array.length < index) array.push(null);
  array[index] = value;
}

/** Removes what is at a concrete path; an array keeps its length and gets null there. */
export function removeAt(doc: Doc, path: readonly string[]): void {
  const parent = readAt(doc, path.slice(0, -1));
  const name = path.at(-1) as string;
  if (Array.isArray(parent)) {
    const index = arrayIndex(name);
    if (index !== undefined && index < parent.length) parent[index] = null;
  } else if (isDoc(parent)) {
    delete parent[name];
  }
}

/** Whether an option was given and says yes. */
export function flag(value: Value): boolean {
  return value !== undefined && isTruthy(value);
}
