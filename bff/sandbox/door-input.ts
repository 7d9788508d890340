import type { Context } from 'koa';
import type { z } from 'zod';
import { Problem } from '../problem';

/** What a door was given, by its shape. @throws Problem VALIDATION_FAILED */
export function check<S extends z.ZodType>(shape: S, value: unknown, where: 'body' | 'query'): z.output<S> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(
    Object.fromEntries(parsed.error.issues.map(({ path, message }) => [[where, ...path].join('.'), message])),
  );
}

/** Refuses with what is wrong where. */
export const invalid = (fields: Record<string, string>) => new Problem('VALIDATION_FAILED', { fields });

const MAX_BODY = 64 * 1024;

/** The body of a call to a door. @throws Problem BODY_TOO_LARGE, BODY_NOT_JSON */
export async function jsonBody(ctx: Context): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of ctx.req) {
    length += (part as Buffer).length;
    if (length > MAX_BODY) throw new Problem('BODY_TOO_LARGE');
    parts.push(part as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Problem('BODY_NOT_JSON');
  }
}
