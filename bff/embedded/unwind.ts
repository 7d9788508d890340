import { Long } from 'bson';
import { type Doc, isDoc, type Value } from './documents';
import { MongoError } from './errors';
import { field, splitPath } from './paths';
import { assign } from './projection';
import { specification } from './stages';

/** Compiles $unwind: one document for each element of an array. */
export function compileUnwind(operand: Value): (docs: AsyncIterable<Doc>) => AsyncGenerator<Doc> {
  const spec: Doc = typeof operand === 'string' ? { path: operand } : specification('$unwind', operand);
  const path = spec.path;
  if (typeof path !== 'string' || !path.startsWith('$')) {
    throw new MongoError('BadValue', "path option to $unwind stage should be prefixed with a '$'");
  }
  const names = splitPath(path.slice(1));
  const keep = spec.preserveNullAndEmptyArrays === true;
  const index = typeof spec.includeArrayIndex === 'string' ? splitPath(spec.includeArrayIndex) : undefined;
  const emit = (doc: Doc, value: Value, at: Value): Doc => {
    const result = { ...doc };
    assign(result, names, value);
    if (index) assign(result, index, at);
    return result;
  };
  return async function* unwound(docs) {
    for await (const doc of docs) {
      const value = names.reduce<Value>((at, name) => (isDoc(at) ? field(at, name) : undefined), doc);
      if (Array.isArray(value) && value.length > 0) {
        for (const [i, element] of value.entries()) yield emit(doc, element, Long.fromNumber(i));
      } else if (value !== undefined && value !== null && !Array.isArray(value)) {
        yield emit(doc, value, null);
      } else if (keep) {
        yield emit(doc, Array.isArray(value) ? undefined : value, null);
      }
    }
  };
}
