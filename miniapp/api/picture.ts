import { apiBase } from '../platform/env';
import { pathOf } from './client';
import { asFailure, failureOf, localFailure } from './failure';
import { sessionToken } from './session';
import { type AnyInput, anyInput, type Input, type ReadName } from './types';

const giveUpAfter = 15_000;

/**
 * Reads an endpoint that gives a picture. In the browser only: an <img> cannot say who asks.
 * @returns a data URI (the page's CSP lets no other foreign picture in)
 * @throws Failure
 */
export async function fetchPicture<N extends ReadName>(name: N, input: Input<N>): Promise<string> {
  const { params, query }: AnyInput = anyInput(input);
  const token = sessionToken();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), giveUpAfter);
  try {
    const reply = await fetch(apiBase + pathOf(name, params, query), {
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      signal: abort.signal,
    });
    if (!reply.ok) throw failureOf(reply.status, await reply.json().catch(() => null));
    return await dataUri(await reply.blob());
  } catch (thrown) {
    if (thrown instanceof TypeError) throw localFailure('OFFLINE');
    throw abort.signal.aborted ? localFailure('TIMEOUT') : asFailure(thrown);
  } finally {
    clearTimeout(timer);
  }
}

function dataUri(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(localFailure('UNREADABLE'));
    reader.readAsDataURL(blob);
  });
}
