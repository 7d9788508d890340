import { intersect, type Predicate, predicatesOf } from './bounds';
import { type Doc, isDoc, isTruthy, type Value } from './documents';
import { equalValues } from './keys';
import { isOperators } from './matcher';

/**
 * Whether every document that matches `filter` also matches `partial`, so that a partial index may answer the filter.
 * Takes what partialFilterExpression allows: equality, $exists: true, $gt, $gte, $lt, $lte, $in, $type, $and.
 * An answer of false is always safe.
 */
export function implies(filter: Doc, partial: Doc): boolean {
  return Object.entries(partial).every(([path, condition]) => {
    if (path === '$and' && Array.isArray(condition)) {
      return condition.every((clause) => isDoc(clause) && implies(filter, clause));
    }
    if (path.startsWith('$')) return false;
    if (!isOperators(condition)) return impliesCondition(filter, path, '$eq', condition);
    return Object.entries(condition).every(([operator, operand]) =>
      impliesCondition(filter, path, operator, operand),
    );
  });
}

function impliesCondition(filter: Doc, path: string, operator: string, operand: Value): boolean {
  if (hasCondition(filter, path, operator, operand)) return true;
  const own = predicatesOf(filter).filter((predicate) => predicate.path === path);
  if (operator === '$exists') return isTruthy(operand) && own.some(excludesNull);
  const wanted = predicatesOf({ [path]: { [operator]: operand } })[0];
  return wanted !== undefined && own.some((predicate) => within(predicate, wanted));
}

/** Whether the filter states the very same condition. */
function hasCondition(filter: Doc, path: string, operator: string, operand: Value): boolean {
  return Object.entries(filter).some(([name, condition]) => {
    if (name === '$and' && Array.isArray(condition)) {
      return condition.some((clause) => isDoc(clause) && hasCondition(clause, path, operator, operand));
    }
    return (
      name === path &&
      isOperators(condition) &&
      Object.hasOwn(condition, operator) &&
      equalValues(condition[operator], operand)
    );
  });
}

const NULL = predicatesOf({ a: null })[0] as Predicate;

function excludesNull(predicate: Predicate): boolean {
  return intersect(predicate.intervals, NULL.intervals).length === 0;
}

/** Whether every interval of one predicate lies in an interval of the other. */
function within(inner: Predicate, outer: Predicate): boolean {
  return inner.intervals.every((interval) => {
    const [common, ...more] = intersect([interval], outer.intervals);
    return (
      more.length === 0 &&
      common !== undefined &&
      common.from.key === interval.from.key &&
      common.from.after === interval.from.after &&
      common.to.key === interval.to.key &&
      common.to.after === interval.to.after
    );
  });
}
