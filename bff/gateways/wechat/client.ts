import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Clock } from '../../clock';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import type { Settings } from '../../settings';
import { createOutbound, type OutboundCall, OutboundFailure, type Reply } from '../outbound';
import type { WeChatGateway } from '.';
import { AccessTokens } from './access-token';
import { asWeChatProblem, BUSY, saysTokenStale } from './errcodes';
import {
  type Answered,
  phoneReply,
  readImage,
  readJson,
  readSent,
  sessionReply,
  tokenReply,
  WeChatRefusal,
} from './replies';

export interface WeChatParts {
  settings: Settings;
  clock: Clock;
  log: Logger;
  redis: Redis;
  cipher: PersonalDataCipher;
}

const BUSY_PAUSE_MS = 100;
const IMAGE_BYTES = 1024 * 1024;
/** What WeChat allows in a scene. */
const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/;

/** The client of api.weixin.qq.com, or of the sandbox that stands there in its place. */
export function createWeChatGateway(parts: WeChatParts): WeChatGateway {
  const { settings, log: parentLog } = parts;
  const { appId, secret, baseUrl } = settings.wechat;
  const log = parentLog.child({ gateway: 'wechat' });
  const outbound = createOutbound(baseUrl, log);
  /** One time-out for all that an operation needs: token, call and repetition. */
  const deadline = () => AbortSignal.timeout(settings.gatewayTimeoutMs);

  /** One call; repeated once when WeChat says that it is busy. @throws WeChatRefusal, OutboundFailure */
  const ask = async <T>(api: string, call: OutboundCall, read: (reply: Reply) => Answered<T>): Promise<T> => {
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

  /** A call that carries the access token; once more with a new one when WeChat calls it stale. */
  const askWithToken = async <T>(
    api: string,
    call: OutboundCall,
    read: (reply: Reply) => Answered<T>,
  ): Promise<T> => {
    const token = await tokens.get();
    const withToken = (value: string) => ask(api, { ...call, query: { access_token: value } }, read);
    try {
      return await withToken(token);
    } catch (error) {
      if (!saysTokenStale(error)) throw error;
      await tokens.drop(token);
      return withToken(await tokens.get());
    }
  };

  return {
    async signIn(code) {
      const call: OutboundCall = {
        method: 'GET',
        path: '/sns/jscode2session',
        query: { appid: appId, secret, js_code: code, grant_type: 'authorization_code' },
        signal: deadline(),
      };
      try {
        // session_key is left here: nothing of ours needs it, and it may not leave the server.
        const { openid, unionid } = await ask(
          'jscode2session',
          call,
          readJson('jscode2session', sessionReply),
        );
        return { openid, unionid: unionid ?? null };
      } catch (error) {
        throw asWeChatProblem(error, log, 'LOGIN_CODE_INVALID');
      }
    },

    async phoneNumber(code) {
      const api = 'getuserphonenumber';
      const call: OutboundCall = {
        method: 'POST',
        path: '/wxa/business/getuserphonenumber',
        json: { code },
        signal: deadline(),
      };
      const read = readJson(api, phoneReply);
      try {
        const { phone_info: info } = await askWithToken(api, call, (reply) => {
          const answered = read(reply);
          const owner = 'answer' in answered ? answered.answer.phone_info.watermark?.appid : undefined;
          if (owner !== undefined && owner !== appId) throw new TypeError('meant for another mini-program');
          return answered;
        });
        const country = info.countryCode ?? 86;
        return country === 86 ? info.purePhoneNumber : `+${country} ${info.purePhoneNumber}`;
      } catch (error) {
        throw asWeChatProblem(error, log, 'PHONE_CODE_INVALID');
      }
    },

    async sendSubscribeMessage({ openid, templateId, page, data }) {
      const api = 'subscribe-send';
      const call: OutboundCall = {
        method: 'POST',
        path: '/cgi-bin/message/subscribe/send',
        json: {
          touser: openid,
          template_id: templateId,
          page,
          data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }])),
          miniprogram_state: settings.wechat.programState,
          lang: 'zh_CN',
        },
        signal: deadline(),
      };
      const { msgid } = await askWithToken(api, call, readSent(api)).catch((error: unknown) => {
        // Without a token nothing was sent: not the same as a call whose end nobody knows.
        throw error instanceof OutboundFailure && error.api !== api ? asWeChatProblem(error, log) : error;
      });
      return { msgid: msgid ?? null };
    },

    async codeImage(scene, page) {
      if (!SCENE.test(scene) || page.startsWith('/')) throw new TypeError('not a scene or page WeChat takes');
      const call: OutboundCall = {
        method: 'POST',
        path: '/wxa/getwxacodeunlimit',
        json: {
          scene,
          page,
          check_path: settings.production,
          env_version: settings.production ? 'release' : 'develop',
          width: 430,
        },
        signal: deadline(),
        maxBytes: IMAGE_BYTES,
      };
      try {
        return await askWithToken('getwxacodeunlimit', call, readImage('getwxacodeunlimit'));
      } catch (error) {
        throw asWeChatProblem(error, log);
      }
    },
  };
}
