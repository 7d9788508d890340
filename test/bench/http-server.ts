import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { startApp } from '../support/app';

/**
 * One server in a process of its own, so that its CPU can be told from the client's. Says its URL when it is
 * ready, and its user CPU (µs) whenever asked.
 */
const kind = process.argv[2];
const body = JSON.stringify({ ok: true, text: 'x'.repeat(200) });

async function start(): Promise<string> {
  if (kind === 'bff') {
    const many = '1000000000';
    const app = await startApp({
      sample: 'full',
      env: {
        LIMIT_READ_PER_MINUTE: many,
        LIMIT_SEARCH_PER_MINUTE: many,
        LOG_LEVEL: 'info',
        // Nobody signs in here, and its panel's files do not travel with the compiled program.
        SANDBOX: '0',
      },
    });
    process.once('disconnect', () => void app.stop().then(() => process.exit(0)));
    return app.url;
  }
  const koa = new Koa();
  koa.use((ctx) => {
    ctx.type = 'application/json';
    ctx.body = body;
  });
  const server =
    kind === 'koa'
      ? createServer(koa.callback())
      : createServer((_request, response) => {
          response.setHeader('content-type', 'application/json');
          response.end(body);
        });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.once('disconnect', () => process.exit(0));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

process.on('message', () => process.send?.({ userMicros: process.cpuUsage().user }));
process.send?.({ url: await start() });
