import type { Context, Next } from 'koa';

interface Receiver {
  /** Keeps what 快递100 says; false when it is not its word, and nothing was kept. */
  takeTrackPush(form: { sign: string; param: string }, now: Date): Promise<boolean>;
}

const MAX_BYTES = 64 * 1_024;
const PATH = '/couriers/kuaidi100/push';

/**
 * Where 快递100 tells of parcels. Outside the API: it knows no sessions, and what it posts is a form. It is answered when
 * what it said is stored; a store that is away is told as a failure, and it comes again.
 */
export function courierPush({ takeTrackPush }: Receiver) {
  return async (ctx: Context, next: Next) => {
    if (ctx.path !== PATH) return next();
    ctx.state.endpoint = `${ctx.method} ${PATH}`;
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'POST') {
      ctx.status = 405;
      ctx.set('Allow', 'POST');
      ctx.body = '';
      return;
    }
    const body = await textOf(ctx);
    if (body === null) return answer(ctx, 413, '内容太长');
    const form = new URLSearchParams(body);
    const [sign, param] = [form.get('sign'), form.get('param')];
    if (sign === null || param === null) return answer(ctx, 400, '缺少 sign 或 param');
    const taken = await takeTrackPush({ sign, param }, ctx.state.now);
    return taken ? answer(ctx, 200, '成功') : answer(ctx, 403, '签名或内容不对');
  };
}

function answer(ctx: Context, status: number, message: string): void {
  ctx.status = status;
  const taken = status === 200;
  ctx.body = { result: taken, returnCode: taken ? '200' : '500', message };
}

/** @returns null when it is larger than anything that is pushed */
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
