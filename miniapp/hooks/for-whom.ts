import { type Answer, call } from '../api';
import { createStore, useStore } from '../platform/store';
import { type Action, useAction } from './use-action';

type Mandate = Answer<'GET /mandates'>['items'][number];

/** Somebody else for whom an item is being booked or applied for. */
export interface ForWhom {
  mandateId: string;
  /** Masked. */
  name: string;
  /** What I am to them: 子女, 代办人, 监护人… */
  relation: string;
}

/**
 * Chosen for one item and for this run of the app only: nobody books for their mother by accident, because she was
 * chosen last week.
 */
const choice = createStore<{ itemCode: string; who: ForWhom } | null>(null);

/** For whom this item is being done; null for oneself. */
export function forWhom(itemCode: string): ForWhom | null {
  const chosen = choice.get();
  return chosen?.itemCode === itemCode ? chosen.who : null;
}

/** As `forWhom`, kept current. */
export function useForWhom(itemCode: string): ForWhom | null {
  useStore(choice);
  return forWhom(itemCode);
}

/** Null: for oneself again. */
export function chooseForWhom(itemCode: string, who: ForWhom | null): void {
  choice.set(who && { itemCode, who });
}

/** Those for whom I may act now. */
export function principalsIn(items: readonly Mandate[]): ForWhom[] {
  return items.flatMap(({ id, side, state, name, relationWords }) =>
    side === 'agent' && state === 'active'
      ? [{ mandateId: id, name: name ?? '', relation: relationWords }]
      : [],
  );
}

/** Asks who they are; signs in and asks for consent and the real name first where the server wants them. */
export function useAskPrincipals(then: (principals: ForWhom[]) => void): Action<[]> {
  return useAction(async (options) => {
    const { items } = await call('GET /mandates', {}, options);
    then(principalsIn(items));
  }, 'identity');
}
