import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cors from '@koa/cors';
import Koa, { type Middleware } from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import { COMPRESS_FROM } from './mount';

/**
 * The headers of helmet, with a policy that lets no script in but ours. They are the same for every answer, so
 * helmet is asked once, and what it says is put on each.
 */
export async function securityHeaders(production: boolean): Promise<Middleware> {
  const request = new IncomingMessage(new Socket());
  const blank = new Koa().createContext(request, new ServerResponse(request));
  await helmetFor(production)(blank, async () => undefined);
  const headers = new Map(
    Object.entries(blank.res.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
  headers.set('vary', 'Accept-Encoding');
  return (ctx, next) => {
    ctx.res.setHeaders(headers);
    return next();
  };
}

function helmetFor(production: boolean): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        // React and Taro set style attributes; scripts have no such exception.
        styleSrc: ["'self'", "'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: production,
    referrerPolicy: { policy: 'no-referrer' },
    // Spoken to browsers that no longer exist.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}

/** Lets the configured origins call, and no other. */
export function allowOrigins(allowed: readonly string[]): Middleware {
  return cors({
    origin: (ctx) => (allowed.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),
    allowMethods: 'GET,POST,PUT,DELETE',
    allowHeaders: 'Authorization,Content-Type,Idempotency-Key,If-None-Match',
    exposeHeaders: 'ETag,Retry-After,X-Request-Id,Idempotency-Replayed',
    maxAge: 600,
  });
}

/** Compresses for who can read it; what was compressed before passes untouched. */
export function compression(): Middleware {
  const packing = compress({ threshold: COMPRESS_FROM, br: false });
  return (ctx, next) => (ctx.get('Accept-Encoding') === '' ? next() : packing(ctx, next));
}
