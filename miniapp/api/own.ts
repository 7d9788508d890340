import { forgetAllKept } from '../platform/files/forget';
import { storage } from '../platform/storage';

/** What a person began on this phone and the server may not have yet: names of its entries, to find them at sign-out. */
const indexKey = 'own';

function names(): string[] {
  const kept = storage.read(indexKey);
  return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
}

/** Keeps something of the person's on this phone until they sign out. @returns false when the phone has no room */
export function keepOwn(name: string, value: unknown): boolean {
  const known = names();
  if (!known.includes(name)) storage.write(indexKey, [...known, name]);
  return storage.write(name, value);
}

/** What was kept under the name, or null; the caller checks its shape. */
export function readOwn(name: string): unknown {
  return storage.read(name);
}

/** Forgets one entry. */
export function forgetOwnUnder(name: string): void {
  storage.remove(name);
  storage.write(
    indexKey,
    names().filter((other) => other !== name),
  );
}

/** Forgets all of it with the files that belong to it. */
export function forgetOwn(): void {
  const known = names();
  if (known.length === 0) return;
  for (const name of known) storage.remove(name);
  storage.remove(indexKey);
  void forgetAllKept();
}
