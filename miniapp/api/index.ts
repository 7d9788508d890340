import { isWeapp } from '../platform/env';
import { provideLoginCode } from '../platform/login';
import { onBackOnline } from '../platform/network';
import { resumePending } from './actions';
import { sandboxLoginCode } from './sandbox';

let started = false;

/** Called once when the app starts: finds what had no word yet, now and whenever the network returns. */
export function startApi(): void {
  if (started) return;
  started = true;
  if (!isWeapp) provideLoginCode(sandboxLoginCode);
  onBackOnline(() => void resumePending());
  void resumePending();
}

export { type ActionOptions, lateOutcome, newKey, perform } from './actions';
export { call, fetchOf } from './client';
export { asFailure, Failure } from './failure';
export { forgetOwnUnder, keepOwn, readOwn } from './own';
export {
  beginPayment,
  endPayment,
  isOpen,
  isUnderWay,
  type Order,
  refreshOrder,
  refreshPayments,
} from './payments';
export { changed, changesSoFar, isFresh, mayBeOld, recall, remember } from './seen';
export { forgetSession, sessionToken, signIn, useSignedIn } from './session';
export type { Answer, Input, ReadName } from './types';
