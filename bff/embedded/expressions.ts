import { Context, evalExpr as evaluate, ProcessingMode } from 'mingo/core';
import * as mingo from 'mingo/operators/expression';
import { type Doc, fromNumber, isDoc, isTruthy, simplify, tag, type Value } from './documents';
import { MongoError, notImplemented } from './errors';
import { type Operator, OWN_OPERATORS } from './expression-operators';
import { arrayIndex, field, splitPath } from './paths';

/** An aggregation expression, compiled: the document in, the value out; `undefined` means that it is missing. */
export type Expression = (doc: Doc) => Value;

/** Variables of the user (`let`), in plain form. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * Operators that mingo evaluates as the server does, by the suite in test/stores/expressions.test.ts. Others are
 * refused, because several of mingo's answer differently from the server.
 */
const FROM_MINGO = [
  '$abs $add $ceil $divide $floor $mod $multiply $pow $sqrt $subtract',
  '$and $or $cond $ifNull $switch $let $literal',
  '$arrayElemAt $arrayToObject $concatArrays $filter $isArray $map $range $reduce $reverseArray $slice',
  '$mergeObjects $objectToArray $setDifference $setIntersection $setUnion',
  '$concat $split $strLenCP $substrCP $regexMatch $trim $ltrim $rtrim $replaceAll $replaceOne',
  '$dateToString $dateTrunc $dateAdd $dateSubtract $dateDiff',
  '$year $month $dayOfMonth $dayOfWeek $dayOfYear $hour $minute $second $millisecond $isoDayOfWeek',
]
  .join(' ')
  .split(' ');

/** Numbers that only exact arithmetic could take; these operators refuse them. */
const ARITHMETIC = new Set(
  '$abs $add $ceil $divide $floor $mod $multiply $pow $sqrt $subtract $range'.split(' '),
);

const evalExpr: Operator = evaluate;
const operators: Record<string, Operator> = { ...OWN_OPERATORS };
for (const name of FROM_MINGO) {
  const operator = (mingo as unknown as Record<string, Operator>)[name] as Operator;
  operators[name] = ARITHMETIC.has(name) ? refuseWide(name, operator) : operator;
}
type ExpressionOps = NonNullable<NonNullable<Parameters<typeof Context.init>[0]>['expression']>;
const context = Context.init({ expression: operators as ExpressionOps });

function refuseWide(name: string, operator: Operator): Operator {
  return (obj, expr, options) => {
    for (const value of [evalExpr(obj, expr, options)].flat()) {
      const type = tag(value);
      if (type === 'Long' || type === 'Decimal128') throw notImplemented(`${name} of ${type} values`);
    }
    return operator(obj, expr, options);
  };
}

/** Compiles an expression; unknown or unsupported operators are refused. */
export function compileExpression(expression: Value, variables: Variables = {}): Expression {
  if (typeof expression === 'string' && /^\$[^$]/.test(expression)) {
    const path = fieldPath(expression.slice(1));
    return (doc) => valueAlong(doc, path, 0);
  }
  if (typeof expression === 'string' && (expression === '$$ROOT' || expression === '$$CURRENT'))
    return (doc) => doc;
  check(expression, new Set([...Object.keys(variables), 'ROOT', 'CURRENT', 'NOW', 'REMOVE']));
  if (!isDoc(expression) && !Array.isArray(expression) && typeof expression !== 'string')
    return () => expression;
  const plain = simplify(expression);
  const options = {
    idKey: '_id',
    processingMode: ProcessingMode.CLONE_OFF,
    useStrictMode: true,
    scriptEnabled: false,
    failOnError: true,
    context,
    variables,
  };
  return (doc) => {
    try {
      return exact(evalExpr(simplify(doc), plain, options));
    } catch (error) {
      if (error instanceof MongoError) throw error;
      throw new MongoError('BadValue', error instanceof Error ? error.message : String(error));
    }
  };
}

/** The variables of a command's `let`, which may not refer to a document. */
export function simplifyVariables(values: Value): Variables {
  if (values === undefined || values === null) return {};
  if (!isDoc(values))
    throw new MongoError('TypeMismatch', "BSON field 'let' is the wrong type, expected type 'object'");
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, simplify(compileExpression(value)({}))]),
  );
}

/** $expr: the truth of an expression. */
export function expressionPredicate(expression: Value, variables?: Variables): (doc: Doc) => boolean {
  const evaluate = compileExpression(expression, variables);
  return (doc) => {
    const value = evaluate(doc);
    return value !== undefined && isTruthy(value);
  };
}

/** What evaluation gives, in exact form: JavaScript numbers become Int32 or Double. */
function exact(value: unknown): Value {
  if (typeof value === 'number') return fromNumber(value);
  if (Array.isArray(value)) return value.map((element) => exact(element) ?? null);
  if (isDoc(value)) {
    const doc: Doc = {};
    for (const [name, inner] of Object.entries(value)) {
      const converted = exact(inner);
      if (converted !== undefined) doc[name] = converted;
    }
    return doc;
  }
  return value as Value;
}

function fieldPath(path: string): string[] {
  const names = splitPath(path);
  if (names.some((name) => name === '')) {
    throw new MongoError('BadValue', `FieldPath '${path}' must not have an empty field name`);
  }
  if (names.some((name) => arrayIndex(name) !== undefined)) throw notImplemented('A number in a field path');
  return names;
}

/** A field path in an expression: over an array it gives the array of what its documents have. */
function valueAlong(value: Value, path: readonly string[], depth: number): Value {
  if (depth === path.length) return value;
  if (Array.isArray(value)) {
    return value
      .map((element) =>
        isDoc(element) || Array.isArray(element) ? valueAlong(element, path, depth) : undefined,
      )
      .filter((element) => element !== undefined);
  }
  return isDoc(value) ? valueAlong(field(value, path[depth] as string), path, depth + 1) : undefined;
}

/** Refuses what the server would refuse and what only it would take. */
function check(expression: Value, variables: ReadonlySet<string>): void {
  if (typeof expression === 'string') {
    checkReference(expression, variables);
  } else if (Array.isArray(expression)) {
    for (const element of expression) check(element, variables);
  } else if (isDoc(expression)) {
    const names = Object.keys(expression);
    const operator = names.find((name) => name.startsWith('$'));
    if (operator === undefined) {
      for (const name of names) check(expression[name], variables);
    } else {
      if (names.length > 1) {
        throw new MongoError('BadValue', 'an object representing an expression must have exactly one field');
      }
      checkOperator(operator, expression[operator], variables);
    }
  }
}

function checkReference(text: string, variables: ReadonlySet<string>): void {
  if (!text.startsWith('$')) return;
  if (!text.startsWith('$$')) {
    fieldPath(text.slice(1));
    return;
  }
  const [name = '', ...path] = text.slice(2).split('.');
  if (!variables.has(name)) throw new MongoError('BadValue', `Use of undefined variable: ${name}`);
  if (path.length > 0) fieldPath(path.join('.'));
}

function checkOperator(operator: string, operand: Value, variables: ReadonlySet<string>): void {
  if (operator === '$literal') return;
  if (!Object.hasOwn(operators, operator)) {
    if (Object.hasOwn(mingo, operator)) throw notImplemented(operator);
    throw new MongoError('InvalidPipelineOperator', `Unrecognized expression '${operator}'`);
  }
  const inner = new Set(variables);
  if (isDoc(operand)) {
    if (operator === '$let' && isDoc(operand.vars))
      for (const name of Object.keys(operand.vars)) inner.add(name);
    if (operator === '$map' || operator === '$filter') {
      inner.add(typeof operand.as === 'string' ? operand.as : 'this');
    }
    if (operator === '$reduce') inner.add('this').add('value');
    if (operator === '$switch' && !('default' in operand)) throw notImplemented('$switch without default');
    for (const value of Object.values(operand)) check(value, inner);
    return;
  }
  check(operand, inner);
}
