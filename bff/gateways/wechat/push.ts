import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** A message that WeChat pushed, of the kinds that tell about subscribe messages. */
export interface SubscribeEvent {
  openid: string;
  /** Seconds; with the sender and the event it tells one push from another. */
  createTime: number;
  event: 'subscribe_msg_popup_event' | 'subscribe_msg_change_event' | 'subscribe_msg_sent_event';
  list: SubscribeEventRow[];
}

export interface SubscribeEventRow {
  templateId: string;
  /** accept or reject, of a pop-up or a change. */
  status?: string;
  /** The number of a sent message, and how it fared: `0` arrived. */
  msgId?: string;
  errorCode?: string;
}

/** The push is not WeChat's, or not as agreed. */
export class PushRefused extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'PushRefused';
  }
}

/** The signature of a push: over the token, the query's time and nonce, and in safe mode the ciphertext. */
export function pushSignature(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

/** Compares without telling by its time how much was right. */
export function sameSignature(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const BLOCK = 32;

/**
 * Opens a push of the safe mode: AES-256-CBC with the padding of PKCS#7 to blocks of 32.
 * @param aesKey EncodingAESKey, 43 characters
 * @throws PushRefused when it is broken or meant for another mini-program
 */
export function openPush(encrypted: string, aesKey: string, appId: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  let plain: Buffer;
  try {
    plain = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  } catch {
    throw new PushRefused('not encrypted with our key');
  }
  const padding = plain.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK || padding > plain.length) throw new PushRefused('padded otherwise');
  const content = plain.subarray(0, plain.length - padding);
  if (content.length < 20) throw new PushRefused('too short');
  const length = content.readUInt32BE(16);
  if (20 + length > content.length) throw new PushRefused('cut off');
  if (content.subarray(20 + length).toString('utf8') !== appId)
    throw new PushRefused('meant for another mini-program');
  return content.subarray(20, 20 + length).toString('utf8');
}

const text = z.union([z.string(), z.number()]).transform(String);
const row = z.looseObject({
  TemplateId: z.string().max(128),
  SubscribeStatusString: z.string().max(32).optional(),
  MsgID: text.optional(),
  ErrorCode: text.optional(),
});
const rows = z.union([z.array(row).max(100), row.transform((one) => [one])]);
const wrapped = z.union([rows, z.looseObject({ List: rows }).transform(({ List }) => List)]);
const envelope = z.looseObject({
  FromUserName: z.string().min(1).max(128),
  CreateTime: z.coerce.number().int().min(0),
  MsgType: z.string(),
  Event: z.string(),
});
const holders = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent',
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
} as const;

/**
 * Reads a pushed event, whichever way its list is written: `List` with one or several, or under the event's own name,
 * with or without a `List` inside.
 * @returns null when it tells of something else
 * @throws PushRefused when it is no event at all
 */
export function readSubscribeEvent(json: string): SubscribeEvent | null {
  let body: unknown;
  try {
    // Numbers of messages are longer than a JavaScript number holds.
    body = JSON.parse(json.replace(/("MsgID"\s*:\s*)(\d+)/g, '$1"$2"'));
  } catch {
    throw new PushRefused('not JSON');
  }
  const head = envelope.safeParse(body);
  if (!head.success) throw new PushRefused('not an event');
  const { FromUserName, CreateTime, MsgType, Event } = head.data;
  if (MsgType !== 'event' || !(Event in holders)) return null;
  const event = Event as SubscribeEvent['event'];
  const whole = body as Record<string, unknown>;
  const list = wrapped.safeParse(whole.List ?? whole[holders[event]]);
  if (!list.success) throw new PushRefused('its list is not one');
  return {
    openid: FromUserName,
    createTime: CreateTime,
    event,
    list: list.data.map(({ TemplateId, SubscribeStatusString, MsgID, ErrorCode }) => ({
      templateId: TemplateId,
      ...(SubscribeStatusString !== undefined && { status: SubscribeStatusString }),
      ...(MsgID !== undefined && { msgId: MsgID }),
      ...(ErrorCode !== undefined && { errorCode: ErrorCode }),
    })),
  };
}
