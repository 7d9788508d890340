import { changed, signIn } from '../api';
import { type Action, useAction } from './use-action';

/** Signs in on purpose, by a tap. */
export function useSignIn(): Action<[]> {
  return useAction(async () => {
    await signIn();
    changed();
  });
}
