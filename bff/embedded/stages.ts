import { type Doc, isDoc, type Value } from './documents';
import { MongoError } from './errors';
import { compileExpression, type Variables } from './expressions';
import { splitPath } from './paths';
import { assign, compileProjection } from './projection';

/** A stage that makes one document of one document. */
export type DocumentStage = (doc: Doc) => Doc;

/** Compiles $addFields, $set, $project, $unset, $replaceRoot and $replaceWith. */
export function compileStage(name: string, operand: Value, variables: Variables = {}): DocumentStage {
  switch (name) {
    case '$addFields':
    case '$set':
      return addFields(specification(name, operand), variables);
    case '$project': {
      const spec = specification(name, operand);
      if (Object.keys(spec).length === 0)
        throw new MongoError('BadValue', '$project specification must have at least one field');
      return compileProjection(spec, true, variables);
    }
    case '$unset': {
      const paths = Array.isArray(operand) ? operand : [operand];
      if (!paths.every((path) => typeof path === 'string')) {
        throw new MongoError('BadValue', '$unset specification must be a string or an array of strings');
      }
      return compileProjection(Object.fromEntries(paths.map((path) => [path as string, false])), true);
    }
    case '$replaceRoot':
      return replaceRoot(name, specification(name, operand).newRoot, variables);
    default:
      return replaceRoot(name, operand, variables);
  }
}

/** The operand of a stage that has to be a document. */
export function specification(name: string, operand: Value): Doc {
  if (!isDoc(operand)) throw new MongoError('BadValue', `the ${name} stage specification must be an object`);
  return operand;
}

function addFields(spec: Doc, variables: Variables): DocumentStage {
  const computed = flatten(spec, []).map(
    ([path, value]) => [path, compileExpression(value, variables)] as const,
  );
  return (doc) => {
    const result = { ...doc };
    for (const [path, value] of computed) assign(result, path, value(doc));
    return result;
  };
}

/** `{ a: { b: expr } }` sets a.b and keeps what else a has. */
function flatten(spec: Doc, prefix: readonly string[]): [string[], Value][] {
  return Object.entries(spec).flatMap(([name, value]): [string[], Value][] => {
    const path = [...prefix, ...splitPath(name)];
    const names = isDoc(value) ? Object.keys(value) : [];
    const nested = names.length > 0 && !names.some((inner) => inner.startsWith('$'));
    return nested ? flatten(value as Doc, path) : [[path, value]];
  });
}

function replaceRoot(name: string, operand: Value, variables: Variables): DocumentStage {
  const compute = compileExpression(operand, variables);
  return (doc) => {
    const root = compute(doc);
    if (!isDoc(root))
      throw new MongoError('BadValue', `'newRoot' expression of ${name} must evaluate to an object`);
    return root;
  };
}
