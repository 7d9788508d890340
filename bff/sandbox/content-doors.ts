import type { Context } from 'koa';
import type Router from 'koa-router';
import { z } from 'zod';
import type { Citizen } from './citizens';
import { type ContentSecurity, suggestions, tellings } from './content-security';
import { check, jsonBody } from './door-input';

type RouterContext = Context & { params: Record<string, string | undefined> };

/** What WeChat is to say of words and pictures, and when. */
export function contentDoors(
  router: Router,
  { security }: { security: ContentSecurity },
  citizen: (ctx: RouterContext) => Citizen,
): void {
  router.post('/citizens/:id/visit', (ctx) => {
    security.visited(citizen(ctx).openid);
    ctx.status = 204;
  });
  router.get('/content-security', async (ctx) => {
    ctx.body = { telling: security.telling, checks: security.list() };
  });
  router.delete('/content-security', (ctx) => {
    security.forget();
    ctx.status = 204;
  });
  router.put('/content-security/settings', async (ctx) => {
    security.telling = check(settings, await jsonBody(ctx), 'body').telling;
    ctx.status = 204;
  });
  router.post('/content-security/next', async (ctx) => {
    const { of, suggest, label, times } = check(next, await jsonBody(ctx), 'body');
    security.next(of, suggest, label ?? (suggest === 'pass' ? 100 : 21_000), times);
    ctx.status = 204;
  });
  router.post('/content-security/release', async (ctx) => {
    await security.settled();
    ctx.body = { answers: await security.release() };
  });
  // Told again, late, or of something that nobody asked.
  router.post('/content-security/push', async (ctx) => {
    const { traceId, suggest, mode } = check(pushed, await jsonBody(ctx), 'body');
    ctx.body = await security.push(traceId, suggest, mode);
  });
}

const settings = z.strictObject({ telling: z.enum(tellings) });
const next = z.strictObject({
  of: z.enum(['text', 'picture']),
  suggest: z.enum(suggestions),
  label: z.number().int().optional(),
  times: z.number().int().min(1).max(1_000).default(1),
});
const pushed = z.strictObject({
  traceId: z.string().min(1).max(128),
  suggest: z.enum(suggestions),
  mode: z.enum(['plain', 'safe']).default('plain'),
});
