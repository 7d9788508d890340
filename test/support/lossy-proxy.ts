import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LossyProxy {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /**
   * Passes the next such request on and lets its answer be lost on the way back.
   * @returns resolves when the server has answered it
   */
  loseAnswerTo(method: string, path: RegExp): Promise<void>;
  /**
   * Passes the next such request on and keeps its answer back.
   * @returns once the server has answered it: lets the answer through
   */
  holdAnswerTo(method: string, path: RegExp): Promise<() => void>;
  close(): Promise<void>;
}

interface Loss {
  method: string;
  path: RegExp;
  answered: () => void;
}

interface Hold {
  method: string;
  path: RegExp;
  answered: (letThrough: () => void) => void;
}

/** A bad line between a phone and the BFF. @param target `http://127.0.0.1:PORT` */
export async function startLossyProxy(target: string): Promise<LossyProxy> {
  const losses: Loss[] = [];
  const holds: Hold[] = [];
  const server = createServer((asked, answer) => {
    const { method = '', url = '', headers } = asked;
    const at = losses.findIndex((loss) => loss.method === method && loss.path.test(url));
    const loss = at < 0 ? undefined : losses.splice(at, 1)[0];
    const held = holds.findIndex((hold) => hold.method === method && hold.path.test(url));
    const hold = held < 0 ? undefined : holds.splice(held, 1)[0];
    const onward = request(target + url, { method, headers }, (answered) => {
      if (!loss) {
        const pass = () => {
          answer.writeHead(answered.statusCode ?? 502, answered.headers);
          answered.pipe(answer);
        };
        if (hold) hold.answered(pass);
        else pass();
        return;
      }
      answered.resume();
      answered.on('end', () => {
        asked.socket.destroy();
        loss.answered();
      });
    });
    onward.on('error', () => asked.socket.destroy());
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswerTo: (method, path) =>
      new Promise((resolve) => {
        losses.push({ method, path, answered: resolve });
      }),
    holdAnswerTo: (method, path) =>
      new Promise((resolve) => {
        holds.push({ method, path, answered: resolve });
      }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
