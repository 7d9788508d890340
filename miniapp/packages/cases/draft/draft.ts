import { asFailure, call, type Failure, forgetOwnUnder, keepOwn, readOwn, remember } from '../../../api';
import { createPapers, type Papers } from '../../../hooks/papers/papers';
import { onBackOnline } from '../../../platform/network';
import { createStore, type Store } from '../../../platform/store';
import { askedFor } from './material-note';
import { type CaseDetail, papersOf } from './paper';

export interface Form {
  phone: string;
  note: string;
}

/** How safe what was filled in is. `phone`: on this phone only, it goes to the server once that can be reached. */
export type Safety = 'saved' | 'saving' | 'phone';

export interface DraftState {
  form: Form;
  safety: Safety;
  /** When the server last took it, `Date.now()`. */
  savedAt: number | null;
  failure: Failure | null;
}

/** An application that is being filled in: what is typed and the papers, on the phone at once and on the server soon. */
export interface Draft {
  state: Store<DraftState>;
  papers: Papers;
  /** The server's side was read: it is taken over where nothing here is newer. */
  take(detail: CaseDetail): void;
  setForm(change: Partial<Form>): void;
  /** Sends what the server does not have yet. @throws Failure */
  save(): Promise<void>;
  /** It was handed in or thrown away: nothing of it stays on the phone. */
  forget(): void;
}

interface Kept {
  form: Form;
  /** Not on the server yet. */
  unsaved: boolean;
}

const saveAfter = 800;

/** A mobile number of mainland China. */
export const phonePattern = /^1[3-9]\d{9}$/;

function keptDraft(name: string): Kept | null {
  const kept = readOwn(name);
  return typeof kept === 'object' && kept !== null && 'form' in kept ? (kept as Kept) : null;
}

const open = new Map<string, Draft>();

/** The draft of a case; the same one for every page, so that sending goes on from page to page. */
export function draftOf(id: string): Draft {
  const known = open.get(id);
  if (known) return known;
  const draft = createDraft(id);
  open.set(id, draft);
  return draft;
}

function createDraft(id: string): Draft {
  const name = `draft ${id}`;
  const papersName = `papers ${id}`;
  const kept = keptDraft(name);
  let unsaved = kept?.unsaved ?? false;
  /** As the server has it: half a number that is being typed does not take its place there. */
  let serverPhone: string | null = null;
  let materialIds: string[] = [];
  let taken = false;
  let gone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;
  const papers = createPapers(papersName);
  const state = createStore<DraftState>({
    form: kept?.form ?? { phone: '', note: '' },
    safety: unsaved ? 'phone' : 'saved',
    savedAt: null,
    failure: null,
  });
  const show = (change: Partial<DraftState>) => state.set({ ...state.get(), ...change });
  const keep = () => keepOwn(name, { form: state.get().form, unsaved });

  /** Ids of what the server has taken, by material: all that a draft holds of its papers. */
  const given = () => {
    // Also those without a paper: the server leaves alone what is not named.
    const byMaterial = new Map<string, string[]>(materialIds.map((material) => [material, []]));
    for (const { materialId, uploadId, state: at } of papers.list.get()) {
      if (at !== 'ready' || !uploadId) continue;
      byMaterial.set(materialId, [...(byMaterial.get(materialId) ?? []), uploadId]);
    }
    return [...byMaterial].map(([material, uploads]) => ({ id: material, uploads }));
  };
  const body = () => {
    const { phone, note } = state.get().form;
    const whole = phonePattern.test(phone) ? phone : serverPhone;
    return { form: { phone: whole, note: note.trim() || null }, materials: given() };
  };

  const touched = () => {
    if (gone) return;
    unsaved = true;
    keep();
    show({ safety: saving ? 'saving' : 'phone' });
    clearTimeout(timer);
    timer = setTimeout(() => void save().catch(() => undefined), saveAfter);
  };

  const once = async () => {
    const going = body();
    const print = JSON.stringify(going);
    show({ safety: 'saving', failure: null });
    try {
      const detail = await call('PUT /cases/{id}/draft', { params: { id }, body: going });
      serverPhone = detail.form.phone;
      unsaved = JSON.stringify(body()) !== print;
      if (!gone) {
        keep();
        remember('GET /cases/{id}', { params: { id } }, detail, null);
        show({ safety: unsaved ? 'phone' : 'saved', savedAt: Date.now() });
      }
    } catch (thrown) {
      show({ safety: 'phone', failure: asFailure(thrown) });
      throw thrown;
    }
  };

  const save = async (): Promise<void> => {
    clearTimeout(timer);
    if (saving) await saving.catch(() => undefined);
    if (!unsaved || gone) return;
    saving = once().finally(() => {
      saving = null;
    });
    await saving;
    if (unsaved) await save();
  };

  // What became ready or was taken away changes the draft; how far a file is does not.
  let ready = JSON.stringify(given());
  const stopWatching = papers.list.subscribe(() => {
    const now = JSON.stringify(given());
    if (now === ready) return;
    ready = now;
    if (taken) touched();
  });
  const stopNetwork = onBackOnline(() => void save().catch(() => undefined));

  return {
    state,
    papers,
    take(detail) {
      if (gone) return;
      const first = !taken;
      serverPhone = detail.form.phone;
      materialIds = askedFor(detail.materials).map((material) => material.id);
      if (!unsaved) {
        const pending = papers.list.get().filter((paper) => paper.state !== 'ready');
        taken = false;
        papers.set([...papersOf(detail), ...pending]);
        ready = JSON.stringify(given());
        if (first)
          show({ form: { phone: detail.form.phone ?? '', note: detail.form.note ?? '' }, safety: 'saved' });
      }
      taken = true;
      if (!first) return;
      papers.goOn();
      if (unsaved) void save().catch(() => undefined);
    },
    setForm(change) {
      show({ form: { ...state.get().form, ...change } });
      touched();
    },
    save,
    forget() {
      gone = true;
      clearTimeout(timer);
      stopWatching();
      stopNetwork();
      papers.close();
      for (const { key } of papers.list.get()) papers.remove(key);
      forgetOwnUnder(name);
      forgetOwnUnder(papersName);
      open.delete(id);
    },
  };
}
