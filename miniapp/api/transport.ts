import Taro from '@tarojs/taro';
import { noteServerTime, serverNow } from '../platform/clock';
import { apiBase } from '../platform/env';
import { localFailure } from './failure';

/** wx.request has no PATCH, and the contract does not use it. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Wire {
  method: HttpMethod;
  /** Below the API's base, with its query. */
  path: string;
  headers: Record<string, string>;
  /** JSON, or an `ArrayBuffer` which goes out as it is. */
  body?: object | undefined;
  /** Called once when there is no answer after 5 seconds. */
  onSlow?: (() => void) | undefined;
}

export interface Reply {
  status: number;
  etag: string | null;
  data: unknown;
}

const slowAfter = 5_000;
/** WeChat's own limit is 60 s; nobody holds a phone that long. */
const giveUpAfter = 15_000;
/** A part of a file goes out by itself, and a slow network takes its time over 256 KB. */
const giveUpFileAfter = 60_000;
const halfMinute = 30_000;

function headerOf(headers: Record<string, unknown>, wanted: string): string | null {
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === wanted && typeof value === 'string') return value;
  }
  return null;
}

/**
 * Notes the server's clock from the `now` of an answer. An appointment's is exact; the first screen's is cut to the
 * minute (so that it keeps its ETag) and only counts when the phone is further off than that. The Date header is not
 * used: it is the machine's clock, which is not the product's where the sandbox has moved time.
 */
function noteClock(data: unknown, sentAt: number, receivedAt: number): void {
  if (typeof data !== 'object' || data === null || !('now' in data) || typeof data.now !== 'string') return;
  const now = Date.parse(data.now);
  if ('heldUntil' in data) noteServerTime(now, sentAt, receivedAt);
  else if (Math.abs(now + halfMinute - serverNow()) > 2 * halfMinute) {
    noteServerTime(now + halfMinute, sentAt - halfMinute, receivedAt + halfMinute);
  }
}

/** Asked by name: WeChat's file system may hand over a buffer of another JavaScript world. */
function isBytes(body: object | undefined): boolean {
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]';
}

function typed(wire: Wire): Record<string, string> {
  if (!wire.body) return wire.headers;
  const type = isBytes(wire.body) ? 'application/octet-stream' : 'application/json';
  return { ...wire.headers, 'Content-Type': type };
}

/**
 * Sends one request. Any HTTP status is an answer (wx.request and H5 agree on that).
 * @throws Failure OFFLINE or TIMEOUT when there was none
 */
export async function send(wire: Wire): Promise<Reply> {
  const sentAt = Date.now();
  const timeout = isBytes(wire.body) ? giveUpFileAfter : giveUpAfter;
  const slow = wire.onSlow ? setTimeout(wire.onSlow, slowAfter) : undefined;
  try {
    const answer = await Taro.request<unknown>({
      url: apiBase + wire.path,
      method: wire.method,
      header: typed(wire),
      ...(wire.body ? { data: wire.body } : {}),
      timeout,
    });
    const headers: Record<string, unknown> = answer.header ?? {};
    noteClock(answer.data, sentAt, Date.now());
    return { status: answer.statusCode, etag: headerOf(headers, 'etag'), data: answer.data };
  } catch {
    throw localFailure(Date.now() - sentAt >= timeout - 100 ? 'TIMEOUT' : 'OFFLINE');
  } finally {
    clearTimeout(slow);
  }
}
