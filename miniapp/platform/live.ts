import Taro from '@tarojs/taro';
import { apiBase, isWeapp } from './env';

/** One connection that the other side may push over. */
interface Pipe {
  close(): void;
}

interface PipeEvents {
  opened(): void;
  message(text: string): void;
  /** Once, however it ended. */
  ended(): void;
}

export interface LiveOptions {
  /** Below the API's base: `/queues/…/live`. */
  path: string;
  /** What was pushed, as JSON. */
  onMessage: (data: unknown) => void;
  /** Whether pushes come in now; while they do not, the caller asks by itself. */
  onConnected: (connected: boolean) => void;
}

const firstPause = 500;
const longestPause = 15_000;
/** A connection that lasted this long was good: the next try comes soon again. */
const goodAfter = 10_000;

/** The push address beside an address of the API. */
function socketUrl(path: string): string {
  const base = isWeapp ? apiBase : window.location.origin + apiBase;
  return base.replace(/^http/, 'ws') + path;
}

/**
 * Keeps a push connection: when it ends it is opened again, after a pause that grows and is never the same on every
 * phone (a server that comes back is not asked by everyone at once).
 * @returns a function that ends it
 */
export function openLive({ path, onMessage, onConnected }: LiveOptions): () => void {
  let over = false;
  let pause = firstPause;
  let pipe: Pipe | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    const since = Date.now();
    pipe = openPipe(socketUrl(path), {
      opened: () => !over && onConnected(true),
      message(text) {
        const data = parsed(text);
        if (!over && data !== undefined) onMessage(data);
      },
      ended() {
        pipe = null;
        if (over) return;
        onConnected(false);
        pause = Date.now() - since >= goodAfter ? firstPause : Math.min(longestPause, pause * 2);
        timer = setTimeout(connect, pause * (0.5 + Math.random() / 2));
      },
    });
  };
  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    pipe?.close();
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function openPipe(url: string, events: PipeEvents): Pipe {
  let done = false;
  const ended = () => {
    if (done) return;
    done = true;
    events.ended();
  };
  return isWeapp ? weappPipe(url, { ...events, ended }) : browserPipe(url, { ...events, ended });
}

function browserPipe(url: string, { opened, message, ended }: PipeEvents): Pipe {
  const socket = new WebSocket(url);
  socket.onopen = opened;
  socket.onmessage = ({ data }: MessageEvent<unknown>) => typeof data === 'string' && message(data);
  socket.onclose = ended;
  return { close: () => socket.close() };
}

function weappPipe(url: string, { opened, message, ended }: PipeEvents): Pipe {
  let closed = false;
  let task: Taro.SocketTask | null = null;
  Taro.connectSocket({ url }).then((socket) => {
    task = socket;
    socket.onOpen(opened);
    socket.onMessage(({ data }) => typeof data === 'string' && message(data));
    socket.onClose(ended);
    socket.onError(ended);
    if (closed) socket.close({});
  }, ended);
  return {
    close() {
      closed = true;
      task?.close({});
    },
  };
}
