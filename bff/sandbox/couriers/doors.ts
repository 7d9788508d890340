import type { Context } from 'koa';
import type Router from 'koa-router';
import { z } from 'zod';
import { toIso } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import { check, jsonBody } from '../door-input';
import type { Faults } from '../faults';
import type { Answered, ParcelNews } from './news';
import { type Parcel, type ParcelEvent, type Parcels, parcelActs } from './parcels';

type RouterContext = Context & { params: Record<string, string | undefined> };

/** What can be done to parcels, by the panel and by tests. */
export function parcelDoors(
  router: Router,
  { parcels, news, faults }: { parcels: Parcels; news: ParcelNews; faults: Faults },
): void {
  const parcelOf = (ctx: RouterContext): Parcel => {
    const found = parcels.ofWaybill(ctx.params.waybill ?? '');
    if (!found) throw new Problem('NOT_FOUND');
    return found;
  };

  router.get('/parcels', async (ctx) => {
    await news.goOn();
    ctx.body = { moves: parcels.moves, pushes: news.pushes, parcels: parcels.list().map(shown) };
  });
  router.put('/parcels/settings', async (ctx) => {
    const asked = check(settings, await jsonBody(ctx), 'body');
    if (asked.moves !== undefined) parcels.moves = asked.moves;
    if (asked.pushes !== undefined) news.pushes = asked.pushes;
    ctx.status = 204;
  });
  router.post('/parcels/refuse-next', async (ctx) => {
    const { errcode, times } = check(refusal, await jsonBody(ctx), 'body');
    faults.add({ target: 'express-add', kind: 'errcode', value: errcode, times });
    ctx.status = 204;
  });
  // A waybill that nobody here knows, or one that will be known.
  router.post('/parcels/push-unknown', async (ctx) => {
    const { waybill, via, mode } = check(unknown, await jsonBody(ctx), 'body');
    const now = news.now();
    const stranger: Parcel = {
      orderId: 'unknown-1',
      openid: '',
      deliveryId: 'EMS',
      bizId: '',
      waybill,
      labels: [],
      to: '',
      placedAt: now,
      events: [{ at: now, type: 100001, words: '【昭通市】已揽收' }],
      ahead: [],
      cancelled: false,
      subscription: null,
    };
    ctx.body =
      via === 'wechat'
        ? await news.byWeChat(stranger, stranger.events, mode)
        : await news.byKuaidi100(stranger);
  });
  router.post('/parcels/:waybill/push', async (ctx) => {
    const parcel = parcelOf(ctx);
    const { how, via, mode } = check(push, await jsonBody(ctx), 'body');
    const told = (events: ParcelEvent[]) =>
      via === 'wechat' ? news.byWeChat(parcel, events, mode) : news.byKuaidi100({ ...parcel, events });
    const answers: Answered[] = [];
    if (how === 'forged') {
      const signed = { ...parcel, events: [...parcel.events, forgedLine(news.now())] };
      answers.push(
        via === 'wechat' ? await news.forgedByWeChat(signed) : await news.byKuaidi100(signed, true),
      );
    } else if (how === 'backwards')
      for (const event of [...parcel.events].reverse()) answers.push(await told([event]));
    else
      for (let time = 0; time < (how === 'twice' ? 2 : 1); time += 1) answers.push(await told(parcel.events));
    ctx.body = { answers };
  });
  router.post('/parcels/:waybill/:act', async (ctx) => {
    const parcel = parcelOf(ctx as RouterContext);
    const act = parcelActs.find((known) => known === ctx.params.act);
    if (!act) throw new Problem('NOT_FOUND');
    news.moved(parcel, parcels.act(parcel, act));
    await news.told();
    ctx.body = shown(parcel);
  });
}

function forgedLine(at: number): ParcelEvent {
  return { at, type: 300003, words: '已签收，签收人：本人' };
}

function shown({ subscription, openid, ahead, events, placedAt, ...parcel }: Parcel) {
  return {
    ...parcel,
    placedAt: toIso(new Date(placedAt)),
    subscribed: subscription !== null,
    left: ahead.length,
    events: events.map(({ at, type, words }) => ({ at: toIso(new Date(at)), type, words })),
  };
}

const settings = z.strictObject({ moves: z.boolean().optional(), pushes: z.boolean().optional() });
const refusal = z.strictObject({
  errcode: z.number().int().default(9300501),
  times: z.number().int().min(1).max(1_000).default(1),
});
const via = z.enum(['wechat', 'kuaidi100']).default('wechat');
const mode = z.enum(['plain', 'safe']).default('safe');
const push = z.strictObject({ how: z.enum(['all', 'twice', 'backwards', 'forged']), via, mode });
const unknown = z.strictObject({ waybill: z.string().min(4).max(40), via, mode });
