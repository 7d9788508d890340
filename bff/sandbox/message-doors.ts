import type { Context } from 'koa';
import type Router from 'koa-router';
import { z } from 'zod';
import type { SandboxState } from '.';
import type { Citizen } from './citizens';
import { check, jsonBody } from './door-input';
import { pushShapes } from './push';

type RouterContext = Context & { params: Record<string, string | undefined> };

/** What can be done to the sandbox's phones: what they show, what their owners answer WeChat, what WeChat pushes. */
export function messageDoors(
  router: Router,
  { messages, ledger, pusher }: SandboxState,
  citizen: (ctx: RouterContext) => Citizen,
): void {
  router.get('/messages', (ctx) => {
    const { citizenId, channel } = check(messagesQuery, ctx.query, 'query');
    ctx.body = {
      messages: messages
        .list()
        .filter((one) => citizenId === undefined || one.citizenId === citizenId)
        .filter((one) => channel === undefined || one.channel === channel),
    };
  });
  router.delete('/messages', (ctx) => {
    messages.clear();
    ctx.status = 204;
  });

  // wx.requestSubscribeMessage: WeChat asks the person, keeps the answer and pushes it.
  router.post('/citizens/:id/subscriptions', async (ctx) => {
    const { openid } = citizen(ctx);
    const { results, push } = check(answers, await jsonBody(ctx), 'body');
    for (const [templateId, answer] of Object.entries(results))
      if (answer === 'accept') ledger.accept(openid, templateId);
    if (push)
      pusher.follow({
        openid,
        event: 'subscribe_msg_popup_event',
        list: Object.entries(results).map(([TemplateId, SubscribeStatusString]) => ({
          TemplateId,
          SubscribeStatusString,
          PopupScene: '0',
        })),
      });
    ctx.body = { results };
  });
  // The switch in WeChat's own settings of a mini-program.
  router.post('/citizens/:id/subscriptions/off', async (ctx) => {
    const { openid } = citizen(ctx);
    const { templateId } = check(switchOff, await jsonBody(ctx), 'body');
    ledger.switchOff(openid, templateId);
    pusher.follow({
      openid,
      event: 'subscribe_msg_change_event',
      list: [{ TemplateId: templateId, SubscribeStatusString: 'reject' }],
    });
    ctx.status = 204;
  });
  router.get('/citizens/:id/subscriptions/:template', (ctx) => {
    ctx.body = { left: ledger.of(citizen(ctx).openid, ctx.params.template ?? '') };
  });

  router.post('/push', async (ctx) => {
    const { mode, shape, ...event } = check(pushed, await jsonBody(ctx), 'body');
    ctx.body = await pusher.push(event, mode, shape);
  });
}

const messagesQuery = z.strictObject({
  citizenId: z.string().optional(),
  channel: z.enum(['wechat', 'sms']).optional(),
});
const answers = z.strictObject({
  results: z.record(z.string(), z.enum(['accept', 'reject', 'ban', 'filter'])),
  /** false: WeChat's push gets lost. */
  push: z.boolean().default(true),
});
const switchOff = z.strictObject({ templateId: z.string() });
const pushed = z.strictObject({
  openid: z.string(),
  event: z.enum(['subscribe_msg_popup_event', 'subscribe_msg_change_event', 'subscribe_msg_sent_event']),
  list: z.array(z.record(z.string(), z.string())).min(1).max(20),
  createTime: z.number().int().optional(),
  mode: z.enum(['plain', 'safe']).default('plain'),
  shape: z.enum(pushShapes).default('list'),
});
