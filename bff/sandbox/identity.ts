import { idNumberFault, nameFault } from '../../shared/domain/identity';
import { dateOf } from '../../shared/domain/time';
import type { Clock } from '../clock';
import type { Citizens } from './citizens';
import { type Asked, record, type Said } from './replies';

/**
 * The identity check by our adapter contract (gateways/identity/client.ts): citizens of the sandbox, and
 * well-formed people whom somebody playing invents.
 */
export function answerIdentity(asked: Asked, parts: { citizens: Citizens; key: string; clock: Clock }): Said {
  if (asked.method !== 'POST') return { status: 405, json: { error: 'POST only' } };
  if (asked.headers.authorization !== `Bearer ${parts.key}`) return { status: 401, json: { error: 'key' } };
  const body = record(asked.body);
  if (!body || typeof body.name !== 'string' || typeof body.idNumber !== 'string') {
    return { status: 400, json: { error: 'name and idNumber' } };
  }
  const { name, idNumber } = body;
  const today = dateOf(parts.clock.now());
  const wellFormed = idNumberFault(idNumber, today) === null && nameFault(name, idNumber) === null;
  return { status: 200, json: { match: wellFormed && parts.citizens.belong(name, idNumber) } };
}

/** The other verdict, for the fault that lies. */
export function contrary(said: Said): Said {
  const verdict = 'json' in said ? record(said.json) : null;
  return verdict && typeof verdict.match === 'boolean'
    ? { status: 200, json: { match: !verdict.match } }
    : said;
}
