import { join } from 'node:path';
import type { Settings } from '../settings';
import { fileStorage } from './files';
import { s3Storage } from './s3';

/**
 * Where the contents of files are kept, by key. It knows nothing of what is inside: what is personal is sealed before it
 * comes here. An object appears whole or not at all; putting again replaces it.
 */
export interface ObjectStorage {
  /** @param key as `objectKey` allows */
  put(key: string, content: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void>;
  /** @returns null when there is no such object */
  get(key: string): Promise<StoredObject | null>;
  /** Nothing happens when there is none. */
  remove(key: string): Promise<void>;
  /** @returns its bytes; null when there is no such object */
  size(key: string): Promise<number | null>;
}

export interface StoredObject {
  /** Bytes. */
  size: number;
  content: AsyncIterable<Buffer>;
}

/** In a bucket when one is named, otherwise in files under DATA_DIR. @throws Problem STORE_UNAVAILABLE from each of its methods */
export function createStorage({ storage, dataDir }: Pick<Settings, 'storage' | 'dataDir'>): ObjectStorage {
  return storage ? s3Storage(storage) : fileStorage(join(dataDir, 'objects'));
}
