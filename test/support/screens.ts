import type { TestApp } from './app';
import { person, type SignedIn } from './citizens';
import { filledDraft, onlineItem, submitted } from './hand-in';
import { courierDoes, handedOver, orderedParcel, parcelsStandStill, sendableItem } from './parcel-stories';
import { saidScreens } from './said-screens';
import { staff } from './staff';

/** A screen of the app with an address, and the text that shows that it has everything. */
export interface Screen {
  name: string;
  path: string;
  ready: RegExp;
  /** Only for somebody who is signed in. */
  personal?: boolean;
}

interface EveryScreen {
  who: SignedIn;
  screens: Screen[];
  /** What else their phone keeps: a complaint that is being written. */
  kept: Record<string, unknown>;
}

/** Somebody with one booked and one held appointment, and every screen there is for them. */
export async function everyScreen(app: TestApp): Promise<EveryScreen> {
  const who = await person(app);
  const home = await who.get('GET /home');
  const [first, second] = home.popular.filter(({ bookable }) => bookable);
  if (!first || !second || !home.venue) throw new Error('The sample has nothing to book');
  const guide = await who.get('GET /items/{code}', { params: { code: first.code } });
  const hold = await who.get('POST /appointments', { body: { itemCode: first.code, earliest: true } });
  const booked = await who.get('POST /appointments/{id}/confirm', { params: { id: hold.id } });
  const other = home.popular.find(({ bookable, department }) => bookable && department !== first.department);
  if (!other) throw new Error('The sample has one department only');
  const held = await who.get('POST /appointments', { body: { itemCode: other.code, earliest: true } });

  const said = await saidScreens(app, who);
  const code = first.code;
  const queue = guide.soonest?.queueId ?? '';
  const screens: Screen[] = [
    { name: 'home', path: '/pages/home/index', ready: /我在|我要办事/ },
    { name: 'services', path: '/pages/services/index', ready: /共 \d+ 项/ },
    { name: 'guide', path: `/packages/guide/guide/index?code=${code}`, ready: /要带什么/ },
    { name: 'halls', path: '/packages/guide/halls/index', ready: /政务服务中心/ },
    { name: 'hall', path: `/packages/guide/hall/index?id=${home.venue.id}`, ready: /这七天/ },
    { name: 'venue', path: `/packages/booking/venue/index?item=${code}`, ready: /最早/ },
    { name: 'slot', path: `/packages/booking/slot/index?item=${code}&queue=${queue}`, ready: /上午|下午/ },
    { name: 'check', path: `/packages/booking/check/index?id=${held.id}`, ready: /还剩/, personal: true },
    { name: 'done', path: `/packages/booking/done/index?id=${booked.id}`, ready: /接下来/, personal: true },
    {
      name: 'ticket',
      path: `/packages/booking/ticket/index?id=${booked.id}`,
      ready: /办理经过/,
      personal: true,
    },
    { name: 'matters', path: '/pages/matters/index', ready: /待确认/, personal: true },
    { name: 'me', path: '/pages/me/index', ready: /已实名/, personal: true },
    { name: 'settings', path: '/packages/account/settings/index', ready: /字号/ },
    { name: 'sessions', path: '/packages/account/sessions/index', ready: /这台设备/, personal: true },
    { name: 'privacy', path: '/packages/account/privacy/index', ready: /存了什么/, personal: true },
    { name: 'consent', path: '/packages/account/consent/index', ready: /版本/ },
    { name: 'identity', path: '/packages/account/identity/index', ready: /身份证号/ },
    { name: 'phone', path: '/packages/account/phone/index', ready: /用微信手机号/ },
    { name: 'help', path: '/packages/account/help/index', ready: /怎么约窗口/ },
    { name: 'addresses', path: '/packages/delivery/addresses/index', ready: /收件地址/, personal: true },
    { name: 'address', path: '/packages/delivery/address/index', ready: /保存地址/, personal: true },
    // First, because it hands in the one draft that somebody has of an item.
    ...(await parcelScreens(app, who)),
    ...(await caseScreens(app, who)),
    ...said.screens,
    { name: 'messages', path: '/packages/account/messages/index', ready: /怎么提醒我/, personal: true },
    {
      name: 'notifications',
      path: '/packages/account/notifications/index',
      ready: /微信提醒/,
      personal: true,
    },
    { name: 'family', path: '/packages/account/family/index', ready: /谁替我办/, personal: true },
    { name: 'family-give', path: '/packages/account/family-give/index', ready: /对方是/, personal: true },
    {
      name: 'family-accept',
      path: '/packages/account/family-accept/index',
      ready: /同意以下几条/,
      personal: true,
    },
    {
      name: 'family-child',
      path: '/packages/account/family-child/index',
      ready: /同意以下几条/,
      personal: true,
    },
    { name: 'not-found', path: '/pages/nowhere/index', ready: /没有对应的页面/ },
  ];
  return { who, screens, kept: said.kept };
}

/** A draft with everything in it, one that was handed in, and one to which something was asked for. */
async function caseScreens(app: TestApp, who: SignedIn): Promise<Screen[]> {
  const code = await onlineItem(app);
  const asked = await submitted(who, code);
  const { venueId } = await who.get('GET /items/{code}', { params: { code } });
  const officer = await staff(app, 'window', { venueId });
  const params = { id: asked.id };
  const received = await officer.get('POST /staff/cases/{id}/receive', {
    params,
    body: { version: asked.version },
  });
  await officer.get('POST /staff/cases/{id}/request-supplement', {
    params,
    body: {
      version: received.version,
      reason: '材料不齐',
      asked: [{ name: '居住证明', why: '户籍不在昭通' }],
    },
  });
  const sent = await submitted(who, code);
  const draft = await filledDraft(who, code);
  const page = (name: string, id: string) => `/packages/cases/${name}/index?id=${id}`;
  return [
    { name: 'apply', path: page('apply', draft.id), ready: /联系电话/, personal: true },
    { name: 'apply-check', path: page('check', draft.id), ready: /交给谁/, personal: true },
    { name: 'apply-done', path: page('done', sent.id), ready: /接下来/, personal: true },
    { name: 'case', path: page('detail', asked.id), ready: /办理经过/, personal: true },
    { name: 'supplement', path: page('supplement', asked.id), ready: /居住证明/, personal: true },
    { name: 'lookup', path: '/packages/cases/lookup/index', ready: /手机号后四位/ },
  ];
}

/** Where it is chosen how the result comes home, and a parcel with its courier. */
async function parcelScreens(app: TestApp, who: SignedIn): Promise<Screen[]> {
  await parcelsStandStill(app);
  const code = await sendableItem(app);
  const parcel = await orderedParcel(app, who, code);
  await handedOver(app, parcel);
  for (let step = 0; step < 4; step += 1) await courierDoes(app, parcel, 'advance');
  const { id } = await submitted(who, code);
  const page = '/packages/delivery';
  return [
    {
      name: 'delivery-choice',
      path: `${page}/choose/index?kind=case&id=${id}&how=courier`,
      ready: /同意，交给快递/,
      personal: true,
    },
    { name: 'parcel', path: `${page}/detail/index?id=${parcel.id}`, ready: /到过哪里/, personal: true },
  ];
}
