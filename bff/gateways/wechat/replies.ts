import { z } from 'zod';
import { jsonOf, type Reply } from '../outbound';

/** WeChat understood and said no, with its errcode. */
export class WeChatRefusal extends Error {
  constructor(
    readonly api: string,
    readonly errcode: number,
    /** WeChat's request id, which its support asks for. */
    readonly rid: string,
    /** What a courier said, where WeChat passes its refusal on. */
    readonly carrier: { code: string; words: string } | null = null,
  ) {
    super(`${api}: errcode ${errcode} rid ${rid}`);
    this.name = 'WeChatRefusal';
  }
}

/** Either side may be a text: WeChat is not of one mind about numbers. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

export const envelope = z.looseObject({
  /** May be absent on success. */
  errcode: number.optional(),
  errmsg: z.string().optional(),
  delivery_resultcode: z.union([z.number(), z.string()]).transform(String).optional().catch(undefined),
  delivery_resultmsg: z.string().optional().catch(undefined),
});

export const sessionReply = z.looseObject({
  openid: z.string().min(1).max(128),
  session_key: z.string().min(1),
  unionid: z.string().optional(),
});

export const tokenReply = z.looseObject({
  access_token: z.string().min(1).max(2_048),
  expires_in: number,
});

export const phoneReply = z.looseObject({
  phone_info: z.looseObject({
    purePhoneNumber: z.string().regex(/^\d{5,20}$/),
    countryCode: number.optional(),
    watermark: z.looseObject({ appid: z.string() }).optional(),
  }),
});

/** `msgid` may be a number beyond 2^53; see `readSent`. */
const sentReply = z.looseObject({ msgid: z.string().regex(/^\d+$/).optional() });

/** Reads the answer to a sent message, its number as a text before JSON.parse could round it. */
export function readSent(api: string) {
  const read = readJson(api, sentReply);
  return (reply: Reply) => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(reply.bytes);
    const kept = text.replace(/("msgid"\s*:\s*)(\d+)/, '$1"$2"');
    return read({ ...reply, bytes: Buffer.from(kept) });
  };
}

/** What came back: a refusal, or the answer in its shape. A refusal is no failure of the other side. */
export type Answered<T> = { refusal: WeChatRefusal } | { answer: T };

/** Reads an answer in JSON. @throws when it is neither a refusal nor in the shape */
export function readJson<S extends z.ZodType>(api: string, shape: S) {
  return (reply: Reply): Answered<z.output<S>> => {
    const body = jsonOf(reply);
    const { errcode = 0, errmsg = '', ...rest } = envelope.parse(body);
    if (errcode === 0) return { answer: shape.parse(body) };
    const { delivery_resultcode: code, delivery_resultmsg: words } = rest;
    const carrier = code === undefined ? null : { code, words: words ?? '' };
    return { refusal: new WeChatRefusal(api, errcode, ridOf(errmsg), carrier) };
  };
}

/** Reads an image, or the refusal that comes in its place. */
export function readImage(api: string) {
  return (reply: Reply): Answered<Uint8Array> => {
    if (/^image\//i.test(reply.contentType)) return { answer: reply.bytes };
    const { errcode, errmsg = '' } = envelope.parse(jsonOf(reply));
    if (!errcode) throw new TypeError('neither an image nor a refusal');
    return { refusal: new WeChatRefusal(api, errcode, ridOf(errmsg)) };
  };
}

function ridOf(errmsg: string): string {
  return /rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})/.exec(errmsg)?.[1] ?? '';
}
