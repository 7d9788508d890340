import Taro from '@tarojs/taro';
import { isWeapp } from '../env';

/** Where a paper comes from. */
export type FileSource = 'camera' | 'album' | 'file';

/** A file that was chosen and is still where the phone put it. */
export interface ChosenFile {
  /** As the person knows it; null for a photograph. */
  name: string | null;
  /** What the phone takes it for; the server looks at the content. */
  type: string;
  /** Bytes. */
  size: number;
  /** In WeChat the path of a temporary file, in the browser the file itself. */
  source: string | Blob;
}

/** Pictures and PDF are taken; HEIC is not asked for, so that iPhones hand over a JPEG. */
const accepted = 'image/jpeg,image/png,image/webp,application/pdf';
const pictures = 'image/jpeg,image/png,image/webp';

const typesByEnding: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heic',
  pdf: 'application/pdf',
};

/** The type that a file's name speaks of. @param otherwise for a name that says nothing */
export function typeByName(name: string, otherwise: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return typesByEnding[ending] ?? otherwise;
}

/**
 * Lets the person take a photograph, or choose pictures or files. Only ever called by a tap.
 * @param most how many may be chosen at once
 * @returns what was chosen; empty when the person turned away
 * @throws when the phone does not let the app (camera or privacy refused)
 */
export function chooseFiles(source: FileSource, most: number): Promise<ChosenFile[]> {
  if (!isWeapp) return fromBrowser(source, most);
  return (source === 'file' ? fromChats(most) : fromCamera(source, most)).catch((failure: unknown) => {
    if (/cancel/.test(errMsgOf(failure))) return [];
    throw failure;
  });
}

function errMsgOf(failure: unknown): string {
  return typeof failure === 'object' && failure !== null && 'errMsg' in failure ? String(failure.errMsg) : '';
}

async function fromCamera(source: 'camera' | 'album', most: number): Promise<ChosenFile[]> {
  const { tempFiles } = await Taro.chooseMedia({
    count: source === 'camera' ? 1 : Math.min(9, most),
    mediaType: ['image'],
    sourceType: [source],
    sizeType: ['compressed'],
  });
  return tempFiles.map(({ tempFilePath, size }) => ({
    name: null,
    type: typeByName(tempFilePath, 'image/jpeg'),
    size,
    source: tempFilePath,
  }));
}

/** WeChat has no way to the phone's own files but through a chat: 文件传输助手 for one's own. */
async function fromChats(most: number): Promise<ChosenFile[]> {
  const { tempFiles } = await Taro.chooseMessageFile({ count: Math.min(9, most), type: 'all' });
  return tempFiles.map(({ path, size, name }) => ({
    name,
    type: typeByName(name, 'application/octet-stream'),
    size,
    source: path,
  }));
}

function fromBrowser(source: FileSource, most: number): Promise<ChosenFile[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = source === 'file' ? accepted : pictures;
  input.multiple = source !== 'camera' && most > 1;
  if (source === 'camera') input.setAttribute('capture', 'environment');
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]));
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])].slice(0, most);
      resolve(
        files.map((file) => ({
          name: source === 'file' ? file.name : null,
          type: file.type || typeByName(file.name, 'application/octet-stream'),
          size: file.size,
          source: file,
        })),
      );
    });
    input.click();
  });
}
