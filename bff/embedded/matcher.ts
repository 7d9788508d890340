import { type Doc, isDoc, isTruthy, tag, toNumber, toRegExp, type Value } from './documents';
import { MongoError, notImplemented } from './errors';
import { expressionPredicate, type Variables } from './expressions';
import { encodeKey, equalValues, isContainer, type Key, TYPE } from './keys';
import { compilePattern, matchesType, wholeNumber } from './matcher-operands';
import { splitPath, valuesAt } from './paths';

/** Whether a document satisfies a filter. */
export type Matcher = (doc: Doc) => boolean;
/** Whether one value (not expanded) satisfies a condition; `undefined` is a missing field. */
type ValueTest = (value: Value) => boolean;
/** Whether the values at a path satisfy a condition; `single`: arrays are not looked into, as inside $elemMatch. */
type PathTest = (values: Value[], single?: boolean) => boolean;

/** Compiles a filter; $expr sees the variables. An operator that is unknown or not supported is refused (2, 238). */
export function compileFilter(filter: Doc, variables: Variables = {}): Matcher {
  const tests = Object.entries(filter).map(([name, value]) => compileEntry(name, value, variables));
  if (tests.length === 1) return tests[0] as Matcher;
  return (doc) => tests.every((test) => test(doc));
}

function compileEntry(name: string, value: Value, variables: Variables): Matcher {
  if (name.startsWith('$')) return compileLogical(name, value, variables);
  const path = splitPath(name);
  const tests = compileCondition(value);
  return (doc) => {
    const values = valuesAt(doc, path);
    return tests.every((test) => test(values));
  };
}

function compileLogical(operator: string, value: Value, variables: Variables): Matcher {
  switch (operator) {
    case '$and': {
      const all = clauses(operator, value, variables);
      return (doc) => all.every((matches) => matches(doc));
    }
    case '$or': {
      const any = clauses(operator, value, variables);
      return (doc) => any.some((matches) => matches(doc));
    }
    case '$nor': {
      const none = clauses(operator, value, variables);
      return (doc) => !none.some((matches) => matches(doc));
    }
    case '$expr':
      return expressionPredicate(value, variables);
    case '$comment':
      return () => true;
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw notImplemented(operator);
    default:
      throw new MongoError('BadValue', `unknown top level operator: ${operator}`);
  }
}

function clauses(operator: string, value: Value, variables: Variables): Matcher[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new MongoError('BadValue', `${operator} must be a nonempty array`);
  }
  return value.map((clause) => {
    if (!isDoc(clause)) throw new MongoError('BadValue', `${operator} entries need to be full objects`);
    return compileFilter(clause, variables);
  });
}

/** Whether a condition is made of operators, `{ $gt: 1 }`, and not a value to equal. */
export function isOperators(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const first = Object.keys(value)[0];
  return first?.startsWith('$') === true && first !== '$ref' && first !== '$id';
}

function compileCondition(condition: Value): PathTest[] {
  if (!isOperators(condition)) {
    if (isRegExp(condition)) return [anyValue(regexTest(condition))];
    return [anyValue(equals(condition))];
  }
  return Object.entries(condition)
    .filter(([operator]) => operator !== '$options' && operator !== '$comment')
    .map(([operator, operand]) => compileOperator(operator, operand, condition));
}

function compileOperator(operator: string, operand: Value, condition: Doc): PathTest {
  switch (operator) {
    case '$eq':
      return anyValue(equals(operand));
    case '$ne':
      if (isRegExp(operand)) throw new MongoError('BadValue', "Can't have regex as arg to $ne.");
      return not(anyValue(equals(operand)));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return anyValue(inOrder(operator, operand));
    case '$in':
      return anyValue(oneOf(operator, operand));
    case '$nin':
      return not(anyValue(oneOf(operator, operand)));
    case '$exists': {
      const wanted = isTruthy(operand);
      return (values) => values.some((value) => value !== undefined) === wanted;
    }
    case '$type':
      return anyValue(matchesType(operand));
    case '$regex': {
      const pattern = compilePattern(operand, condition.$options);
      return anyValue((value) => typeof value === 'string' && pattern.test(value));
    }
    case '$not':
      return compileNot(operand);
    case '$all':
      return compileAll(operand);
    case '$elemMatch':
      return compileElemMatch(operand);
    case '$size': {
      const size = wholeNumber(operator, operand);
      if (size < 0) throw new MongoError('BadValue', `Failed to parse $size. Expected a non-negative number`);
      return (values) => values.some((value) => Array.isArray(value) && value.length === size);
    }
    case '$mod':
      return compileMod(operand);
    default:
      if (
        /^\$(bits(All|Any)(Set|Clear)|geo\w+|near(Sphere)?|within|minDistance|maxDistance)$/.test(operator)
      ) {
        throw notImplemented(operator);
      }
      throw new MongoError('BadValue', `unknown operator: ${operator}`);
  }
}

/** True when the value itself passes, or an element of it when it is an array. */
function anyValue(test: ValueTest): PathTest {
  return (values, single) =>
    values.some((value) => test(value) || (!single && Array.isArray(value) && value.some((e) => test(e))));
}

function not(test: PathTest): PathTest {
  return (values, single) => !test(values, single);
}

function isRegExp(value: Value): boolean {
  return value instanceof RegExp || tag(value) === 'BSONRegExp';
}

function equals(operand: Value): ValueTest {
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  if (typeof operand === 'string') return (value) => value === operand;
  const key = encodeKey(operand);
  const container = isContainer(operand);
  return (value) => value !== undefined && isContainer(value) === container && encodeKey(value) === key;
}

/** A pattern matches strings, and a stored pattern that is the same. */
function regexTest(operand: Value): ValueTest {
  const pattern = toRegExp(operand);
  return (value) =>
    typeof value === 'string' ? pattern.test(value) : isRegExp(value) && equalValues(value, operand);
}

const NAN = encodeKey(Number.NaN);

/** Order within the operand's own type bracket; NaN is equal to itself and in no order with other numbers. */
function inOrder(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: Value): ValueTest {
  if (isRegExp(operand)) {
    throw new MongoError('BadValue', `Can't have RegEx as arg to predicate over field with ${operator}`);
  }
  const key = encodeKey(operand);
  const inclusive = operator.endsWith('e');
  if (operand === null || operand === undefined) {
    return (value) => inclusive && (value === null || value === undefined);
  }
  const greater = operator.startsWith('$gt');
  const compare = (other: Key): boolean => {
    if (other === key) return inclusive;
    return greater ? other > key : other < key;
  };
  if (key === TYPE.minKey || key === TYPE.maxKey)
    return (value) => value !== undefined && compare(encodeKey(value));
  return (value) => {
    if (value === undefined) return false;
    if (typeof operand === 'string') {
      if (typeof value !== 'string') return false;
    }
    const other = encodeKey(value);
    if (other[0] !== key[0]) return false;
    if (key === NAN || other === NAN) return inclusive && key === other;
    return compare(other);
  };
}

function oneOf(operator: string, operand: Value): ValueTest {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${operator} needs an array`);
  const patterns = operand.filter(isRegExp).map(regexTest);
  const values = operand.filter((value) => !isRegExp(value));
  for (const value of values) {
    if (isOperators(value)) throw new MongoError('BadValue', `cannot nest $ under ${operator}`);
  }
  const keys = new Set(values.map(encodeKey));
  return (value) => keys.has(encodeKey(value)) || patterns.some((matches) => matches(value));
}

function compileNot(operand: Value): PathTest {
  if (isRegExp(operand)) return not(anyValue(regexTest(operand)));
  if (!isOperators(operand)) throw new MongoError('BadValue', '$not needs a regex or a document');
  const tests = compileCondition(operand);
  return (values, single) => !tests.every((test) => test(values, single));
}

function compileAll(operand: Value): PathTest {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$all needs an array');
  if (operand.length === 0) return () => false;
  const tests = operand.map((value) => {
    if (isDoc(value) && '$elemMatch' in value) return compileElemMatch(value.$elemMatch);
    if (isOperators(value)) throw new MongoError('BadValue', 'no $ expressions in $all');
    return anyValue(isRegExp(value) ? regexTest(value) : equals(value));
  });
  return (values, single) => tests.every((test) => test(values, single));
}

function compileElemMatch(operand: Value): PathTest {
  if (!isDoc(operand)) throw new MongoError('BadValue', '$elemMatch needs an Object');
  const byValue =
    isOperators(operand) && !/^\$(and|or|nor|expr|where)$/.test(Object.keys(operand)[0] as string);
  let test: ValueTest;
  if (byValue) {
    const tests = compileCondition(operand);
    test = (element) => tests.every((condition) => condition([element], true));
  } else {
    const matches = compileFilter(operand);
    test = (element) => {
      if (isDoc(element)) return matches(element);
      return Array.isArray(element) && matches(Object.fromEntries(element.entries()) as Doc);
    };
  }
  return (values) => values.some((value) => Array.isArray(value) && value.some(test));
}

function compileMod(operand: Value): PathTest {
  if (!Array.isArray(operand) || operand.length !== 2) {
    throw new MongoError('BadValue', 'malformed mod, needs to be an array of two numbers');
  }
  const [divisor, remainder] = operand.map((value) => Math.trunc(toNumber(value) ?? Number.NaN));
  if (divisor === undefined || remainder === undefined || Number.isNaN(divisor) || Number.isNaN(remainder)) {
    throw new MongoError('BadValue', 'malformed mod, divisor and remainder must be numbers');
  }
  if (divisor === 0) throw new MongoError('BadValue', 'divisor cannot be 0');
  return anyValue((value) => {
    const number = toNumber(value);
    return number !== undefined && Number.isFinite(number) && Math.trunc(number) % divisor === remainder;
  });
}
