import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../problem';
import type { ObjectStorage } from '.';
import { objectKey } from './object-key';

/**
 * Objects as files below a folder. Written beside and moved into place, with both the file and its folder on the disk
 * before it counts: after a cut of power there is the whole object or none.
 */
export function fileStorage(root: string): ObjectStorage {
  const pathOf = (key: string) => join(root, objectKey(key));
  return {
    put: (key, content) =>
      kept(async () => {
        const path = pathOf(key);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const beside = `${path}.${randomUUID()}.new`;
        try {
          const file = await open(beside, 'wx', 0o600);
          try {
            for await (const chunk of content) await file.writeFile(chunk);
            await file.sync();
          } finally {
            await file.close();
          }
          await rename(beside, path);
        } catch (error) {
          await rm(beside, { force: true });
          throw error;
        }
        await syncFolder(dirname(path));
      }),
    get: (key) =>
      kept(async () => {
        const file = await openIfThere(pathOf(key));
        if (!file) return null;
        const { size } = await file.stat();
        return { size, content: file.createReadStream() };
      }),
    remove: (key) => kept(() => rm(pathOf(key), { force: true })),
    size: (key) =>
      kept(async () => {
        try {
          return (await stat(pathOf(key))).size;
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      }),
  };
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A disk that is full or gone is a store that is away. */
async function kept<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (typeof (error as { syscall?: unknown }).syscall !== 'string') throw error;
    throw new Problem('STORE_UNAVAILABLE', { retryAfter: 5, cause: error });
  }
}

const isMissing = (error: unknown) => (error as { code?: unknown }).code === 'ENOENT';
