import { asFailure } from '../api';
import { back, open, replace } from '../platform/navigate';

/** What the server may want to know before it does something for a person. */
export type Step = 'consent' | 'identity';

const pages: Record<Step, string> = {
  consent: '/packages/account/consent/index',
  identity: '/packages/account/identity/index',
};

interface Waiting {
  step: Step;
  /** Whether the real name will be wanted after the consent. */
  alsoIdentity: boolean;
  resolve: (passed: boolean) => void;
}

let waiting: Waiting | null = null;

function lead(step: Step, alsoIdentity: boolean): Promise<boolean> {
  waiting?.resolve(false);
  return new Promise((resolve) => {
    waiting = { step, alsoIdentity, resolve };
    void open(pages[step]);
  });
}

/**
 * Does something that needs consent (and the real name). When the server misses one of them the app leads to the
 * page that asks for it and, once that is done, comes back and does it again.
 * @param needs what it will need in the end, so that both questions are asked in one go
 * @returns null when the person turned away
 * @throws Failure of the thing itself
 */
export async function throughGate<T>(needs: Step, run: () => Promise<T>): Promise<T | null> {
  for (;;) {
    try {
      return await run();
    } catch (thrown) {
      const failure = asFailure(thrown);
      const step = stepFor(failure.code);
      if (!step) throw failure;
      if (!(await lead(step, needs === 'identity'))) return null;
    }
  }
}

function stepFor(code: string): Step | null {
  if (code === 'CONSENT_REQUIRED') return 'consent';
  return code === 'IDENTITY_REQUIRED' ? 'identity' : null;
}

/** Whether something waits behind this page, so that it can say what comes next. */
export function gateWaits(step: Step): boolean {
  return waiting?.step === step;
}

/**
 * The page has what it asked for: on to the next question, or back to what was being done.
 * @param verified whether the real name is known already
 */
export async function passGate(step: Step, verified: boolean): Promise<void> {
  const gate = waiting;
  if (gate?.step !== step) {
    await back();
    return;
  }
  if (step === 'consent' && gate.alsoIdentity && !verified) {
    gate.step = 'identity';
    await replace(pages.identity);
    return;
  }
  waiting = null;
  await back();
  gate.resolve(true);
}

/** The page was left without an answer: what was being done is dropped, nothing is lost. */
export function leaveGate(step: Step): void {
  if (waiting?.step !== step) return;
  const gate = waiting;
  waiting = null;
  gate.resolve(false);
}
