import { asFailure, forgetOwnUnder, keepOwn, newKey, perform, readOwn, remember } from '../api';
import { onBackOnline } from '../platform/network';
import { createStore, useStore } from '../platform/store';
import { type Paper, underWay } from './papers/paper';
import { createPapers } from './papers/papers';

/** Photographs that follow a complaint which was filed or supplemented without them. */
interface Late {
  /** Names this batch, and is the key under which it is handed in, once. */
  key: string;
  complaintId: string;
  /** Of whoever complained without a name. */
  code: string | null;
  /** Why it came to nothing; null while it is on its way. */
  failure: string | null;
}

/** How the photographs of one complaint stand. */
export interface LatePhotos {
  /** Still on their way. */
  left: number;
  /** What did not get through, with what to do. */
  failure: string | null;
}

const name = 'late photos';
const againAfter = 20_000;
const papersName = (key: string) => `late ${key}`;

function kept(): Late[] {
  const list = readOwn(name);
  return Array.isArray(list) ? (list as Late[]) : [];
}

function keep(list: readonly Late[]): void {
  if (list.length > 0) keepOwn(name, list);
  else forgetOwnUnder(name);
}

const standing = createStore<ReadonlyMap<string, LatePhotos>>(new Map());

function show(complaintId: string, how: LatePhotos | null): void {
  const next = new Map(standing.get());
  if (how) next.set(complaintId, how);
  else next.delete(complaintId);
  standing.set(next);
}

const running = new Set<string>();

/** Sees a batch through: its uploads first, then one supplement with all that arrived. */
function follow(late: Late, first?: readonly Paper[]): void {
  const { key, complaintId, code } = late;
  if (running.has(key)) return;
  running.add(key);
  const papers = createPapers(papersName(key));
  if (first) papers.set(first);
  let handing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (failure: string | null) => {
    clearTimeout(timer);
    stopWatching();
    stopNetwork();
    papers.close();
    for (const paper of papers.list.get()) papers.remove(paper.key);
    forgetOwnUnder(papersName(key));
    keep(kept().flatMap((one) => (one.key === key ? (failure ? [{ ...one, failure }] : []) : [one])));
    running.delete(key);
    show(complaintId, failure ? { left: 0, failure } : null);
  };

  const handIn = async () => {
    const list = papers.list.get();
    if (handing || list.some(underWay)) return;
    handing = true;
    clearTimeout(timer);
    const photos = list.flatMap(({ state, uploadId }) => (state === 'ready' && uploadId ? [uploadId] : []));
    const lost = list.length - photos.length;
    try {
      if (photos.length > 0) {
        const params = { id: complaintId };
        const body = { photos, ...(code && { code }) };
        const done = await perform(
          'POST /complaints/{id}/supplement',
          { params, body },
          { keep: false, key },
        );
        if (!code) remember('GET /complaints/{id}', { params }, done, null);
      }
      end(lost > 0 ? `有 ${lost} 张照片没有传成，可以在下面“补充情况”里换一张再传。` : null);
    } catch (thrown) {
      const failure = asFailure(thrown);
      handing = false;
      if (failure.unknownOutcome) timer = setTimeout(() => void handIn(), againAfter);
      else end(`照片没有补进去：${failure.message}`);
    }
  };

  const look = () => {
    show(complaintId, { left: papers.list.get().length, failure: null });
    void handIn();
  };
  const stopWatching = papers.list.subscribe(look);
  const stopNetwork = onBackOnline(() => void handIn());
  look();
  papers.goOn();
}

/** Sends photographs after their complaint, also when the app is closed meanwhile; nothing where there is none. */
export function followWithPhotos(to: { id: string; code: string | null }, papers: readonly Paper[]): void {
  if (papers.length === 0) return;
  const late: Late = { key: newKey(), complaintId: to.id, code: to.code, failure: null };
  // What was on its way a moment ago goes on from where the server stands.
  const waiting = papers.map((paper) =>
    paper.state === 'sending' || paper.state === 'checking' ? { ...paper, state: 'waiting' as const } : paper,
  );
  keepOwn(papersName(late.key), waiting);
  keep([...kept(), late]);
  follow(late, waiting);
}

/** Goes on with what was on its way when the app was closed. Called when the app starts. */
export function resumeLatePhotos(): void {
  for (const late of kept()) {
    if (late.failure) show(late.complaintId, { left: 0, failure: late.failure });
    else follow(late);
  }
}

/** How the photographs that follow a complaint stand; null when none do. */
export function useLatePhotos(complaintId: string): LatePhotos | null {
  return useStore(standing).get(complaintId) ?? null;
}

/** The person has read what did not get through. */
export function dismissLatePhotos(complaintId: string): void {
  keep(kept().filter((one) => one.complaintId !== complaintId || !one.failure));
  show(complaintId, null);
}
