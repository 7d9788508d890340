/**
 * `waiting` for its turn; `sending`; `checking` everything is there and the server looks at it; `ready` it was taken;
 * `refused` it cannot be taken, another must be chosen; `stopped` the network or the server failed, it goes on later.
 */
export type PaperState = 'waiting' | 'sending' | 'checking' | 'ready' | 'refused' | 'stopped';

/** A photograph or file for one thing that is asked for, from the moment it was chosen. */
export interface Paper {
  /** Names it on this phone, and is the key under which its upload is begun, so that it is begun once. */
  key: string;
  /** What it is for: a material of an item, or photographs as such. */
  materialId: string;
  name: string | null;
  /** What the phone took it for; once ready, what it is. */
  type: string;
  /** Bytes. */
  size: number;
  uploadId: string | null;
  state: PaperState;
  /** How much has arrived, 0 to 1. */
  share: number;
  /** Why it was refused or stopped. */
  words: string | null;
}

/** Still on its way: it has to be waited for before anything is handed in. */
export function underWay({ state }: Paper): boolean {
  return state !== 'ready' && state !== 'refused';
}

/** `350 KB`, `1.2 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, '')} MB`;
}

/** `照片 2`, or the file's own name. @param at its place among the papers of its material, from 0 */
export function paperName({ name, type }: Paper, at: number): string {
  return name ?? `${type === 'application/pdf' ? '文件' : '照片'} ${at + 1}`;
}
