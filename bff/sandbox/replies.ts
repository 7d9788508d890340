import { randomBytes } from 'node:crypto';

export interface Asked {
  method: string;
  /** Path and query as they came. */
  url: string;
  query: Record<string, string>;
  headers: Record<string, string | undefined>;
  /** Parsed JSON; undefined when the body was none. */
  body: unknown;
  /** The body as it came. */
  raw: Buffer;
}

/** JSON, JSON as it stands, a body with headers of its own, or bytes with their type. */
export type Said =
  | { status: number; json: unknown }
  | { status: 200; text: string; headers?: undefined }
  | { status: number; text: string; headers: Record<string, string> }
  | { status: 200; type: string; bytes: Uint8Array };

const messages: Record<number, string> = {
  [-1]: 'system error',
  40003: 'invalid openid',
  40037: 'invalid template_id',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40129: 'invalid scene',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40226: 'code blocked',
  40243: 'AppSecret frozen',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  43101: 'user refuse to accept the msg',
  44991: 'reach max api minute frequence limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  47003: 'argument invalid!',
  61010: 'code is expired, user not active',
  40199: 'waybill_id not found',
  9300501: 'delivery logic error',
  9300502: 'delivery system error',
  9300503: 'delivery_id not exist',
  9300506: 'waybill already has path, cannot cancel',
  9300510: 'service_type not exist',
  9300525: 'biz_id not bind',
  9300526: 'arg size exceed limit',
  9300531: 'biz_id not exist',
  9300535: 'shop goods_name or img_url invalid',
  9300536: 'wx_appid invalid',
};

/** A business error as WeChat words it: HTTP 200, and a request id at the end. */
export function refusal(errcode: number, message = messages[errcode] ?? 'error'): Said {
  const rid = [4, 4, 4].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
  return { status: 200, json: { errcode, errmsg: `${message} rid: ${rid}` } };
}

export function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
