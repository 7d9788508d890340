import { Problem } from '../problem';

/** Where a row stands in an order: a number first, then a unique text. */
export type SortKey = readonly [number, string];

/** One page of rows that are already in order. */
export interface PageOf<T> {
  items: T[];
  next: string | null;
  total: number;
}

/**
 * Cuts the page after a cursor out of ordered rows. The cursor names the last row's place in the order, so rows
 * that come or go elsewhere neither repeat nor skip any.
 * @param rows ascending by `keyOf`
 * @throws Problem VALIDATION_FAILED when the cursor is none of ours
 */
export function pageAfter<T>(
  rows: readonly T[],
  cursor: string | undefined,
  size: number,
  keyOf: (row: T) => SortKey,
): PageOf<T> {
  const after = cursor === undefined ? undefined : decodeKey(cursor);
  const start = after === undefined ? 0 : firstAfter(rows, after, keyOf);
  const items = rows.slice(start, start + size);
  const last = items[items.length - 1];
  const more = start + size < rows.length;
  return { items, next: more && last !== undefined ? encodeKey(keyOf(last)) : null, total: rows.length };
}

/** Orders two sort keys. */
export function compareKeys(a: SortKey, b: SortKey): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}

function firstAfter<T>(rows: readonly T[], after: SortKey, keyOf: (row: T) => SortKey): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keyOf(rows[middle] as T), after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A place in an order as a cursor. */
export function encodeKey(key: SortKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws Problem VALIDATION_FAILED when the cursor is none of ours */
export function decodeKey(cursor: string): SortKey {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string')
      return [value[0], value[1]];
  } catch {
    // Not JSON: told below, like every other cursor that is none of ours.
  }
  throw new Problem('VALIDATION_FAILED', { fields: { 'query.page': '这一页已经失效，从第一页看起。' } });
}
