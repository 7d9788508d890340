import { bodyParser } from '@koa/bodyparser';
import type { Context, Middleware } from 'koa';
import type { Endpoint } from '../../shared/contract/core';
import { Problem } from '../problem';

const LIMIT = 256 * 1_024;
const nothing = async () => undefined;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const parsers = new Map<number, Middleware>();

/**
 * Reads the body as the endpoint declares it: JSON of at most 256 KB unless it says otherwise, or bytes. Anything else
 * in the body is refused. What was read is at `ctx.request.body`, and untouched at `ctx.request.rawBody`.
 * @throws Problem BODY_TOO_LARGE, BODY_NOT_JSON, UNSUPPORTED_MEDIA_TYPE
 */
export async function readBody(ctx: Context, endpoint: Pick<Endpoint, 'takes' | 'bodyLimit'>): Promise<void> {
  const limit = endpoint.bodyLimit ?? LIMIT;
  if (endpoint.takes === 'bytes') {
    ctx.request.body = await readBytes(ctx, limit);
    return;
  }
  if (hasBody(ctx) && !isUtf8Json(ctx)) throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  await parserOf(limit)(ctx, nothing);
}

/**
 * Reads a signed body as the bytes that came, before anything is made of them: what a signature is over.
 * @throws Problem BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE
 */
export async function readSignedBody(ctx: Context, { bodyLimit }: Pick<Endpoint, 'bodyLimit'>) {
  const coded = ctx.get('Content-Encoding') !== '';
  if (coded || (hasBody(ctx) && !isUtf8Json(ctx))) throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  return readUpTo(ctx, bodyLimit ?? LIMIT);
}

/** @throws Problem BODY_NOT_JSON also for bytes that are not UTF-8, and for JSON that is neither object nor list */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    throw new Problem('BODY_NOT_JSON', { cause: error });
  }
  throw new Problem('BODY_NOT_JSON');
}

function parserOf(limit: number): Middleware {
  const known = parsers.get(limit);
  if (known) return known;
  const parser = bodyParser({
    enableTypes: ['json'],
    jsonLimit: limit,
    jsonStrict: true,
    parsedMethods: ['POST', 'PUT', 'DELETE'],
    onError: (error) => {
      throw asBodyProblem(error);
    },
  });
  parsers.set(limit, parser);
  return parser;
}

/** A body cut off on the way rejects like every broken request. */
async function readBytes(ctx: Context, limit: number): Promise<Buffer> {
  if (ctx.request.is('application/octet-stream') === false) throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  return readUpTo(ctx, limit);
}

async function readUpTo(ctx: Context, limit: number): Promise<Buffer> {
  if (Number(ctx.headers['content-length'] ?? 0) > limit) throw new Problem('BODY_TOO_LARGE');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Problem('BODY_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isUtf8Json(ctx: Context): boolean {
  if (ctx.request.is('application/json') === false) return false;
  return ['', 'utf-8', 'utf8'].includes(ctx.request.charset.toLowerCase());
}

function hasBody(ctx: Context): boolean {
  const { headers } = ctx.request;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function asBodyProblem(error: unknown): Problem {
  const status = (error as { status?: unknown }).status;
  if (status === 413) return new Problem('BODY_TOO_LARGE');
  if (status === 415) return new Problem('UNSUPPORTED_MEDIA_TYPE');
  return new Problem('BODY_NOT_JSON', { cause: error });
}
