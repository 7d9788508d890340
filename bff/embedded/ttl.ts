import type { Catalog, Collection, Index } from './catalog';
import { replaceChanges } from './collection-writes';
import { type Doc, decode, type Value } from './documents';
import { bytesToKey, encodeKey, type Key } from './keys';
import { splitPath, valuesAt } from './paths';
import { rangesIn } from './planner';
import type { Storage } from './storage';

const INTERVAL_MS = 1000;

/** Deletes documents whose date in a TTL index is older than its seconds, once a second (the real server: once a minute). */
export class TtlSweeper {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly storage: Storage,
    private readonly catalog: Catalog,
    private readonly now: () => number,
    private readonly afterwards: () => Promise<void>,
  ) {}

  start(): void {
    const tick = async () => {
      await this.sweep();
      await this.afterwards();
    };
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(tick).catch((error: unknown) => {
        console.error('embedded server: deleting expired documents failed', error);
      });
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Deletes what has expired by now; gives the number of documents. */
  async sweep(): Promise<number> {
    let deleted = 0;
    for (const collection of this.catalog.list()) {
      for (const index of collection.indexes) {
        if (index.expireAfterSeconds !== undefined) deleted += await this.#sweepIndex(collection, index);
      }
    }
    return deleted;
  }

  async #sweepIndex(collection: Collection, index: Index): Promise<number> {
    const cutoff = new Date(this.now() - (index.expireAfterSeconds as number) * 1000);
    const path = index.fields[0]?.path as string;
    const ids: Key[] = [];
    for (const range of rangesIn(index, { [path]: { $lte: cutoff } })) {
      for await (const [, id] of this.storage.scan(range)) ids.push(bytesToKey(id));
    }
    if (ids.length === 0) return 0;
    return collection.lock.run(async () => {
      const writes = ids.map((id) => this.#expire(collection, index, path, cutoff, id));
      await Promise.all(writes);
      return writes.filter((write) => write !== undefined).length;
    });
  }

  /** Deletes one document if it is still expired; undefined when it is not. */
  #expire(
    collection: Collection,
    index: Index,
    path: string,
    cutoff: Date,
    id: Key,
  ): Promise<void> | undefined {
    const bytes = collection.dropped ? undefined : this.storage.get(collection.space + id);
    if (!bytes) return undefined;
    const doc = decode(bytes);
    if (!isExpired(doc, path, cutoff) || (index.partial && !index.partial.matches(doc))) return undefined;
    return this.storage.write(
      replaceChanges(this.storage, this.catalog, collection, { id, doc, bytes }, undefined),
    );
  }
}

/** The earliest date counts when the field has several. */
function isExpired(doc: Doc, path: string, cutoff: Date): boolean {
  const limit = encodeKey(cutoff);
  const dates = valuesAt(doc, splitPath(path)).flatMap((value): Value[] =>
    Array.isArray(value) ? value : [value],
  );
  return dates.some((value) => value instanceof Date && encodeKey(value) <= limit);
}
