import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../../clock';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import type { Settings } from '../../settings';
import { createOutbound, type OutboundCall, type Reply } from '../outbound';
import { AccessTokens } from './access-token';
import { asWeChatProblem, BUSY, saysTokenStale } from './errcodes';
import { type Answered, readJson, tokenReply, WeChatRefusal } from './replies';

export interface WeChatParts {
  settings: Settings;
  clock: Clock;
  log: Logger;
  redis: Redis;
  cipher: PersonalDataCipher;
}

/** Asks api.weixin.qq.com; made once for all gateways that do, so that they share breakers and the token. */
export interface WeChatCaller {
  log: Logger;
  /** One time-out for all that an operation needs: token, call and repetition. */
  deadline(): AbortSignal;
  /** One call; repeated once when WeChat says that it is busy. @throws WeChatRefusal, OutboundFailure */
  ask<T>(api: string, call: OutboundCall, read: (reply: Reply) => Answered<T>): Promise<T>;
  /** A call that carries the access token; once more with a new one when WeChat calls it stale. */
  askWithToken<T>(api: string, call: OutboundCall, read: (reply: Reply) => Answered<T>): Promise<T>;
}

const BUSY_PAUSE_MS = 100;

export function createWeChatCaller(parts: WeChatParts): WeChatCaller {
  const { settings } = parts;
  const { appId, secret, baseUrl } = settings.wechat;
  const log = parts.log.child({ gateway: 'wechat' });
  const outbound = createOutbound(baseUrl, log, settings.gatewayRestsAfter);
  const deadline = () => AbortSignal.timeout(settings.gatewayTimeoutMs);

  const ask: WeChatCaller['ask'] = async (api, call, read) => {
    for (let attempt = 1; ; attempt += 1) {
      const answered = await outbound.call(api, call, read);
      if ('answer' in answered) return answered.answer;
      const { refusal } = answered;
      log.info({ api, errcode: refusal.errcode, rid: refusal.rid }, 'WeChat refused');
      if (refusal.errcode !== BUSY || attempt === 2) throw refusal;
      await pause(BUSY_PAUSE_MS);
    }
  };

  const tokens = new AccessTokens({
    appId,
    redis: parts.redis,
    clock: parts.clock,
    cipher: parts.cipher,
    timeoutMs: settings.gatewayTimeoutMs,
    fetch: async () => {
      const call: OutboundCall = {
        method: 'POST',
        path: '/cgi-bin/stable_token',
        json: { grant_type: 'client_credential', appid: appId, secret },
        signal: deadline(),
      };
      const reply = await ask('stable_token', call, readJson('stable_token', tokenReply)).catch((error) => {
        // 40001 here speaks of the secret; it must not be taken for a stale token and tried again.
        throw error instanceof WeChatRefusal ? asWeChatProblem(error, log) : error;
      });
      return { token: reply.access_token, expiresIn: reply.expires_in };
    },
  });

  return {
    log,
    deadline,
    ask,
    async askWithToken(api, call, read) {
      const token = await tokens.get();
      const withToken = (value: string) => ask(api, { ...call, query: { access_token: value } }, read);
      try {
        return await withToken(token);
      } catch (error) {
        if (!saysTokenStale(error)) throw error;
        await tokens.drop(token);
        return withToken(await tokens.get());
      }
    },
  };
}
