import { useState } from 'react';
import { storage } from '../platform/storage';

const key = 'ticks';
/** How many guides' lists are kept; the oldest go. */
const most = 30;

type Ticks = [code: string, ids: string[]][];

function read(): Ticks {
  const kept = storage.read(key);
  return Array.isArray(kept) ? (kept as Ticks) : [];
}

/**
 * Which materials the person has ready, kept on this phone.
 * @param code the item's code; guide and ticket of one item share the list
 */
export function useTicks(
  code: string,
): [ticked: ReadonlySet<string>, tick: (id: string, on: boolean) => void] {
  const [ids, setIds] = useState<string[]>(() => read().find(([of]) => of === code)?.[1] ?? []);
  const tick = (id: string, on: boolean) => {
    const next = on ? [...ids.filter((other) => other !== id), id] : ids.filter((other) => other !== id);
    setIds(next);
    const others = read().filter(([of]) => of !== code);
    storage.write(key, (next.length > 0 ? [...others, [code, next]] : others).slice(-most));
  };
  return [new Set(ids), tick];
}
