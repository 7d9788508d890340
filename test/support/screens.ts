import type { TestApp } from './app';
import { person, type SignedIn } from './citizens';

/** A screen of the app with an address, and the text that shows that it has everything. */
export interface Screen {
  name: string;
  path: string;
  ready: RegExp;
  /** Only for somebody who is signed in. */
  personal?: boolean;
}

/** Somebody with one booked and one held appointment, and every screen there is for them. */
export async function everyScreen(app: TestApp): Promise<{ who: SignedIn; screens: Screen[] }> {
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
    { name: 'not-found', path: '/pages/nowhere/index', ready: /没有对应的页面/ },
  ];
  return { who, screens };
}
