import type { Logger } from 'pino';
import type { ErrorCode } from '../../../shared/contract/errors';
import { Problem } from '../../problem';
import { OutboundFailure } from '../outbound';
import { WeChatRefusal } from './replies';

/** WeChat's numbers by what they mean for us. */
export const BUSY = -1;
const INVALID_CODE = 40029;
const USED_CODE = 40163;
const MISSING_CODE = 41008;
const RISKY_USER = 40226;
const TOO_OFTEN = 45011;
const STALE_TOKEN = new Set([42001, 40014, 40001]);

/** The token that was sent is no longer good. */
export function saysTokenStale(error: unknown): boolean {
  return error instanceof WeChatRefusal && STALE_TOKEN.has(error.errcode);
}

/**
 * Turns a failure into what a caller is told. What only an operator can mend (secret, IP list, quota, a frozen
 * account) is logged as an error and looks like an outage from outside.
 * @param codeProblem what a bad, used or expired code is called in this API
 */
export function asWeChatProblem(error: unknown, log: Logger, codeProblem?: ErrorCode): unknown {
  if (error instanceof OutboundFailure) return unavailable(error);
  if (!(error instanceof WeChatRefusal)) return error;
  const { api, errcode, rid } = error;
  if (codeProblem && [INVALID_CODE, USED_CODE, MISSING_CODE].includes(errcode)) {
    return new Problem(codeProblem, { cause: error });
  }
  if (errcode === RISKY_USER && codeProblem === 'LOGIN_CODE_INVALID') {
    return new Problem('LOGIN_REFUSED', { cause: error });
  }
  // Of the calls with a code it is this one citizen who asks too often; of the others, we.
  if (errcode === TOO_OFTEN && codeProblem)
    return new Problem('RATE_LIMITED', { retryAfter: 60, cause: error });
  if (errcode === BUSY) log.warn({ api, errcode, rid }, 'WeChat is busy');
  else log.error({ api, errcode, rid }, 'WeChat refuses us: settings or quota');
  return unavailable(error);
}

function unavailable(cause: Error): Problem {
  return new Problem('WECHAT_UNAVAILABLE', { retryAfter: 5, cause });
}
