import { type ClientOptions, WebSocket } from 'ws';

/** Somebody at a push connection, who keeps what they were told, in order. */
export class Follower {
  readonly heard: unknown[] = [];
  private readonly waiting: (() => void)[] = [];
  readonly socket: WebSocket;
  /** With which code it ended. */
  readonly closed: Promise<number>;

  /** @param api `http://127.0.0.1:PORT/api/v1` @param where e.g. `/queues/q1/live` */
  constructor(api: string, where: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(api.replace('http', 'ws') + where, options);
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)));
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  /** The first thing heard that is so; the test's time-out is the limit. */
  async until<T>(is: (said: T) => boolean): Promise<T> {
    for (;;) {
      const found = (this.heard as T[]).find(is);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  async end() {
    this.socket.close();
    await this.closed;
  }
}
