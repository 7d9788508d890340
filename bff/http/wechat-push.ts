import type { Context, Next } from 'koa';

interface Receiver {
  /** Answers what WeChat says; null when it is not WeChat's word. */
  receivePush(request: {
    method: string;
    query: Record<string, string>;
    body: string;
    now: Date;
  }): Promise<string | null>;
}

const MAX_BYTES = 64 * 1_024;
const PATH = '/wechat/push';

/**
 * The push URL that is entered in WeChat's platform. Outside the API: WeChat knows no sessions, and reads `success` as text.
 * A store that is away is told as a failure, and WeChat comes again.
 */
export function wechatPush({ receivePush }: Receiver) {
  return async (ctx: Context, next: Next) => {
    if (ctx.path !== PATH) return next();
    ctx.state.endpoint = `${ctx.method} ${PATH}`;
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'text/plain';
    if (ctx.method !== 'GET' && ctx.method !== 'POST') {
      ctx.status = 405;
      ctx.set('Allow', 'GET, POST');
      ctx.body = '';
      return;
    }
    const body = ctx.method === 'POST' ? await textOf(ctx) : '';
    if (body === null) {
      ctx.status = 413;
      ctx.body = '';
      return;
    }
    const query = Object.fromEntries(
      Object.entries(ctx.query).map(([name, value]) => [
        name,
        String(Array.isArray(value) ? value[0] : value),
      ]),
    );
    const said = await receivePush({ method: ctx.method, query, body, now: ctx.state.now });
    ctx.status = said === null ? 403 : 200;
    ctx.body = said ?? '';
  };
}

/** @returns null when it is larger than anything WeChat pushes */
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
