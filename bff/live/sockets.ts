import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { callerAddress } from '../http/address';
import { Problem } from '../problem';
import type { Settings } from '../settings';
import type { Live } from './hub';

/** What can be followed: by the segment before the id in `/api/v1/SEGMENT/ID/live`. */
export type LiveSources = Record<string, (id: string) => Promise<{ now: string }>>;

export interface LiveSockets {
  /** Takes over upgrades of the server. */
  attach(server: Server): void;
  /** Says good-bye to everyone, then cuts whoever does not answer. */
  close(): Promise<void>;
  /** Connections that are open. */
  readonly size: number;
}

interface Parts {
  live: Live;
  log: Logger;
  settings: Pick<Settings, 'live' | 'corsOrigins' | 'proxyHops'>;
  sources: LiveSources;
  /** Milliseconds between two looks whether somebody is still there. */
  heartbeatEvery?: number;
}

/** Several changes within this many milliseconds are pushed as one. */
const TOGETHER_MS = 100;
/** After a failure to read what changed. */
const AGAIN_MS = 1_000;
const HEARTBEAT_MS = 25_000;
/** Nobody has to say anything: more than a word is refused. */
const MOST_SAID_BYTES = 256;
const MOST_SAID = 20;
/** Who takes in so little that this piles up is dropped; their app connects again. */
const MOST_BUFFERED_BYTES = 256 * 1_024;
const GOOD_BYE_MS = 1_000;
/** Pages of mini-programs say they come from here. */
const wechatOrigin = 'https://servicewechat.com';

/** Everybody who follows one thing; it is read once for all of them. */
class Topic {
  readonly sockets = new Set<WebSocket>();
  private last = '';
  private timer: NodeJS.Timeout | null = null;
  private readonly end: () => void;

  constructor(
    private readonly name: string,
    private readonly read: () => Promise<{ now: string }>,
    { live, log }: Parts,
  ) {
    this.end = live.subscribe(name, () => this.changed());
    this.fail = (error) => {
      log.warn({ err: error, topic: this.name }, 'could not read what to push, will be tried again');
      if (this.sockets.size > 0) this.changed(AGAIN_MS);
    };
  }

  private readonly fail: (error: unknown) => void;

  /** A newcomer hears at once what is. */
  async join(socket: WebSocket): Promise<void> {
    this.sockets.add(socket);
    push(socket, JSON.stringify(await this.read()));
  }

  /** @returns whether nobody is left */
  leave(socket: WebSocket): boolean {
    this.sockets.delete(socket);
    if (this.sockets.size > 0) return false;
    if (this.timer) clearTimeout(this.timer);
    this.end();
    return true;
  }

  private changed(wait = TOGETHER_MS): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.tell().catch(this.fail);
    }, wait);
  }

  private async tell(): Promise<void> {
    const found = await this.read();
    // Whatever else changed: nothing is pushed that was already said.
    const said = JSON.stringify({ ...found, now: '' });
    if (said === this.last) return;
    this.last = said;
    const text = JSON.stringify(found);
    for (const socket of this.sockets) push(socket, text);
  }
}

function push(socket: WebSocket, text: string): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MOST_BUFFERED_BYTES) socket.terminate();
  else socket.send(text);
}

/** Push connections beside the GETs of the same paths. Nothing personal goes over them, so nobody signs in for one. */
export function createLiveSockets(parts: Parts): LiveSockets {
  const { settings, log } = parts;
  const ws = new WebSocketServer({ noServer: true, maxPayload: MOST_SAID_BYTES, perMessageDeflate: false });
  const topics = new Map<string, Topic>();
  const addresses = new Map<string, number>();
  const alive = new WeakSet<WebSocket>();
  let open = 0;
  let heartbeat: NodeJS.Timeout | null = null;
  let closing = false;

  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // From here on the connection is ours: one that breaks off may not end the process.
    socket.on('error', () => socket.destroy());
    const address = callerAddress(request, settings.proxyHops);
    const [, segment = '', id = ''] = pathOf(request) ?? [];
    const source = parts.sources[segment];
    const refusal = refusalOf(request, address);
    if (refusal !== null || !source) {
      refuse(socket, refusal ?? 404);
      return;
    }
    // Taken before anything is waited for: who opens many at once is counted all the same, until the connection ends.
    open += 1;
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    socket.once('close', () => {
      open -= 1;
      const left = (addresses.get(address) ?? 1) - 1;
      if (left > 0) addresses.set(address, left);
      else addresses.delete(address);
    });
    source(id).then(
      () => {
        if (closing || socket.destroyed) {
          socket.destroy();
          return;
        }
        ws.handleUpgrade(request, socket, head, (client) => {
          follow(client, `${segment}/${id}`, () => source(id));
        });
      },
      (error: unknown) => refuse(socket, error instanceof Problem ? error.status : 503),
    );
  };

  const refusalOf = (request: IncomingMessage, address: string): number | null => {
    if (closing || open >= settings.live.inAll) return 503;
    if (!pathOf(request)) return 404;
    if (!fromOurs(request, settings.corsOrigins)) return 403;
    return (addresses.get(address) ?? 0) >= settings.live.perAddress ? 429 : null;
  };

  const follow = (client: WebSocket, name: string, read: () => Promise<{ now: string }>): void => {
    const topic = topics.get(name) ?? new Topic(name, read, parts);
    topics.set(name, topic);
    alive.add(client);
    let said = 0;
    client.on('pong', () => alive.add(client));
    client.on('message', () => {
      said += 1;
      if (said > MOST_SAID) client.close(1008);
    });
    client.on('error', () => client.terminate());
    client.on('close', () => {
      if (topic.leave(client) && topics.get(name) === topic) topics.delete(name);
    });
    topic.join(client).catch((error: unknown) => {
      log.warn({ err: error, topic: name }, 'could not read what to push');
      client.close(1013);
    });
  };

  return {
    attach(server) {
      server.on('upgrade', accept);
      heartbeat = setInterval(() => {
        for (const client of ws.clients) {
          if (!alive.has(client)) client.terminate();
          alive.delete(client);
          client.ping();
        }
      }, parts.heartbeatEvery ?? HEARTBEAT_MS).unref();
    },
    async close() {
      closing = true;
      if (heartbeat) clearInterval(heartbeat);
      const gone = [...ws.clients].map((client) => {
        const left = new Promise<void>((resolve) => client.once('close', () => resolve()));
        client.close(1001);
        return left;
      });
      const cut = setTimeout(() => {
        for (const client of ws.clients) client.terminate();
      }, GOOD_BYE_MS);
      await Promise.all(gone);
      clearTimeout(cut);
      ws.close();
    },
    get size() {
      return ws.clients.size;
    },
  };
}

function pathOf({ url = '' }: IncomingMessage): RegExpExecArray | null {
  return /^\/api\/v1\/([a-z]+)\/([A-Za-z0-9_-]{1,64})\/live(?:\?|$)/.exec(url);
}

/** Other people's pages may not hold our connections open. Who is no browser sends no origin. */
function fromOurs({ headers }: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || origin === wechatOrigin || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  // Who never hangs up is hung up on.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
