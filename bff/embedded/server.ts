import { createServer, type Server, type Socket } from 'node:net';
import { execute } from './commands';
import type { Engine } from './engine';
import { encodeReply, type Request, RequestReader } from './wire';

/** Listens on loopback and answers requests; those of one connection in order. */
export class WireServer {
  readonly #server: Server;
  readonly #connections = new Map<Socket, Promise<void>>();

  private constructor(private readonly engine: Engine) {
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  /** Resolves when it listens; port 0 takes a free one. */
  static async listen(engine: Engine, port: number): Promise<WireServer> {
    const server = new WireServer(engine);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen({ host: '127.0.0.1', port }, () => {
        server.#server.off('error', reject);
        resolve();
      });
    });
    return server;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  #accept(socket: Socket): void {
    const reader = new RequestReader();
    this.#connections.set(socket, Promise.resolve());
    // A connection that breaks is the client's affair; its requests run to their end.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#connections.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const request of reader.push(chunk)) this.#enqueue(socket, request);
      } catch {
        socket.destroy();
      }
    });
  }

  #enqueue(socket: Socket, request: Request): void {
    const before = this.#connections.get(socket) ?? Promise.resolve();
    this.#connections.set(
      socket,
      before.then(async () => {
        const answer = await execute(this.engine, request);
        if (request.wantsReply && !socket.destroyed) socket.write(encodeReply(request, answer));
      }),
    );
  }

  /** Stops listening, lets requests that are running end, and closes the connections. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    await Promise.all(this.#connections.values());
    for (const socket of this.#connections.keys()) socket.destroy();
    await closed;
  }
}
