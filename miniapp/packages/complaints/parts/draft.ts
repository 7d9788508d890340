import {
  type ActionOptions,
  type Answer,
  asFailure,
  keepOwn,
  newKey,
  perform,
  readOwn,
  remember,
} from '../../../api';
import { followWithPhotos } from '../../../hooks/late-photos';
import type { Paper } from '../../../hooks/papers/paper';
import { createPapers, type Papers } from '../../../hooks/papers/papers';
import { createStore, useStore } from '../../../platform/store';
import { bodyOf, emptyForm, type Form } from './form';
import { keepAnonymous } from './known';

/** A try whose outcome is not known: it goes out again under its key, as it was. */
interface Sending {
  key: string;
  /** Of the form it was made from: what was changed since is another complaint. */
  print: string;
  body: ReturnType<typeof bodyOf>;
  /** `Date.now()`. */
  at: number;
}

interface Kept {
  form: Form;
  sending: Sending | null;
}

const name = 'complaint draft';
const photosName = 'complaint photos';
/** The server keeps keys for at least a day. */
const keyLives = 23 * 60 * 60_000;
/** As many as the server takes. */
export const mostPhotos = 9;

const empty: Kept = { form: emptyForm, sending: null };

function keptDraft(): Kept {
  const kept = readOwn(name);
  return typeof kept === 'object' && kept !== null && 'form' in kept ? (kept as Kept) : empty;
}

const draft = createStore<Kept>(empty);
let photos: Papers | null = null;

/** The photographs of the complaint that is being written; what was on its way goes on. */
export function draftPhotos(): Papers {
  if (!photos) {
    photos = createPapers(photosName);
    photos.goOn();
  }
  return photos;
}

let loaded = false;

/** The draft as the phone has it, read once. */
function store(): typeof draft {
  if (!loaded) draft.set(keptDraft());
  loaded = true;
  return draft;
}

/** Called when a page of it opens: somebody may have signed out meanwhile, and then nothing of it is here any more. */
export function openDraft(): void {
  if (readOwn(name) !== null || store().get() === empty) return;
  draft.set(empty);
  draftPhotos().set([]);
}

function set(next: Kept): void {
  draft.set(next);
  keepOwn(name, next);
}

/** Each change is on the phone at once. */
export function changeForm(change: Partial<Form>): void {
  const now = store().get();
  set({ ...now, form: { ...now.form, ...change } });
}

/** Begins anew. */
export function restart(): void {
  for (const { key } of draftPhotos().list.get()) draftPhotos().remove(key);
  set(empty);
}

export interface OpenDraft {
  form: Form;
  photos: readonly Paper[];
  /** It was sent once, and no word came. */
  unsettled: boolean;
}

/** The complaint that is being written, kept current. */
export function useDraft(): OpenDraft {
  const { form, sending } = useStore(store());
  return { form, photos: useStore(draftPhotos().list), unsettled: sending?.print === JSON.stringify(form) };
}

type Filed = Answer<'POST /complaints'>;

/**
 * Files it; the draft is gone after that. Photographs that are not through yet follow by themselves. Asked again after a
 * failure or after the app was closed it goes out under the same key, so that it is filed once.
 * @throws Failure
 */
export async function sendDraft(options: ActionOptions): Promise<Filed> {
  const { form, sending } = store().get();
  if (!form.category) throw new Error('no category was chosen');
  const print = JSON.stringify(form);
  const ready = draftPhotos()
    .list.get()
    .flatMap(({ state, uploadId }) => (state === 'ready' && uploadId ? [uploadId] : []));
  const again = sending?.print === print && Date.now() - sending.at < keyLives ? sending : null;
  const going = again ?? {
    key: newKey(),
    print,
    body: bodyOf(form, form.category, ready),
    at: Date.now(),
  };
  set({ form, sending: going });
  let filed: Filed;
  try {
    filed = await perform(
      'POST /complaints',
      { body: going.body },
      { ...options, keep: false, key: going.key },
    );
  } catch (thrown) {
    if (!asFailure(thrown).unknownOutcome) set({ form: draft.get().form, sending: null });
    throw thrown;
  }
  const { complaint, queryCode } = filed;
  const sent = going.body.photos ?? [];
  const late = draftPhotos()
    .list.get()
    .filter(({ state, uploadId }) => state !== 'refused' && !(uploadId && sent.includes(uploadId)));
  followWithPhotos({ id: complaint.id, code: queryCode }, late);
  // Not removed one by one: the files of those that follow are still needed.
  draftPhotos().set([]);
  set(empty);
  if (queryCode) keepAnonymous(complaint, queryCode);
  else remember('GET /complaints/{id}', { params: { id: complaint.id } }, complaint, null);
  return filed;
}
