import { randomInt } from 'node:crypto';
import type { Relation } from '../../../shared/contract/mandates';
import { endMandate } from './end-mandate';
import type { MandateDoc } from './model';
import type { Asking, MandateParts } from './parts';
import { requireCurrent } from './require-current';

/** No 0/O, 1/I/L, and no vowels that make words: it is read aloud over the phone. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
const MINUTE_MS = 60_000;

/**
 * The citizen lets somebody act for them: makes a code that is told once and stored nowhere. An earlier code that nobody
 * has entered ends, so that there is one at a time.
 * @throws Problem MANDATE_TERMS_CHANGED
 */
export async function offerMandate(
  parts: MandateParts,
  command: Asking & { relation: Relation; version: string },
): Promise<{ mandate: MandateDoc; code: string; until: Date }> {
  const { personId, now, relation, version } = command;
  requireCurrent(version);
  const earlier = await parts.mandates.find({ principalId: personId, state: 'offered' }).lean<MandateDoc[]>();
  for (const each of earlier) await endMandate(parts, each, 'replaced', now);
  const until = new Date(now.getTime() + parts.settings.mandates.codeMinutes * MINUTE_MS);
  for (;;) {
    const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const mandate: MandateDoc = {
      _id: command.operationId,
      principalId: personId,
      agentId: null,
      relation,
      state: 'offered',
      codeIndex: indexOf(parts, code),
      codeUntil: until,
      principalConsent: { version, at: now },
      agentConsent: null,
      createdAt: now,
      acceptedAt: null,
      endedAt: null,
      endedBy: null,
      endsOn: null,
      dueAt: until,
      version: 0,
      operations: [command.operationId],
    };
    try {
      await parts.mandates.create(mandate);
      return { mandate, code: `${code.slice(0, 4)}-${code.slice(4)}`, until };
    } catch (error) {
      const { code: kind, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, unknown> };
      // That code is given out already: another is drawn.
      if (kind !== 11000 || !keyPattern || !('codeIndex' in keyPattern)) throw error;
    }
  }
}

/** A code as it is looked up: whatever was typed between and around its characters does not count. */
export function indexOf({ cipher }: Pick<MandateParts, 'cipher'>, typed: string): string {
  return cipher.blindIndex(typed.toUpperCase().replace(/[^0-9A-Z]/g, ''), 'mandate.code');
}
