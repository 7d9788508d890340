import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { toIso } from '../../shared/domain/time';
import type { Clock } from '../clock';
import type { Calls } from './calls';
import type { Fault, Faults, Target } from './faults';
import type { Asked, Said } from './replies';

export interface OutsideParts {
  clock: Clock;
  log: Logger;
  faults: Faults;
  calls: Calls;
  /** Which system a path belongs to; undefined when nothing is there. */
  targetOf(path: string): Target | undefined;
  /** @param instead what is to go wrong, for whom it is part of the answer */
  answer(target: Target, asked: Asked, instead: Fault | null): Said;
  /** How a system refuses that does not refuse as WeChat does. */
  speaksForItself(target: Target): boolean;
  /** A refusal by its code, as the system words it. */
  refuse(target: Target, code: number): Said;
  /** An answer in good form that is not true. */
  lie(target: Target, said: Said): Said;
}

export interface Outside {
  /** `http://127.0.0.1:PORT` */
  url: string;
  close(): Promise<void>;
}

const MAX_BODY = 256 * 1024;

/** The outside world on a free port of loopback: receives, notes, fails as told, answers. */
export async function startOutside(parts: OutsideParts): Promise<Outside> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    receive(request, response, parts, closing.signal).catch((error: unknown) => {
      if (!closing.signal.aborted) parts.log.error({ err: error }, 'the sandbox failed');
      response.destroy();
    });
  });
  // A process that is busy for seconds must not find its connection just closed.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => stop(server, closing),
  };
}

function stop(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  parts: OutsideParts,
  closing: AbortSignal,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const target = parts.targetOf(url.pathname);
  if (!target) {
    response.writeHead(404).end();
    return;
  }
  const raw = await readBody(request);
  const asked: Asked = {
    method: request.method ?? '',
    url: request.url ?? '/',
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : value,
      ]),
    ),
    body: jsonOf(raw),
    raw,
  };
  const note = (status: number | null, answer: unknown) =>
    parts.calls.add({
      at: toIso(parts.clock.now()),
      target,
      method: asked.method,
      path: url.pathname,
      query: asked.query,
      body: asked.body,
      status,
      answer,
    });
  const { delayMs, instead } = parts.faults.hit(target);
  if (delayMs > 0) await pause(delayMs, undefined, { signal: closing });
  if (instead?.kind === 'drop') {
    note(null, 'connection cut');
    request.socket.destroy();
    return;
  }
  if (instead?.kind === 'garbage') {
    const text = '<!DOCTYPE html><title>502</title>';
    note(200, text);
    response.writeHead(200, { 'Content-Type': 'application/json; encoding=utf-8' }).end(text);
    return;
  }
  const said = chosen(target, asked, instead, parts);
  if (instead?.kind === 'drop-after') {
    note(null, 'done, and the connection cut');
    request.socket.destroy();
    return;
  }
  send(response, said, note);
}

function chosen(target: Target, asked: Asked, instead: Fault | null, parts: OutsideParts): Said {
  if (parts.speaksForItself(target)) return parts.answer(target, asked, instead);
  if (instead?.kind === 'status') return { status: instead.value ?? 500, json: { error: 'as told' } };
  if (instead?.kind === 'errcode') return parts.refuse(target, instead.value ?? -1);
  const said = parts.answer(target, asked, instead);
  return instead?.kind === 'lie' ? parts.lie(target, said) : said;
}

function send(response: ServerResponse, said: Said, note: (status: number, answer: unknown) => void): void {
  if ('bytes' in said) {
    note(200, `${said.bytes.length} bytes of ${said.type}`);
    response.writeHead(200, { 'Content-Type': said.type }).end(said.bytes);
    return;
  }
  if ('headers' in said && said.headers) {
    note(said.status, said.text);
    response.writeHead(said.status, said.headers).end(said.text);
    return;
  }
  const text = 'text' in said ? said.text : JSON.stringify(said.json);
  note(said.status, 'text' in said ? said.text : said.json);
  // As the real one labels it.
  response.writeHead(said.status, { 'Content-Type': 'application/json; encoding=utf-8' });
  response.end(text);
}

/** What is larger than anything real is not read to the end. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > MAX_BODY) return Buffer.alloc(0);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
