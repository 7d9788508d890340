import { z } from 'zod';
import { jsonOf, type Reply } from '../outbound';
import { PayRefusal } from '.';

const refused = z.looseObject({ code: z.string().regex(/^[0-9A-Z_]{1,64}$/) });

/** The code of a 4xx; null when the body is not as WeChat Pay writes it. Its message is left: it may quote what was sent. */
export function codeOf(reply: Reply): string | null {
  try {
    return refused.parse(jsonOf(reply)).code;
  } catch {
    return null;
  }
}

/** There is no such order or refund. */
const UNKNOWN = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS', 'REFUNDNOTEXIST']);

/**
 * The same request may go through another time: too many calls, trouble inside, no money in the account yet, or a setting of
 * the account or of ours that a person puts right.
 */
const LATER = new Set([
  'FREQUENCY_LIMITED',
  'FREQUENCY_LIMIT_EXCEED',
  'RATELIMIT_EXCEEDED',
  'SYSTEM_ERROR',
  'SYSTEMERROR',
  'BANK_ERROR',
  'BIZERR_NEED_RETRY',
  'USERPAYING',
  'NOT_ENOUGH',
  'STATEMENT_CREATING',
  'SIGN_ERROR',
  'NO_AUTH',
  'NOAUTH',
  'MCH_NOT_EXISTS',
  'APPID_MCHID_NOT_MATCH',
]);

export function refusalOf(api: string, code: string): PayRefusal {
  return new PayRefusal(api, code, UNKNOWN.has(code) ? 'unknown' : LATER.has(code) ? 'later' : 'final');
}

/** What closing answers when there is nothing left to close: as good as done, and queried afterwards all the same. */
export const nothingToClose = new Set([...UNKNOWN, 'ORDER_CLOSED', 'ORDERCLOSED', 'ORDERPAID', 'ORDER_PAID']);
