import { type Failure, failureOf } from './failure';
import { sessionToken, signIn } from './session';
import { type HttpMethod, type Reply, send } from './transport';
import { type Answer, anyInput, type Input, type Name } from './types';

export interface CallOptions {
  /** The Idempotency-Key of an action, see actions.ts. */
  key?: string;
  /** The ETag of what is already here; the answer may then be `unchanged`. */
  etag?: string | null;
  /** Called once when there is no answer after 5 seconds. */
  onSlow?: (() => void) | undefined;
}

/** A read that may find that nothing changed. */
export type Fetched<N extends Name> =
  | { unchanged: true }
  | { unchanged: false; data: Answer<N>; etag: string | null };

/** `{id}` and the query filled in; a query value that is undefined is left out. */
export function pathOf(name: string, params: object = {}, query: object = {}): string {
  const given = new Map<string, unknown>(Object.entries(params));
  const path = name
    .slice(name.indexOf(' ') + 1)
    .replace(/\{(\w+)\}/g, (_, param: string) => encodeURIComponent(String(given.get(param) ?? '')));
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([field, value]) => `${field}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}

const signInFirst = (failure: Failure) =>
  failure.code === 'NOT_SIGNED_IN' || failure.code === 'SESSION_EXPIRED';

/**
 * Calls an endpoint by its name in the contract, e.g. `call('POST /appointments/{id}/confirm', { params, key })`.
 * When nobody is signed in or the session has expired it signs in and asks the same again, under the same key.
 * @throws Failure
 */
export async function call<N extends Name>(
  name: N,
  input: Input<N>,
  options: CallOptions = {},
): Promise<Answer<N>> {
  const fetched = await fetchOf(name, input, options);
  if (fetched.unchanged) throw failureOf(304, null);
  return fetched.data;
}

/** As `call`, for reads that know an ETag. */
export async function fetchOf<N extends Name>(
  name: N,
  input: Input<N>,
  options: CallOptions,
): Promise<Fetched<N>> {
  let reply = await once(name, input, options);
  if (reply.status === 401 && signInFirst(failureOf(reply.status, reply.data))) {
    await signIn();
    reply = await once(name, input, options);
  }
  if (reply.status === 304) return { unchanged: true };
  if (reply.status < 200 || reply.status > 299 || (reply.status !== 204 && typeof reply.data !== 'object')) {
    throw failureOf(reply.status, reply.data);
  }
  return { unchanged: false, data: reply.data as Answer<N>, etag: reply.etag };
}

function once<N extends Name>(name: N, input: Input<N>, options: CallOptions): Promise<Reply> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  const token = sessionToken();
  if (token) headers.Authorization = `Bearer ${token}`;
  if (options.key) headers['Idempotency-Key'] = options.key;
  if (options.etag) headers['If-None-Match'] = options.etag;
  const { params, query, body } = anyInput(input);
  return send({
    method: name.slice(0, name.indexOf(' ')) as HttpMethod,
    path: pathOf(name, params, query),
    headers,
    body,
    onSlow: options.onSlow,
  });
}
