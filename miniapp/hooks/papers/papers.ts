import { keepOwn, readOwn } from '../../api';
import type { ChosenFile } from '../../platform/files/choose';
import { forgetKept, keepFile } from '../../platform/files/keep';
import { onBackOnline } from '../../platform/network';
import { createStore, type Store } from '../../platform/store';
import type { Paper } from './paper';
import { sendPaper } from './send-paper';

/** The papers for one application or supplement, kept on the phone and sent one after the other. */
export interface Papers {
  list: Store<readonly Paper[]>;
  /** @param instead key of a paper that the first of them takes the place of */
  add(materialId: string, files: readonly ChosenFile[], instead?: string): Promise<void>;
  remove(key: string): void;
  /** Sends what stopped or waits. */
  goOn(): void;
  /** Replaces everything: what the server has is the truth again. */
  set(papers: readonly Paper[]): void;
  /** Ends following the network. */
  close(): void;
}

const firstPause = 4_000;
const longestPause = 60_000;

function newKey(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12).padEnd(10, '0')}`;
}

/** Our own writing is trusted; what was being sent when the app was closed goes on from where the server stands. */
function keptPapers(name: string): Paper[] {
  const kept = readOwn(name);
  const papers = Array.isArray(kept) ? (kept as Paper[]) : [];
  return papers.map((paper) =>
    paper.state === 'sending' || paper.state === 'checking' ? { ...paper, state: 'waiting' } : paper,
  );
}

/** @param name of its entry in the phone's storage */
export function createPapers(name: string): Papers {
  const list = createStore<readonly Paper[]>(keptPapers(name));
  list.subscribe(() => keepOwn(name, list.get()));
  let sending = false;
  let pause = firstPause;
  let again: ReturnType<typeof setTimeout> | undefined;

  const find = (key: string) => list.get().find((paper) => paper.key === key);
  const change = (key: string, with_: Partial<Paper>) => {
    list.set(list.get().map((paper) => (paper.key === key ? { ...paper, ...with_ } : paper)));
  };

  /** One at a time: on a slow network two would only both be late. What stopped is tried again after a while. */
  const run = async () => {
    if (sending) return;
    sending = true;
    clearTimeout(again);
    for (;;) {
      const next = list.get().find(({ state }) => state === 'waiting');
      if (!next) break;
      await sendPaper(
        next,
        (news) => change(next.key, news),
        () => find(next.key) !== undefined,
      );
      if (find(next.key)?.state === 'stopped') {
        again = setTimeout(goOn, pause);
        pause = Math.min(longestPause, pause * 2);
        break;
      }
      pause = firstPause;
    }
    sending = false;
  };

  const goOn = () => {
    list.set(
      list
        .get()
        .map((paper) => (paper.state === 'stopped' ? { ...paper, state: 'waiting', words: null } : paper)),
    );
    void run();
  };

  const stopNetwork = onBackOnline(goOn);

  return {
    list,
    async add(materialId, files, instead) {
      const added: Paper[] = [];
      for (const file of files) {
        const key = newKey();
        await keepFile(key, file);
        const { name: fileName, type, size } = file;
        added.push({
          key,
          materialId,
          name: fileName,
          type,
          size,
          uploadId: null,
          state: 'waiting',
          share: 0,
          words: null,
        });
      }
      const at = list.get().findIndex(({ key }) => key === instead);
      const next = [...list.get()];
      if (at < 0) next.push(...added);
      else next.splice(at, 1, ...added);
      list.set(next);
      if (instead) void forgetKept(instead);
      void run();
    },
    remove(key) {
      list.set(list.get().filter((paper) => paper.key !== key));
      void forgetKept(key);
    },
    goOn,
    set: (papers) => list.set(papers),
    close() {
      clearTimeout(again);
      stopNetwork();
    },
  };
}
