import { pathOf } from '../../../api/client';
import { asFailure, failureOf } from '../../../api/failure';
import { type HttpMethod, send } from '../../../api/transport';
import { noteServerTime } from '../../../platform/clock';
import { endStaffSession, noteInput, staffToken } from './session';
import type { StaffActName, StaffAnswer, StaffInput, StaffName } from './types';

interface AskOptions {
  key?: string;
  /** Called once when there is no answer after 5 seconds. */
  onSlow?: (() => void) | undefined;
}

interface Parts {
  params?: object;
  query?: object;
  body?: object;
}

/**
 * Calls an endpoint of the staff by its name in the contract, as whoever is signed in at this desk. A session that
 * the server no longer knows ends here too. Nothing of an answer is kept on the machine.
 * @throws Failure
 */
export async function ask<N extends StaffName>(
  name: N,
  input: StaffInput<N>,
  { key, onSlow }: AskOptions = {},
): Promise<StaffAnswer<N>> {
  const { params, query, body }: Parts = input as Parts;
  const token = staffToken();
  const sentAt = Date.now();
  const reply = await send({
    method: name.slice(0, name.indexOf(' ')) as HttpMethod,
    path: pathOf(name, params, query),
    headers: {
      Accept: 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(key && { 'Idempotency-Key': key }),
    },
    body,
    onSlow,
  });
  noteClock(reply.data, sentAt);
  const success = reply.status >= 200 && reply.status <= 299;
  if (success && (reply.status === 204 || typeof reply.data === 'object'))
    return reply.data as StaffAnswer<N>;
  const failure = failureOf(reply.status, reply.data);
  if (failure.code === 'SESSION_EXPIRED' || failure.code === 'NOT_SIGNED_IN') endStaffSession('expired');
  throw failure;
}

/** How long somebody waits and what can still be undone go by the server's clock, which each such answer tells exactly. */
function noteClock(data: unknown, sentAt: number): void {
  if (typeof data !== 'object' || data === null || !('now' in data) || typeof data.now !== 'string') return;
  noteServerTime(Date.parse(data.now), sentAt, Date.now());
}

/** Keys of what was asked and has had no word yet; asked again, it goes out under the same key. */
const waiting = new Map<string, string>();

function newKey(): string {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `${Date.now().toString(36)}-${part()}-${part()}`;
}

/**
 * Changes something. Asked again after an unknown outcome it happens once all the same.
 * @throws Failure
 */
export async function act<N extends StaffActName>(
  name: N,
  input: StaffInput<N>,
  options: { onSlow?: (() => void) | undefined } = {},
): Promise<StaffAnswer<N>> {
  noteInput();
  const print = JSON.stringify([name, input]);
  const key = waiting.get(print) ?? newKey();
  waiting.set(print, key);
  try {
    const answer = await ask(name, input, { ...options, key });
    waiting.delete(print);
    return answer;
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (!failure.unknownOutcome) waiting.delete(print);
    throw failure;
  }
}
