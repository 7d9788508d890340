import CircuitBreaker from 'opossum';
import type { Logger } from 'pino';

export type OutboundFault = 'time-out' | 'network' | 'status' | 'too-large' | 'malformed' | 'resting';

/** An outside system did not answer as agreed. Says what went wrong, never what was sent. */
export class OutboundFailure extends Error {
  constructor(
    readonly api: string,
    readonly fault: OutboundFault,
    /** The HTTP status, or the code of the network's error. */
    readonly detail = '',
  ) {
    super(`${api}: ${fault}${detail && ` (${detail})`}`);
    this.name = 'OutboundFailure';
  }

  /** Whether the other side can have acted on the call: false only where it certainly never had it. */
  get mayHaveArrived(): boolean {
    if (this.fault === 'resting') return false;
    if (this.fault === 'network') return !neverConnected.has(this.detail);
    // What refuses a request by its form or at the door does not act on it.
    return !(this.fault === 'status' && this.detail.startsWith('4'));
  }
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export interface OutboundCall {
  method: 'GET' | 'POST';
  /** Relative to the base URL, without query. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  json?: unknown;
  /** Fields of a form, in place of JSON. */
  form?: Record<string, string>;
  /** JSON as it was signed, sent as it stands. */
  text?: string;
  /** Statuses beside 2xx that are an answer too, and no failure of the other side. */
  takes?(status: number): boolean;
  /** Ends the call, whatever it is doing. */
  signal: AbortSignal;
  /** Larger answers are not read to the end. Bytes. */
  maxBytes?: number;
}

export interface Reply {
  status: number;
  headers: Headers;
  contentType: string;
  bytes: Uint8Array;
}

/** Asks one outside system. Each of its APIs has a circuit breaker of its own: one that hangs does not close the rest. */
export interface Outbound {
  /**
   * @param read makes sense of the answer; what it throws counts as a failure of the other side
   * @throws OutboundFailure
   */
  call<T>(api: string, call: OutboundCall, read: (reply: Reply) => T | Promise<T>): Promise<T>;
}

type Breaker = CircuitBreaker<[() => Promise<void>], void>;

/** Within Retry-After of the answers that name it (5 s), so that who waits as told is let through. */
const RESTS_MS = 3_000;

/**
 * @param baseUrl where the system is; a path in it is kept
 * @param restsAfter of so many calls within ten seconds half must fail before an API is left alone for a while
 */
export function createOutbound(baseUrl: string, log: Logger, restsAfter: number): Outbound {
  const base = baseUrl.replace(/\/+$/, '');
  const breakers = new Map<string, Breaker>();

  const breakerOf = (api: string): Breaker => {
    const known = breakers.get(api);
    if (known) return known;
    const made: Breaker = new CircuitBreaker((run: () => Promise<void>) => run(), {
      // The call ends itself by its signal.
      timeout: false,
      errorThresholdPercentage: 50,
      volumeThreshold: restsAfter,
      rollingCountTimeout: 10_000,
      resetTimeout: RESTS_MS,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
    });
    made.on('open', () => log.warn({ api }, 'outside system rests'));
    made.on('close', () => log.info({ api }, 'outside system answers again'));
    breakers.set(api, made);
    return made;
  };

  return {
    async call<T>(api: string, call: OutboundCall, read: (reply: Reply) => T | Promise<T>): Promise<T> {
      let result: { value: T } | undefined;
      try {
        await breakerOf(api).fire(async () => {
          result = { value: await send(api, base, call, read) };
        });
      } catch (error) {
        const failure = error instanceof OutboundFailure ? error : new OutboundFailure(api, 'resting');
        log.warn({ api, fault: failure.fault }, failure.message);
        throw failure;
      }
      if (!result) throw new OutboundFailure(api, 'resting');
      return result.value;
    },
  };
}

async function send<T>(
  api: string,
  base: string,
  call: OutboundCall,
  read: (reply: Reply) => T | Promise<T>,
): Promise<T> {
  const query = call.query ? `?${new URLSearchParams(call.query)}` : '';
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(base + call.path + query, {
      method: call.method,
      headers: {
        ...((call.json ?? call.text) !== undefined && { 'Content-Type': 'application/json' }),
        ...call.headers,
      },
      // A form brings its own content type.
      body: call.form ? new URLSearchParams(call.form) : (call.text ?? bodyOf(call.json)),
      signal: call.signal,
      redirect: 'error',
    });
    bytes = await bounded(api, response, call.maxBytes ?? 64 * 1024);
  } catch (error) {
    if (error instanceof OutboundFailure) throw error;
    // The message of a failed fetch may quote the URL, and the URL holds secrets: only its code is kept.
    const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
    throw new OutboundFailure(api, call.signal.aborted ? 'time-out' : 'network', String(cause?.code ?? ''));
  }
  const { status, headers } = response;
  if (!response.ok && !call.takes?.(status)) throw new OutboundFailure(api, 'status', String(status));
  try {
    return await read({ status, headers, contentType: headers.get('content-type') ?? '', bytes });
  } catch (error) {
    if (error instanceof OutboundFailure) throw error;
    throw new OutboundFailure(api, 'malformed');
  }
}

const bodyOf = (json: unknown) => (json === undefined ? undefined : JSON.stringify(json));

async function bounded(api: string, response: Response, maxBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return Buffer.concat(parts);
    length += value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new OutboundFailure(api, 'too-large');
    }
    parts.push(value);
  }
}

/** @throws when the bytes are not JSON in UTF-8 */
export function jsonOf(reply: Reply): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reply.bytes));
}
