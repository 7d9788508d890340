import { bodyParser } from '@koa/bodyparser';
import type { Context, Next } from 'koa';
import { Problem } from '../problem';

const LIMIT = '256kb';

const parse = bodyParser({
  enableTypes: ['json'],
  jsonLimit: LIMIT,
  jsonStrict: true,
  parsedMethods: ['POST', 'PUT', 'DELETE'],
  onError: (error) => {
    throw asBodyProblem(error);
  },
});

/** Reads a JSON body of at most 256 KB. Anything else in the body is refused, whatever the endpoint. */
export async function readBody(ctx: Context, next: Next): Promise<unknown> {
  if (hasBody(ctx) && !isUtf8Json(ctx)) throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  return parse(ctx, next);
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
