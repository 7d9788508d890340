import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  openPush,
  PushRefused,
  pushSignature,
  readSubscribeEvent,
  type SubscribeEvent,
  sameSignature,
} from '../../gateways/wechat/push';
import type { PushDoc } from './model';
import type { NotificationParts } from './parts';

/** A request to the push URL, as it came. */
export interface PushRequest {
  method: string;
  query: Record<string, string>;
  body: string;
  now: Date;
}

/**
 * Keeps what WeChat says of a kind that a feature registered for. Must be repeatable, and done when it returns: then the push
 * is answered. @returns false when it is not as agreed
 */
export type PushTaker = (body: unknown, now: Date) => Promise<boolean>;

/** Older and younger ones are replays or from a clock that is wrong. */
const WINDOW_MS = 5 * 60_000;
const encrypted = z.looseObject({ Encrypt: z.string().min(1) });

/**
 * Answers the push URL: checks that WeChat is speaking, stores what it says, and works on it later, because WeChat
 * waits five seconds and then says it again.
 * @returns what to answer; null when it is not WeChat's word
 */
export async function receivePush(
  parts: NotificationParts,
  request: PushRequest,
  takers: ReadonlyMap<string, PushTaker>,
): Promise<string | null> {
  const { push } = parts.settings.wechat;
  const { signature = '', timestamp = '', nonce = '', echostr } = request.query;
  if (push.token === null || !/^\d{1,12}$/.test(timestamp) || nonce === '' || nonce.length > 128) return null;
  if (Math.abs(request.now.getTime() - Number(timestamp) * 1_000) > WINDOW_MS) return null;
  try {
    if (request.method === 'GET') {
      const ours = sameSignature(signature, pushSignature(push.token, timestamp, nonce));
      return ours && echostr !== undefined ? echostr : null;
    }
    const text = opened(parts, request, push.token);
    const name = eventOf(text);
    const take = takers.get(name);
    if (take) await handOn(parts, take, { name, text, nonce, now: request.now });
    else await store(parts, readSubscribeEvent(text), nonce, request.now);
    return 'success';
  } catch (error) {
    if (!(error instanceof PushRefused)) throw error;
    parts.log.warn({ why: error.message }, 'a push was refused');
    return null;
  }
}

/** @throws PushRefused */
function opened(parts: NotificationParts, { query, body }: PushRequest, token: string): string {
  const { push, appId } = parts.settings.wechat;
  const { signature = '', msg_signature = '', timestamp = '', nonce = '' } = query;
  if (query.encrypt_type === 'aes') {
    const { Encrypt } = parsed(encrypted, body);
    if (!sameSignature(msg_signature, pushSignature(token, timestamp, nonce, Encrypt)))
      throw new PushRefused('signed otherwise');
    if (push.aesKey === null) throw new PushRefused('encrypted, and there is no key');
    return openPush(Encrypt, push.aesKey, appId);
  }
  // The plain signature does not cover the body, so it is good for nothing where safe mode was agreed.
  if (!push.takesPlain) throw new PushRefused('plain where safe mode was agreed');
  if (!sameSignature(signature, pushSignature(token, timestamp, nonce)))
    throw new PushRefused('signed otherwise');
  return body;
}

function parsed<S extends z.ZodType>(shape: S, body: string): z.output<S> {
  try {
    return shape.parse(JSON.parse(body));
  } catch {
    throw new PushRefused('not as agreed');
  }
}

/**
 * Keeps what is to be worked on, and the nonce: the plain signature does not cover the body, so a signature that was seen
 * once must be good for nothing else. Held by the database and not by Redis, which may forget.
 */
async function store(
  parts: NotificationParts,
  event: SubscribeEvent | null,
  nonce: string,
  now: Date,
): Promise<void> {
  const accountId = event ? parts.people.accountIdOf(event.openid) : '';
  try {
    await parts.pushes.create({
      _id: event ? idOf(accountId, event) : `nonce ${nonce}`,
      nonce,
      accountId,
      event: event?.event ?? 'other',
      list: event?.list ?? [],
      createdAt: now,
      ...(event && { dueAt: now }),
    });
  } catch (error) {
    // Said before, or a nonce that was used for something else.
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
  await parts.reached('push:stored');
}

const named = z.looseObject({ Event: z.string().max(64) });

/** The name of an event; empty when it has none. */
function eventOf(text: string): string {
  try {
    const event = named.safeParse(JSON.parse(text));
    return event.success ? event.data.Event : '';
  } catch {
    throw new PushRefused('not JSON');
  }
}

/**
 * Lets a feature keep what is meant for it. The nonce is remembered with what it was used for: said again it is kept again,
 * which changes nothing, because whoever kept it first may have died in between; used for something else it is good for nothing.
 */
async function handOn(
  parts: NotificationParts,
  take: PushTaker,
  { name, text, nonce, now }: { name: string; text: string; nonce: string; now: Date },
): Promise<void> {
  const digest = createHash('sha256').update(text).digest('base64url');
  try {
    await parts.pushes.create({
      _id: `nonce ${nonce}`,
      nonce,
      event: name,
      list: [],
      digest,
      createdAt: now,
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    const used = await parts.pushes.findOne({ nonce }).lean<PushDoc>();
    if (used?.digest !== digest) return;
  }
  if (!(await take(JSON.parse(text), now))) throw new PushRefused('not as agreed');
  await parts.reached('push:stored');
}

/** The same person, time and event; and the list, because two messages may arrive at one person within a second. */
function idOf(accountId: string, { createTime, event, list }: SubscribeEvent): string {
  const what = createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 22);
  return `${accountId} ${createTime} ${event} ${what}`;
}
