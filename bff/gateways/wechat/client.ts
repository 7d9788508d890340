import { type OutboundCall, OutboundFailure } from '../outbound';
import type { WeChatGateway } from '.';
import { createWeChatCaller, type WeChatCaller, type WeChatParts } from './caller';
import { createContentSecurity } from './content-security';
import { asWeChatProblem } from './errcodes';
import { phoneReply, readImage, readJson, readSent, sessionReply } from './replies';

const IMAGE_BYTES = 1024 * 1024;
/** What WeChat allows in a scene. */
const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/;

/**
 * The client of api.weixin.qq.com, or of the sandbox that stands there in its place.
 * @param caller shared with what else asks WeChat, so that all of it has one token
 */
export function createWeChatGateway(
  parts: WeChatParts,
  caller: WeChatCaller = createWeChatCaller(parts),
): WeChatGateway {
  const { settings } = parts;
  const { appId, secret } = settings.wechat;
  const { ask, askWithToken, deadline, log } = caller;
  return {
    ...createContentSecurity(caller),

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
