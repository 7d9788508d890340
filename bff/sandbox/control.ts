import { randomUUID } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import Router from 'koa-router';
import { z } from 'zod';
import { toIso } from '../../shared/domain/time';
import { errorBodyOf } from '../http/errors';
import { Problem } from '../problem';
import type { SandboxState } from '.';
import type { Citizen } from './citizens';
import { contentDoors } from './content-doors';
import { parcelDoors } from './couriers/doors';
import { check, invalid, jsonBody } from './door-input';
import { fault } from './faults';
import { messageDoors } from './message-doors';
import { panel } from './panel';
import { payDoors } from './pay/doors';
import { staffDoors } from './staff';

/** Everything the panel does, by HTTP, for tests and scripts. */
export function sandboxControl(state: SandboxState): Middleware {
  const { clock, citizens, loginCodes, phoneCodes, tokens, faults, calls } = state;
  const router = new Router({ prefix: '/sandbox' });
  const citizen = (ctx: Context & { params: Record<string, string | undefined> }): Citizen => {
    const found = citizens.find(ctx.params.id ?? '');
    if (!found) throw new Problem('NOT_FOUND');
    return found;
  };

  router.get('/citizens', (ctx) => {
    const { after, limit } = check(listQuery, ctx.query, 'query');
    const all = citizens.all();
    const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
    ctx.body = { citizens: all.slice(from, from + limit), total: all.length };
  });
  router.post('/citizens', async (ctx) => {
    const { count } = check(newCitizens, await jsonBody(ctx), 'body');
    const added = citizens.add(count);
    if (!added) throw invalid({ 'body.count': '沙箱里的人已经够多了，用 --fresh 重新开始。' });
    ctx.status = 201;
    ctx.body = { citizens: added };
  });
  router.post('/citizens/:id/login-code', (ctx) => {
    // wx.login is called by a mini-program that is open.
    state.security.visited(citizen(ctx).openid);
    ctx.body = { code: loginCodes.issue(citizen(ctx)) };
  });
  router.post('/citizens/:id/phone-code', (ctx) => {
    ctx.body = { code: phoneCodes.issue(citizen(ctx)) };
  });

  router.get('/clock', (ctx) => {
    ctx.body = { now: toIso(clock.now()) };
  });
  router.post('/clock', async (ctx) => {
    const asked = check(clockBody, await jsonBody(ctx), 'body');
    if ('reset' in asked) await clock.reset();
    else await clock.advance(asked.advance);
    ctx.body = { now: toIso(clock.now()) };
  });

  router.get('/faults', (ctx) => {
    ctx.body = { faults: faults.list() };
  });
  router.post('/faults', async (ctx) => {
    const asked = check(fault, await jsonBody(ctx), 'body');
    if (asked.kind === 'expire-token') tokens.endAll(asked.value ?? 42001);
    else faults.add(asked);
    ctx.status = 201;
    ctx.body = { faults: faults.list() };
  });
  router.delete('/faults', (ctx) => {
    faults.clear();
    ctx.status = 204;
  });

  router.get('/calls', (ctx) => {
    ctx.body = { calls: calls.list(check(callsQuery, ctx.query, 'query').after) };
  });
  router.delete('/calls', (ctx) => {
    calls.clear();
    ctx.status = 204;
  });
  staffDoors(router, () => state.staff);
  messageDoors(router, state, citizen);
  contentDoors(router, state, citizen);
  parcelDoors(router, state);
  payDoors(router, state.pay);
  panel(router);

  const routes = router.routes();
  return async (ctx, next) => {
    if (ctx.path !== '/sandbox' && !ctx.path.startsWith('/sandbox/')) return next();
    await speakProblems(ctx, async () => {
      await routes(ctx as Parameters<typeof routes>[0], async () => {
        throw new Problem('NO_SUCH_ENDPOINT', { next: '在 /sandbox 查看能做什么。' });
      });
    });
  };
}

const listQuery = z.strictObject({
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(2_000).default(200),
});
const newCitizens = z.strictObject({ count: z.number().int().min(1).max(2_000) });
const callsQuery = z.strictObject({ after: z.coerce.number().int().min(0).optional() });

const MOST_MS = 400 * 86_400_000;
const advance = z
  .union([
    z
      .number()
      .min(0)
      .transform((seconds) => seconds * 1_000),
    z.string().transform(durationMs),
  ])
  .refine((ms): ms is number => ms !== null && ms <= MOST_MS, {
    message: '秒数，或像 PT5M、P1D 这样的时长，最多 400 天；时间只能往前走',
  });
const clockBody = z.union([z.strictObject({ advance }), z.strictObject({ reset: z.literal(true) })]);

/** ISO 8601, weeks to seconds; months and years have no fixed length and are refused. @returns milliseconds */
function durationMs(text: string): number | null {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    text,
  );
  if (!match) return null;
  const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const total = ((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 60 + Number(minutes);
  return (total * 60 + Number(seconds)) * 1_000;
}

/** The same shape of errors as the API, whether or not the pipeline around renders them. */
async function speakProblems(ctx: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    ctx.status = error.status;
    ctx.body = errorBodyOf(error, String(ctx.state.requestId ?? randomUUID()));
  }
  ctx.set('Cache-Control', 'no-store');
}
