import Taro from '@tarojs/taro';
import { isWeapp } from '../env';
import { putIn, takeAway, takeOut } from './browser-store';
import type { ChosenFile } from './choose';
import { keptPrefix } from './forget';

/** Where the files of this run lie; those of earlier runs are found by their name. */
const here = new Map<string, string | Blob>();

function pathOf(key: string): string {
  return `${Taro.env.USER_DATA_PATH ?? ''}/${keptPrefix}${key}`;
}

/** Calls a method of WeChat's file system that takes callbacks. */
function viaFiles<T>(
  call: (
    files: Taro.FileSystemManager,
    done: { success: (result: T) => void; fail: (failure: unknown) => void },
  ) => void,
): Promise<T> {
  return new Promise((success, fail) => {
    call(Taro.getFileSystemManager(), { success, fail });
  });
}

/**
 * Keeps a chosen file on the phone until it has been handed up, so that closing the app loses nothing. A phone that
 * has no room keeps it for as long as the app is open.
 * @param key of our own: letters, digits and `-`
 */
export async function keepFile(key: string, { source }: ChosenFile): Promise<void> {
  here.set(key, source);
  try {
    if (typeof source !== 'string') {
      await putIn(key, source);
      return;
    }
    const filePath = pathOf(key);
    await viaFiles((files, done) => files.saveFile({ tempFilePath: source, filePath, ...done }));
    here.set(key, filePath);
  } catch {
    // Full or forbidden: it can still be read while the app is open.
  }
}

/**
 * Some bytes of a kept file.
 * @throws when it is not there any more
 */
export async function readKept(key: string, from: number, length: number): Promise<ArrayBuffer> {
  if (!isWeapp) {
    const blob = here.get(key) ?? (await takeOut(key));
    if (!(blob instanceof Blob)) throw new Error('the file is gone');
    here.set(key, blob);
    return blob.slice(from, from + length).arrayBuffer();
  }
  const known = here.get(key);
  const filePath = typeof known === 'string' ? known : pathOf(key);
  const { data } = await viaFiles<{ data: string | ArrayBuffer }>((files, done) =>
    files.readFile({ filePath, position: from, length, ...done }),
  );
  if (typeof data === 'string') throw new Error('the file was read as text');
  return data;
}

/** Takes a kept file away; nothing happens when there is none. */
export async function forgetKept(key: string): Promise<void> {
  const known = here.get(key);
  here.delete(key);
  try {
    if (!isWeapp) await takeAway(key);
    else {
      const filePath = typeof known === 'string' ? known : pathOf(key);
      await viaFiles((files, done) => files.unlink({ filePath, ...done }));
    }
  } catch {
    // It was not kept.
  }
}
