import { timingSafeEqual } from 'node:crypto';
import type { Context, Next } from 'koa';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of one BFF process. */
export class Metrics {
  readonly registry = new Registry();
  private readonly series = new Map<string, Histogram.Internal<'endpoint' | 'status'>>();
  private readonly durations: Histogram<'endpoint' | 'status'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request to its answer, by endpoint and status',
      labelNames: ['endpoint', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [this.registry],
    });
  }

  /** @param seconds how long it took */
  observe(endpoint: string, status: number, seconds: number): void {
    const name = `${endpoint} ${status}`;
    let series = this.series.get(name);
    if (!series) {
      series = this.durations.labels(endpoint, String(status));
      this.series.set(name, series);
    }
    series.observe(seconds);
  }

  /** Answers GET /metrics to whoever knows the token; for everyone else it is not there. */
  serve(token: string | null) {
    return async (ctx: Context, next: Next) => {
      if (ctx.path !== '/metrics' || ctx.method !== 'GET') return next();
      if (token === null || !same(ctx.get('Authorization'), `Bearer ${token}`)) {
        ctx.status = 401;
        ctx.set('WWW-Authenticate', 'Bearer');
        ctx.body = 'A token is needed\n';
        return;
      }
      ctx.type = this.registry.contentType;
      ctx.body = await this.registry.metrics();
    };
  }
}

function same(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}
