import { keptDatabase } from './forget';

const files = 'files';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(keptDatabase, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(files);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(files, mode);
      const request = work(transaction.objectStore(files));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

// The browser's place for files (its storage for text would hold a few photographs only). Private windows refuse it:
// the caller then has the file for as long as the page is open.

/** Keeps a file in the browser. */
export async function putIn(key: string, file: Blob): Promise<void> {
  await within('readwrite', (store) => store.put(file, key));
}

/** A file that was kept, or null. */
export async function takeOut(key: string): Promise<Blob | null> {
  const kept: unknown = await within('readonly', (store) => store.get(key)).catch(() => null);
  return kept instanceof Blob ? kept : null;
}

/** Takes a file away. */
export async function takeAway(key: string): Promise<void> {
  await within('readwrite', (store) => store.delete(key));
}
