import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import serveStatic from 'koa-static';
import { chromium } from 'playwright-core';

/** Opens the built H5 page in Chromium and lists the scripts and styles that its first screen loads, as paths below dist/h5. */
export async function loadedByHome(): Promise<string[]> {
  const koa = new Koa();
  koa.use(serveStatic('dist/h5'));
  const server = createServer(koa.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    const seen: string[] = [];
    page.on('request', (request) => {
      if (['script', 'stylesheet'].includes(request.resourceType()))
        seen.push(new URL(request.url()).pathname.slice(1));
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    return seen;
  } finally {
    await browser.close();
    server.close();
  }
}
