import { randomUUID } from 'node:crypto';
import type { Context, Next } from 'koa';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { callerAddress } from './address';
import type { Metrics } from './metrics';

/**
 * Gives each request its id, its time and its caller's address, and writes one line when it was answered:
 * the endpoint's name, never the path, a body, an address or a token.
 */
export function requestLog(log: Logger, clock: Clock, metrics: Metrics, proxyHops: number) {
  return async (ctx: Context, next: Next) => {
    const started = process.hrtime.bigint();
    const requestId = randomUUID();
    ctx.state.requestId = requestId;
    ctx.state.now = clock.now();
    ctx.state.address = callerAddress(ctx.req, proxyHops);
    ctx.set('X-Request-Id', requestId);
    await next();
    const ms = Number(process.hrtime.bigint() - started) / 1e6;
    const endpoint: string = ctx.state.endpoint ?? 'other';
    metrics.observe(endpoint, ctx.status, ms / 1_000);
    log.info(
      { requestId, method: ctx.method, endpoint, status: ctx.status, ms, code: ctx.state.errorCode },
      'request',
    );
  };
}
