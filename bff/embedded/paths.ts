import { type Doc, isDoc, type Value } from './documents';

/** Splits "a.b.0" into its names. */
export function splitPath(path: string): string[] {
  return path.split('.');
}

/** The array index a name stands for, or undefined. */
export function arrayIndex(name: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(name) ? Number(name) : undefined;
}

/** A document's own field; undefined when it is missing. */
export function field(doc: Doc, name: string): Value {
  return Object.hasOwn(doc, name) ? doc[name] : undefined;
}

/**
 * The values that a filter's path reaches, as the server walks it: through documents, and through the documents
 * inside arrays on the way; arrays at the end are given whole. A missing end is `undefined`; elements of an array
 * on the way that are no documents give nothing.
 */
export function valuesAt(doc: Doc, path: readonly string[]): Value[] {
  const first = field(doc, path[0] as string);
  if (path.length === 1) return [first];
  const found: Value[] = [];
  walk(first, path, 1, found);
  return found;
}

function walk(value: Value, path: readonly string[], depth: number, found: Value[]): void {
  if (depth === path.length) {
    found.push(value);
  } else if (Array.isArray(value)) {
    const index = arrayIndex(path[depth] as string);
    if (index !== undefined && index < value.length) walk(value[index], path, depth + 1, found);
    for (const element of value) if (isDoc(element)) walk(element, path, depth, found);
  } else if (isDoc(value)) {
    walk(field(value, path[depth] as string), path, depth + 1, found);
  } else {
    found.push(undefined);
  }
}

/** Sets a field so that names such as __proto__ stay plain data. */
export function setField(doc: Doc, name: string, value: Value): void {
  if (name === '__proto__') {
    Object.defineProperty(doc, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    doc[name] = value;
  }
}
