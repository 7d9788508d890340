import { randomUUID } from 'node:crypto';
import type { Context, Next } from 'koa';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { callerAddress } from './address';
import { renderError } from './errors';
import type { Metrics } from './metrics';

interface Parts {
  log: Logger;
  clock: Clock;
  metrics: Metrics;
  proxyHops: number;
}

/**
 * Gives each request its id, its time and its caller's address, renders what was thrown, and writes one line when
 * it was answered: the endpoint's name, never the path, a body, an address or a token.
 */
export function everyRequest({ log, clock, metrics, proxyHops }: Parts) {
  return async (ctx: Context, next: Next) => {
    const started = performance.now();
    const requestId = randomUUID();
    const { state } = ctx;
    state.requestId = requestId;
    state.now = clock.now();
    state.address = callerAddress(ctx.req, proxyHops);
    ctx.res.setHeader('X-Request-Id', requestId);
    try {
      await next();
    } catch (error) {
      renderError(ctx, error, log);
    }
    const ms = Math.round((performance.now() - started) * 100) / 100;
    const endpoint: string = state.endpoint ?? 'other';
    const { status } = ctx;
    metrics.observe(endpoint, status, ms / 1_000);
    log.info({ requestId, method: ctx.method, endpoint, status, ms, code: state.errorCode }, 'request');
  };
}
