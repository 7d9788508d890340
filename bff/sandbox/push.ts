import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { Settings } from '../settings';
import type { ShownMessage } from './subscribe';

export type PushMode = 'plain' | 'safe';
/** Ways in which WeChat has been seen to write the list of an event. */
export const pushShapes = ['list', 'one', 'named', 'named-list'] as const;
export type PushShape = (typeof pushShapes)[number];

export interface PushEvent {
  openid: string;
  event: 'subscribe_msg_popup_event' | 'subscribe_msg_change_event' | 'subscribe_msg_sent_event';
  list: Record<string, string>[];
  /** Seconds; now unless told. */
  createTime?: number;
}

const names = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent',
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
} as const;

interface Parts {
  clock: Clock;
  log: Logger;
  settings: Pick<Settings['wechat'], 'appId' | 'push'>;
}

/** WeChat's side of the push URL: signs, encrypts and posts events, again when it is not answered with `success`. */
export class Pusher {
  /** Where the BFF listens; nothing is pushed before it is known. */
  url: string | null = null;
  /** How events that follow from something are pushed; in turn, so that both are met. */
  private turn = 0;
  private readonly under = new Set<Promise<unknown>>();
  private closed = false;

  constructor(private readonly parts: Parts) {}

  /** A message arrived at a phone: tells the BFF a moment later, as WeChat does. */
  messageArrived({ address, templateId, id }: ShownMessage): void {
    this.follow({
      openid: address,
      event: 'subscribe_msg_sent_event',
      list: [{ TemplateId: templateId, MsgID: id, ErrorCode: '0', ErrorStatus: 'success' }],
    });
  }

  /** Pushes an event that follows from something else; nobody waits for it. */
  follow(event: PushEvent): void {
    this.turn += 1;
    const mode: PushMode = this.turn % 2 === 0 ? 'plain' : 'safe';
    const shape = pushShapes[this.turn % pushShapes.length] ?? 'list';
    const push = this.withRetries(event, mode, shape).catch((error: unknown) => {
      if (!this.closed) this.parts.log.warn({ err: error }, 'the sandbox could not push');
    });
    this.under.add(push);
    void push.finally(() => this.under.delete(push));
  }

  /** Pushes and says how it was answered. */
  push(event: PushEvent, mode: PushMode, shape: PushShape): Promise<{ status: number; text: string }> {
    return this.post(this.bodyOf(event, shape), mode);
  }

  /**
   * Signs and posts what WeChat has to say.
   * @param token what it is signed with, when it is not what was agreed
   */
  async post(json: string, mode: PushMode, token = this.parts.settings.push.token) {
    const { clock, settings } = this.parts;
    if (this.url === null || token === null) return { status: 0, text: 'there is no push URL' };
    const timestamp = String(Math.floor(clock.now().getTime() / 1_000));
    const nonce = randomBytes(5).readUIntBE(0, 5).toString();
    const query: Record<string, string> = { signature: sha1(token, timestamp, nonce), timestamp, nonce };
    let body = json;
    if (mode === 'safe') {
      const encrypted = encrypt(json, settings.push.aesKey ?? '', settings.appId);
      query.encrypt_type = 'aes';
      query.msg_signature = sha1(token, timestamp, nonce, encrypted);
      body = JSON.stringify({ ToUserName: 'gh_sandbox', Encrypt: encrypted });
    }
    const response = await fetch(`${this.url}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      signal: AbortSignal.timeout(5_000),
    });
    return { status: response.status, text: await response.text() };
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.under);
  }

  /** As the real one: three times in all. */
  private async withRetries(event: PushEvent, mode: PushMode, shape: PushShape): Promise<void> {
    for (let attempt = 1; attempt <= 3 && !this.closed; attempt += 1) {
      const answer = await this.push(event, mode, shape).catch(() => null);
      if (answer?.status === 200 && (answer.text === 'success' || answer.text === '')) return;
      if (answer?.status === 0) return;
    }
  }

  private bodyOf({ openid, event, list, createTime }: PushEvent, shape: PushShape): string {
    const seconds = createTime ?? Math.floor(this.parts.clock.now().getTime() / 1_000);
    const one = list.length === 1 ? list[0] : list;
    const held: Record<PushShape, object> = {
      list: { List: list },
      one: { List: one },
      named: { [names[event]]: list },
      'named-list': { [names[event]]: { List: list } },
    };
    return JSON.stringify({
      ToUserName: 'gh_sandbox',
      FromUserName: openid,
      // Seen as a number and as a text.
      CreateTime: seconds % 2 === 0 ? seconds : String(seconds),
      MsgType: 'event',
      Event: event,
      ...held[shape],
    });
  }
}

function sha1(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

const BLOCK = 32;

/** 16 random bytes, the length, the message and the appid, padded to blocks of 32. */
function encrypt(message: string, aesKey: string, appId: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const content = Buffer.concat([randomBytes(16), length, text, Buffer.from(appId)]);
  const padding = BLOCK - (content.length % BLOCK);
  const padded = Buffer.concat([content, Buffer.alloc(padding, padding)]);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}
