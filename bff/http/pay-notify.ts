import type { Context, Next } from 'koa';
import type { Logger } from 'pino';

interface Receiver {
  /** Takes a notification as it came. */
  receiveNotification(request: {
    headers: Record<string, string | undefined>;
    rawBody: string;
    now: Date;
  }): Promise<'taken' | 'refused' | 'closed'>;
}

const MAX_BYTES = 64 * 1_024;
const PATHS = new Set(['/wechat/pay/notify', '/wechat/pay/refund-notify']);
const answers = {
  refused: { status: 401, message: '签名没有通过' },
  closed: { status: 503, message: '没有接通' },
  failed: { status: 500, message: '稍后再通知' },
} as const;

/**
 * Where WeChat Pay tells of payments and refunds. Outside the API: it knows no sessions, and what is signed is the body as it
 * came. 204 says that it is stored and in the ledger; anything else makes WeChat come again.
 */
export function payNotify({ receiveNotification }: Receiver, log: Logger) {
  return async (ctx: Context, next: Next) => {
    if (!PATHS.has(ctx.path)) return next();
    ctx.state.endpoint = `${ctx.method} ${ctx.path}`;
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'POST') {
      ctx.status = 405;
      ctx.set('Allow', 'POST');
      ctx.body = '';
      return;
    }
    const rawBody = await textOf(ctx);
    if (rawBody === null) {
      ctx.status = 413;
      ctx.body = '';
      return;
    }
    const said = await taken(ctx, rawBody);
    if (said === 'taken') {
      ctx.status = 204;
      return;
    }
    const { status, message } = answers[said];
    ctx.status = status;
    ctx.body = { code: 'FAIL', message };
  };

  async function taken(ctx: Context, rawBody: string) {
    const headers = Object.fromEntries(
      Object.entries(ctx.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    );
    try {
      return await receiveNotification({ headers, rawBody, now: ctx.state.now });
    } catch (error) {
      // A store or WeChat's key that cannot be had: said as WeChat reads it.
      log.error({ err: error, requestId: ctx.state.requestId }, 'a payment notification was not taken');
      return 'failed' as const;
    }
  }
}

/** @returns null when it is larger than anything WeChat sends */
async function textOf(ctx: Context): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of ctx.req) {
    length += (part as Buffer).length;
    if (length > MAX_BYTES) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
