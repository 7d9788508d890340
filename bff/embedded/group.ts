import { Double, Int32 } from 'bson';
import { type Doc, isDoc, type Value } from './documents';
import { MongoError, notImplemented } from './errors';
import { compileExpression, type Expression, type Variables } from './expressions';
import { compareValues, encodeKey, type Key } from './keys';
import { add, asNumeric, type Numeric, plain } from './numbers';
import { specification } from './stages';

/** Gathers the values of one group for one field of the result. */
interface Accumulator {
  take(value: Value): void;
  result(): Value;
}

const ACCUMULATORS: Readonly<Record<string, () => Accumulator>> = {
  $sum: sum,
  $avg: average,
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first: () => {
    let first: { value: Value } | undefined;
    return { take: (value) => (first ??= { value }), result: () => first?.value ?? null };
  },
  $last: () => {
    let last: Value = null;
    return { take: (value) => (last = value), result: () => last ?? null };
  },
  $push: () => {
    const values: Value[] = [];
    return { take: (value) => value !== undefined && values.push(value), result: () => values };
  },
  $addToSet: () => {
    const values = new Map<Key, Value>();
    return {
      take: (value) => {
        if (value === undefined) return;
        const key = encodeKey(value);
        if (!values.has(key)) values.set(key, value);
      },
      result: () => [...values.values()],
    };
  },
  $mergeObjects: () => {
    const merged: Doc = {};
    return {
      take: (value) => {
        if (value === undefined || value === null) return;
        if (!isDoc(value)) throw new MongoError('BadValue', '$mergeObjects requires object inputs');
        Object.assign(merged, value);
      },
      result: () => merged,
    };
  },
  $count: () => {
    const counter = sum();
    return { take: () => counter.take(new Int32(1)), result: counter.result };
  },
};

const OTHER_ACCUMULATORS =
  /^\$(accumulator|bottomN?|topN?|firstN|lastN|maxN|minN|median|percentile|stdDevPop|stdDevSamp|concatArrays|setUnion)$/;

function sum(): Accumulator {
  let total: Numeric = new Int32(0);
  return {
    take: (value) => {
      const number = asNumeric(value);
      if (number) total = add(total, number, true);
    },
    result: () => total,
  };
}

function average(): Accumulator {
  let total: Numeric = new Int32(0);
  let count = 0;
  return {
    take: (value) => {
      const number = asNumeric(value);
      if (!number) return;
      if ((number as { _bsontype: string })._bsontype === 'Decimal128')
        throw notImplemented('$avg of Decimal128 values');
      total = add(total, number, true);
      count += 1;
    },
    result: () => (count === 0 ? null : new Double(plain(total) / count)),
  };
}

function extreme(direction: number): Accumulator {
  let best: Value;
  return {
    take: (value) => {
      if (value === undefined || value === null) return;
      if (best === undefined || compareValues(value, best) * direction > 0) best = value;
    },
    result: () => best ?? null,
  };
}

interface Field {
  name: string;
  make: () => Accumulator;
  value: Expression;
}

/** Compiles $group: takes all documents, gives one for each group. */
export function compileGroup(
  operand: Value,
  variables: Variables,
): (docs: AsyncIterable<Doc>) => AsyncGenerator<Doc> {
  const spec = specification('$group', operand);
  if (!('_id' in spec)) throw new MongoError('BadValue', 'a group specification must include an _id');
  const id = compileExpression(spec._id, variables);
  const fields = Object.entries(spec).flatMap(([name, value]) =>
    name === '_id' ? [] : [compileField(name, value, variables)],
  );
  return async function* group(docs) {
    const groups = new Map<Key, { id: Value; accumulators: Accumulator[] }>();
    for await (const doc of docs) {
      const value = id(doc);
      // A missing _id and a null one are one group.
      const key = encodeKey(value);
      let found = groups.get(key);
      if (!found) {
        found = { id: value ?? null, accumulators: fields.map(({ make }) => make()) };
        groups.set(key, found);
      }
      for (const [i, field] of fields.entries()) found.accumulators[i]?.take(field.value(doc));
    }
    for (const found of groups.values()) {
      const result: Doc = { _id: found.id };
      for (const [i, { name }] of fields.entries()) result[name] = found.accumulators[i]?.result();
      yield result;
    }
  };
}

function compileField(name: string, value: Value, variables: Variables): Field {
  const [operator, ...more] = isDoc(value) ? Object.keys(value) : [];
  if (!isDoc(value) || operator === undefined || more.length > 0 || name.includes('.')) {
    throw new MongoError('BadValue', `The field '${name}' must be an accumulator object`);
  }
  const make = Object.hasOwn(ACCUMULATORS, operator) ? ACCUMULATORS[operator] : undefined;
  if (!make) {
    if (OTHER_ACCUMULATORS.test(operator)) throw notImplemented(operator);
    throw new MongoError('BadValue', `unknown group operator '${operator}'`);
  }
  return { name, make, value: compileExpression(value[operator], variables) };
}
