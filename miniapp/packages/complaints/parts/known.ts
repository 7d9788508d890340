import { forgetOwnUnder, keepOwn, readOwn } from '../../../api';
import { createStore, useStore } from '../../../platform/store';
import type { ComplaintDetail } from './form';

/** A complaint without a name that this phone can open. */
export interface Anonymous {
  number: string;
  /** 12 letters and digits. */
  code: string;
  title: string;
  filedAt: string;
}

const name = 'anonymous complaints';
const most = 20;

function kept(): Anonymous[] {
  const list = readOwn(name);
  return Array.isArray(list) ? (list as Anonymous[]) : [];
}

/** What was read of them in this run; never written to the phone. */
const seen = createStore<ReadonlyMap<string, { code: string; detail: ComplaintDetail; at: number }>>(
  new Map(),
);

/** Remembers number and code for this run, with what was read. */
export function noteAnonymous(detail: ComplaintDetail, code: string): void {
  seen.set(new Map(seen.get()).set(detail.number, { code, detail, at: Date.now() }));
}

/** As `noteAnonymous`, and keeps number and code on this phone until somebody signs out or takes them away. */
export function keepAnonymous(detail: ComplaintDetail, code: string): void {
  noteAnonymous(detail, code);
  const { number, title, filedAt } = detail;
  const others = kept().filter((one) => one.number !== number);
  keepOwn(name, [{ number, code, title, filedAt }, ...others].slice(0, most));
}

/** Those whose code is kept on this phone, the newest first. */
export function keptAnonymous(): Anonymous[] {
  return kept();
}

/** Takes a code off this phone. */
export function dropAnonymous(number: string): void {
  const rest = kept().filter((one) => one.number !== number);
  if (rest.length > 0) keepOwn(name, rest);
  else forgetOwnUnder(name);
  seen.set(new Map(seen.get()));
}

/** What is known of one here: its code (from this run or from the phone), what was read, and when. */
export function useAnonymous(number: string): {
  code: string | null;
  keptHere: boolean;
  detail: ComplaintDetail | null;
  at: number | null;
} {
  const now = useStore(seen).get(number);
  const here = kept().find((one) => one.number === number);
  return {
    code: now?.code ?? here?.code ?? null,
    keptHere: here !== undefined,
    detail: now?.detail ?? null,
    at: now?.at ?? null,
  };
}

/** `ABCD EFGH JKMN`: as it is written down. */
export function codeWords(code: string): string {
  return code.replace(/[\s-]/g, '').replace(/(.{4})(?=.)/g, '$1 ');
}
