import { createHash } from 'node:crypto';

/** Where a file lies on the phone: `http://tmp/…` until the app is closed, `http://usr/…` until it is taken away. */
export type PhoneFiles = Map<string, Buffer>;

/** A picture or file that the person chooses when the app asks. */
export interface Chosen {
  /** With its ending: WeChat's temporary path ends in the same. */
  name: string;
  bytes: Buffer;
}

export const userFolder = 'http://usr';
const temporary = 'http://tmp/';
/** WeChat's limit for all files that an app keeps. */
const mostKept = 200 * 1024 * 1024;

interface FileOptions {
  filePath?: string;
  tempFilePath?: string;
  dirPath?: string;
  position?: number;
  length?: number;
  encoding?: string;
  success?: (result: Record<string, unknown>) => void;
  fail?: (failure: { errMsg: string }) => void;
  complete?: (result: Record<string, unknown>) => void;
}

/** What lies in the temporary folder is gone when the app is closed. */
export function forgetTemporary(files: PhoneFiles): void {
  for (const path of [...files.keys()]) if (path.startsWith(temporary)) files.delete(path);
}

/** Puts a chosen file where WeChat would put it. @returns its temporary path */
export function putTemporary(files: PhoneFiles, { name, bytes }: Chosen): string {
  const ending = /\.[a-z0-9]+$/i.exec(name)?.[0] ?? '';
  const path = `${temporary}${createHash('md5').update(bytes).update(String(files.size)).digest('hex')}${ending}`;
  files.set(path, bytes);
  return path;
}

/** `wx.getFileSystemManager()`: the methods that this app uses, each failing as WeChat's does. */
export function makeFileSystem(files: PhoneFiles, changed: () => void) {
  const answer =
    (name: string, work: (options: FileOptions) => Record<string, unknown>) => (options: FileOptions) => {
      setImmediate(() => {
        try {
          const result = { errMsg: `${name}:ok`, ...work(options) };
          options.success?.(result);
          options.complete?.(result);
        } catch (error) {
          const errMsg = `${name}:fail ${error instanceof Error ? error.message : String(error)}`;
          options.fail?.({ errMsg });
          options.complete?.({ errMsg });
        }
        changed();
      });
    };
  const read = (path: string | undefined): Buffer => {
    const bytes = path === undefined ? undefined : files.get(path);
    if (!bytes) throw new Error(`no such file or directory, open "${path}"`);
    return bytes;
  };
  const kept = () =>
    [...files]
      .filter(([path]) => path.startsWith(userFolder))
      .reduce((sum, [, { length }]) => sum + length, 0);

  return {
    saveFile: answer('saveFile', ({ tempFilePath, filePath = `${userFolder}/saved` }) => {
      if (!tempFilePath?.startsWith(temporary)) throw new Error('tempFilePath file not exist');
      if (!filePath.startsWith(`${userFolder}/`)) throw new Error(`permission denied, open "${filePath}"`);
      const bytes = read(tempFilePath);
      if (kept() + bytes.length > mostKept)
        throw new Error('the maximum size of the file storage limit is exceeded');
      files.delete(tempFilePath);
      files.set(filePath, bytes);
      return { savedFilePath: filePath };
    }),
    readFile: answer('readFile', ({ filePath, position = 0, length, encoding }) => {
      if (encoding !== undefined) throw new Error('this app reads bytes');
      const bytes = read(filePath);
      if (position < 0 || position > bytes.length) throw new Error('the value of "position" is out of range');
      if (length !== undefined && (length < 1 || position + length > bytes.length)) {
        throw new Error('the value of "length" is out of range');
      }
      const part = bytes.subarray(position, length === undefined ? undefined : position + length);
      return { data: new Uint8Array(part).buffer };
    }),
    unlink: answer('unlink', ({ filePath }) => {
      read(filePath);
      if (!filePath?.startsWith(userFolder) && !filePath?.startsWith(temporary))
        throw new Error('permission denied');
      files.delete(filePath);
      return {};
    }),
    readdir: answer('readdir', ({ dirPath }) => {
      if (dirPath !== userFolder) throw new Error('permission denied');
      const names = [...files.keys()].filter((path) => path.startsWith(`${userFolder}/`));
      return { files: names.map((path) => path.slice(userFolder.length + 1)) };
    }),
  };
}
