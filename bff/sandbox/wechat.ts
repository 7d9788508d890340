import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import type { Settings } from '../settings';
import type { Codes } from './codes';
import type { ContentSecurity } from './content-security';
import { answerExpress, type ExpressParts } from './couriers/express';
import type { Target } from './faults';
import { qrPng } from './png';
import { type Asked, record, refusal, type Said } from './replies';
import { type SubscribeParts, subscribeSend } from './subscribe';
import type { AccessTokenIssuer } from './tokens';

export interface WeChatParts {
  clock: Clock;
  credentials: Pick<Settings['wechat'], 'appId' | 'secret'>;
  loginCodes: Codes;
  phoneCodes: Codes;
  tokens: AccessTokenIssuer;
  /** Sign-ins of one person within a minute, by the sandbox's clock. */
  signIns: Map<string, number[]>;
  subscribe: SubscribeParts;
  security: ContentSecurity;
  express: ExpressParts;
}

export const wechatPaths: Record<string, Target> = {
  '/sns/jscode2session': 'jscode2session',
  '/cgi-bin/stable_token': 'token',
  '/wxa/business/getuserphonenumber': 'phone',
  '/wxa/getwxacodeunlimit': 'wxacode',
  '/cgi-bin/message/subscribe/send': 'subscribe',
  '/wxa/msg_sec_check': 'msg-sec-check',
  '/wxa/media_check_async': 'media-check',
};

/** Answers one call as WeChat would. */
export function answerWeChat(target: Target, asked: Asked, parts: WeChatParts): Said {
  if (target === 'jscode2session') return jscode2session(asked, parts);
  if (asked.method !== 'POST') return refusal(43002);
  if (target === 'token') return stableToken(asked, parts);
  const refused = parts.tokens.refuse(asked.query.access_token);
  if (refused !== null) return refusal(refused);
  if (target === 'subscribe') return subscribeSend(asked, parts.subscribe);
  if (target === 'msg-sec-check') return parts.security.answer('text', asked);
  if (target === 'media-check') return parts.security.answer('picture', asked);
  if (target.startsWith('express-')) return answerExpress(target, asked, parts.express);
  const body = record(asked.body);
  if (!body) return refusal(47001);
  return target === 'phone' ? phoneNumber(body, parts) : codeImage(body);
}

function jscode2session({ method, query }: Asked, parts: WeChatParts): Said {
  if (method !== 'GET') return refusal(43001);
  const wrong = wrongCredentials(query.appid, query.secret, parts.credentials);
  if (wrong !== null) return refusal(wrong);
  if (!query.js_code) return refusal(41008);
  if (query.grant_type !== 'authorization_code') return refusal(40002);
  const citizen = parts.loginCodes.use(query.js_code);
  if (citizen === 'unknown') return refusal(40029);
  if (citizen === 'used') return refusal(40163);
  if (tooOften(citizen.openid, parts)) return refusal(45011);
  parts.security.visited(citizen.openid);
  // On success the real one says no errcode here either.
  return {
    status: 200,
    json: { session_key: randomBytes(16).toString('base64'), openid: citizen.openid },
  };
}

const SIGN_INS_A_MINUTE = 100;

function tooOften(openid: string, { clock, signIns }: WeChatParts): boolean {
  const now = clock.now().getTime();
  const recent = (signIns.get(openid) ?? []).filter((at) => now - at < 60_000);
  recent.push(now);
  signIns.set(openid, recent);
  return recent.length > SIGN_INS_A_MINUTE;
}

function stableToken({ body }: Asked, { credentials, tokens }: WeChatParts): Said {
  const sent = record(body);
  if (!sent) return refusal(47001);
  const wrong = wrongCredentials(sent.appid, sent.secret, credentials);
  if (wrong !== null) return refusal(wrong);
  if (sent.grant_type !== 'client_credential') return refusal(40002);
  const issued = tokens.issue(sent.force_refresh === true);
  if ('errcode' in issued) return refusal(issued.errcode);
  return { status: 200, json: { access_token: issued.token, expires_in: issued.expiresIn } };
}

function phoneNumber(body: Record<string, unknown>, { clock, phoneCodes, credentials }: WeChatParts): Said {
  if (typeof body.code !== 'string' || body.code === '') return refusal(41008);
  const citizen = phoneCodes.use(body.code);
  if (typeof citizen === 'string') return refusal(40029);
  const seconds = Math.floor(clock.now().getTime() / 1_000);
  return {
    status: 200,
    json: {
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: citizen.phone,
        purePhoneNumber: citizen.phone,
        // Seen as a number and as a text: which one depends on the person here, so that both are met.
        countryCode: Number(citizen.phone) % 2 === 0 ? 86 : '86',
        watermark: { timestamp: seconds, appid: credentials.appId },
      },
    },
  };
}

function codeImage(body: Record<string, unknown>): Said {
  const { scene, page = '', width = 430 } = body;
  if (typeof scene !== 'string' || !/^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/.test(scene))
    return refusal(40129);
  if (typeof page !== 'string' || page.startsWith('/') || page.includes('?')) return refusal(41030);
  if (typeof width !== 'number' || width < 280 || width > 1280) return refusal(47001);
  return {
    status: 200,
    type: 'image/png',
    bytes: qrPng(`${page}?scene=${encodeURIComponent(scene)}`, width),
  };
}

function wrongCredentials(appid: unknown, secret: unknown, known: WeChatParts['credentials']): number | null {
  if (!appid) return 41002;
  if (!secret) return 41004;
  if (appid !== known.appId) return 40013;
  return secret === known.secret ? null : 40125;
}
