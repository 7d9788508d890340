import { WebSocket } from 'ws';
import type { Callbacks } from './wx-request';

/** What a push connection needs of its surroundings. */
export interface SocketWorld {
  /** Base that is compiled into the bundle, `http://…`: its `ws://…` is the only listed domain. */
  compiledBase: string;
  /** Where it really is. */
  realBase: string;
  online: () => boolean;
  changed: () => void;
}

interface SocketOptions extends Callbacks {
  url: string;
  protocols?: string[];
}

type Listener = (event: Record<string, unknown>) => void;

/** WeChat gives an app this many push connections at a time. */
const most = 5;

/** `wx.connectSocket` over real WebSockets, and the handles by which a test cuts them. */
export function makeSockets(world: SocketWorld) {
  const open = new Set<WebSocket>();
  const toWs = (base: string) => base.replace(/^http/, 'ws');

  const connectSocket = (options: SocketOptions) => {
    const listed = toWs(world.compiledBase);
    if (!options.url.startsWith(`${listed}/`)) {
      throw new Error(`wx.connectSocket to ${options.url}: not in the list of domains (${listed})`);
    }
    if (open.size >= most) throw new Error('wx.connectSocket: more than five at a time');
    const listeners: Record<'open' | 'message' | 'close' | 'error', Listener[]> = {
      open: [],
      message: [],
      close: [],
      error: [],
    };
    const tell = (what: keyof typeof listeners, event: Record<string, unknown>) => {
      for (const listener of listeners[what]) listener(event);
      world.changed();
    };
    const address = world.online()
      ? toWs(world.realBase) + options.url.slice(listed.length)
      : 'ws://127.0.0.1:1';
    const socket = new WebSocket(address, options.protocols ?? []);
    open.add(socket);
    socket.on('open', () => tell('open', { header: {} }));
    socket.on('message', (data, isBinary) => tell('message', { data: isBinary ? data : String(data) }));
    socket.on('error', (error) => tell('error', { errMsg: `connectSocket:fail ${error.message}` }));
    socket.on('close', (code, reason) => {
      open.delete(socket);
      tell('close', { code, reason: String(reason) });
    });
    setImmediate(() => {
      options.success?.({ errMsg: 'connectSocket:ok' });
      options.complete?.({ errMsg: 'connectSocket:ok' });
    });
    return {
      onOpen: (listener: Listener) => listeners.open.push(listener),
      onMessage: (listener: Listener) => listeners.message.push(listener),
      onClose: (listener: Listener) => listeners.close.push(listener),
      onError: (listener: Listener) => listeners.error.push(listener),
      send({ data }: { data: string }) {
        socket.send(data);
      },
      close() {
        socket.close();
      },
    };
  };
  return {
    connectSocket,
    /** The network is gone: every connection breaks. */
    cut() {
      for (const socket of open) socket.terminate();
    },
    /** How many connections stand or are being made. */
    count: () => open.size,
  };
}
