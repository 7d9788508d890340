import type { Collection } from '../catalog';
import type { Change } from '../storage';
import { type CommandContext, namespace } from './context';

/** What a long command may hold in memory before it waits for the disk. */
const MAX_STAGED_BYTES = 8 * 1024 * 1024;

/** A write under way: the lock of its collection is held, and what it stages is awaited before the answer. */
export interface WriteScope {
  context: CommandContext;
  collection: Collection;
  /** Stages changes, all or none of which will survive; a promise asks to wait before more is staged. */
  stage(changes: readonly Change[]): Promise<void> | undefined;
}

/**
 * Runs a write under the collection's lock; resolves when all that it staged is on disk. A missing collection is
 * created, or, when the write can not need one, left alone: `absent` is the answer then.
 */
export async function writing<T>(
  context: CommandContext,
  task: (scope: WriteScope) => Promise<T>,
  absent?: T,
): Promise<T> {
  const { catalog, storage } = context.engine;
  const pending = new Set<Promise<void>>();
  let staged = 0;
  const stage = (changes: readonly Change[]) => {
    const written = storage.write(changes);
    // Awaited below, once the task is done.
    written.catch(() => undefined);
    pending.add(written);
    for (const [, value] of changes) staged += value?.byteLength ?? 0;
    if (staged < MAX_STAGED_BYTES) return undefined;
    staged = 0;
    return written;
  };
  const attempt = async (): Promise<T> => {
    const created: Change[] = [];
    const ns = namespace(context);
    if (absent !== undefined && !catalog.get(ns)) return absent;
    const collection = catalog.ensure(ns, created);
    if (created.length > 0) void stage(created);
    const outcome = await collection.lock.run(async () =>
      collection.dropped ? undefined : { result: await task({ context, collection, stage }) },
    );
    return outcome ? outcome.result : attempt();
  };
  const result = await attempt();
  await Promise.all(pending);
  return result;
}
