import type { Stats } from './stats';

/** What an API of `wx` says when it did not work. */
export interface Failed {
  errMsg: string;
  errno?: number;
}

/** Callbacks that every API of `wx` takes. */
export interface Callbacks {
  success?: (result: Record<string, unknown>) => void;
  fail?: (result: Failed) => void;
  complete?: (result: Record<string, unknown>) => void;
}

export interface RequestOptions extends Callbacks {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
  dataType?: string;
  timeout?: number;
}

/** What a request needs of its surroundings. */
export interface RequestWorld {
  /** Base that is compiled into the bundle: the only listed domain. */
  compiledBase: string;
  /** Where it really is. */
  realBase: string;
  online: () => boolean;
  /** The app was closed: what is still answered reaches nobody. */
  closed: () => boolean;
  stats: () => Stats;
  changed: () => void;
}

const methods = new Set(['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']);

/** `wx.request` over real HTTP: only the listed domain, ten at a time, every status is a success. */
export function makeRequest(world: RequestWorld) {
  let running = 0;
  return (options: RequestOptions) => {
    const method = (options.method ?? 'GET').toUpperCase();
    if (!methods.has(method)) throw new Error(`wx.request has no ${method}`);
    if (!options.url.startsWith(world.compiledBase)) {
      throw new Error(`wx.request to ${options.url}: not in the list of domains (${world.compiledBase})`);
    }
    if (running >= 10) throw new Error('wx.request: more than ten at a time');
    const controller = new AbortController();
    let aborted = false;
    const finish = (result: Record<string, unknown> & { errMsg: string }, ok: boolean) => {
      running -= 1;
      if (world.closed()) return;
      if (ok) options.success?.(result);
      else options.fail?.(result);
      options.complete?.(result);
      world.changed();
    };
    const seen = { method, path: options.url.slice(world.compiledBase.length), status: 0, bytes: 0 };
    world.stats().requests.push(seen);
    running += 1;
    world.stats().maxParallel = Math.max(world.stats().maxParallel, running);
    void send(world, { ...options, method }, controller.signal).then(
      ({ bytes, ...answer }) => {
        seen.status = answer.statusCode;
        seen.bytes = bytes;
        finish({ ...answer, errMsg: 'request:ok', cookies: [] }, true);
      },
      () => finish({ errMsg: aborted ? 'request:fail abort' : 'request:fail ', errno: 600001 }, false),
    );
    return {
      abort() {
        aborted = true;
        controller.abort();
      },
      onHeadersReceived: () => undefined,
      offHeadersReceived: () => undefined,
      onChunkReceived: () => undefined,
      offChunkReceived: () => undefined,
    };
  };
}

async function send(world: RequestWorld, options: RequestOptions & { method: string }, signal: AbortSignal) {
  if (!world.online() || world.closed()) throw new Error('offline');
  const url = new URL(world.realBase + options.url.slice(world.compiledBase.length));
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ...lowerCase(options.header ?? {}),
  };
  let body: string | ArrayBuffer | undefined;
  if (options.data !== undefined && options.data !== null) {
    if (options.method === 'GET') {
      for (const [name, value] of Object.entries(options.data as Record<string, unknown>)) {
        url.searchParams.set(name, String(value));
      }
    } else if (isBytes(options.data)) body = new Uint8Array(options.data).slice().buffer;
    else body = typeof options.data === 'string' ? options.data : JSON.stringify(options.data);
  }
  const timeout = AbortSignal.timeout(options.timeout ?? 60_000);
  const response = await fetch(url, {
    method: options.method,
    headers,
    body,
    redirect: 'follow',
    signal: AbortSignal.any([signal, timeout]),
  });
  const text = await response.text();
  return {
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    data: options.dataType === undefined || options.dataType === 'json' ? parse(text) : text,
    bytes: Buffer.byteLength(text),
  };
}

/** Asked by name: the bundle's world has an `ArrayBuffer` of its own. */
function isBytes(data: unknown): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]';
}

/** WeChat parses what looks like JSON and hands over the text otherwise. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
