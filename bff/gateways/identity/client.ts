import type { Logger } from 'pino';
import { z } from 'zod';
import { Problem } from '../../problem';
import type { Settings } from '../../settings';
import { createOutbound, jsonOf, OutboundFailure } from '../outbound';
import type { IdentityGateway } from '.';

const verdict = z.object({ match: z.boolean() });

/**
 * Speaks our own adapter contract, which whoever connects a real authority implements:
 * `POST {base}/verify` with `Authorization: Bearer <key>` and `{name, idNumber}` → 200 `{match: boolean}`.
 * Anything else than that answer is no answer: a citizen is then told to come back, never that they are wrong.
 */
export function createIdentityGateway({
  settings,
  log,
}: {
  settings: Settings;
  log: Logger;
}): IdentityGateway {
  const { baseUrl, key } = settings.identity;
  if (!baseUrl) return nobodyThere(log);
  const outbound = createOutbound(baseUrl, log.child({ gateway: 'identity' }), settings.gatewayRestsAfter);
  return {
    async matches(name, idNumber) {
      try {
        return await outbound.call(
          'identity',
          {
            method: 'POST',
            path: '/verify',
            headers: { Authorization: `Bearer ${key}` },
            json: { name, idNumber },
            signal: AbortSignal.timeout(settings.gatewayTimeoutMs),
          },
          (reply) => verdict.parse(jsonOf(reply)).match,
        );
      } catch (error) {
        if (error instanceof OutboundFailure) {
          throw new Problem('IDENTITY_UNAVAILABLE', { retryAfter: 5, cause: error });
        }
        throw error;
      }
    },
  };
}

/** Without an authority (development without the sandbox; production refuses to start so) one feature says that it is away. */
function nobodyThere(log: Logger): IdentityGateway {
  return {
    async matches() {
      log.warn('IDENTITY_BASE_URL is not set and there is no sandbox');
      throw new Problem('IDENTITY_UNAVAILABLE', { retryAfter: 60 });
    },
  };
}
