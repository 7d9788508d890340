import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffRole } from '../../shared/domain/staff';
import { startApp, type TestApp } from '../support/app';
import { launchBrowser, phone, seriousViolations, Visitor, walkWithTab } from '../support/browser';
import { inventCitizens } from '../support/citizens';
import { largeScreen, officeScreen, openAs } from '../support/desk';
import { parcelAt } from '../support/parcels';
import { type DeskScreen, saidDeskScreens } from '../support/said-desk-screens';
import { type StaffClient, staff } from '../support/staff';

/** Everything there is to show, and a walk through it, on a machine that does other things besides. */
const long = 400_000;

let app: TestApp;
let browser: Browser;
let screens: DeskScreen[];
const clients = new Map<StaffRole, StaffClient>();

beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ at: new Date('2026-11-25T09:20:00+08:00') }),
    launchBrowser(),
  ]);
  const roles: StaffRole[] = ['window', 'reviewer', 'supervisor', 'administrator', 'auditor'];
  for (const role of roles) clients.set(role, await staff(app, role));
  const seated = await staff(app, 'window', { window: clientOf('window').member.windows[0]?.id ?? '' });
  clients.set('window', seated);
  const { items } = await seated.get('GET /staff/queues');
  const queue = items.find(({ mine }) => mine);
  if (!queue) throw new Error('the window serves no queue');
  for (let count = 0; count < 3; count++) {
    await seated.get('POST /staff/queues/{id}/tickets', { params: { id: queue.id }, body: {} });
  }
  const { ticket } = await seated.get('POST /staff/queues/{id}/call-next', { params: { id: queue.id } });
  await seated.get('POST /staff/appointments/{id}/start', { params: { id: ticket?.id ?? '' } });
  await seated.get('POST /staff/queues/{id}/call-next', { params: { id: queue.id } });
  const found = await seated.get('GET /items', { query: { q: '身份证' } });
  const [citizen] = await inventCitizens(app, 1);
  const taken = await seated.get('POST /staff/cases', {
    body: {
      itemCode: found.items[0]?.code ?? '',
      applicant: { name: citizen?.name ?? '', idNumber: citizen?.idNumber ?? '' },
      received: [],
    },
  });
  const parcel = await parcelAt(app, { valuable: true });
  screens = [
    { name: 'sign-in', path: '/packages/desk/sign-in/index', ready: /下一步/ },
    { name: 'queue', path: '/packages/desk/queue/index', ready: /已叫 1 次/, role: 'window' },
    { name: 'cases', path: '/packages/desk/cases/index', ready: /ZTC-/, role: 'window' },
    { name: 'case', path: `/packages/desk/case/index?id=${taken.id}`, ready: /办理经过/, role: 'window' },
    { name: 'parcels', path: '/packages/desk/parcels/index', ready: /两人核对/, role: 'window' },
    {
      name: 'parcel',
      path: `/packages/desk/parcel/index?id=${parcel._id}`,
      ready: /装袋核对/,
      role: 'window',
    },
    ...(await saidDeskScreens(app)),
    { name: 'hall', path: '/packages/desk/hall/index', ready: /已公布的/, role: 'supervisor' },
    { name: 'letters', path: '/packages/desk/letters/index', ready: /消息都送到了|重发/, role: 'supervisor' },
    {
      name: 'notices',
      path: '/packages/desk/notices/index',
      ready: /没有提醒|全部标为已读/,
      role: 'reviewer',
    },
    { name: 'accounts', path: '/packages/desk/accounts/index', ready: /在用/, role: 'administrator' },
    { name: 'audit', path: '/packages/desk/audit/index', ready: /POST \/staff/, role: 'auditor' },
    { name: 'me', path: '/packages/desk/me/index', ready: /换密码/, role: 'window' },
    {
      name: 'display',
      path: `/packages/display/hall/index?venue=${queue.venueId}`,
      ready: /人在等/,
    },
  ];
}, long);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

function clientOf(role: StaffRole): StaffClient {
  const client = clients.get(role);
  if (!client) throw new Error(`nobody is ${role}`);
  return client;
}

/** A browser in which a role has signed in, or nobody; opened once, because opening and loading are what takes time. */
async function openFor(role: StaffRole | undefined): Promise<Visitor> {
  return role
    ? openAs(browser, app, clientOf(role), officeScreen)
    : Visitor.open(browser, app.url, { size: officeScreen });
}

/** Opens every screen once, looks at it in each size, and collects what is wrong by the screen's name and the size. */
async function onEveryScreen(
  sizes: readonly Size[],
  opened: Map<StaffRole | undefined, Visitor>,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name, path, ready, role } of screens) {
    const visitor = opened.get(role) ?? (await openFor(role));
    opened.set(role, visitor);
    await visitor.page.setViewportSize(officeScreen);
    await visitor.goto(path);
    await visitor.sees(ready);
    for (const { size, on, look } of sizes) {
      await visitor.page.setViewportSize(size);
      const wrong = await look(visitor);
      if (wrong.length > 0) found[`${name} ${on}`] = wrong;
    }
    const thrown = visitor.errors.splice(0);
    if (thrown.length > 0) found[`${name} throws`] = thrown;
  }
  return found;
}

async function reached(visitor: Visitor): Promise<string[]> {
  const violations = await seriousViolations(visitor.page);
  const { missed, covered, stops } = await walkWithTab(visitor.page);
  return [
    ...violations,
    ...missed.map((name) => `Tab never came to: ${name}`),
    ...covered.map((name) => `focus cannot be seen on: ${name}`),
    ...(stops === 0 ? ['Tab stopped nowhere'] : []),
  ];
}

async function wide(visitor: Visitor): Promise<string[]> {
  const pixels = await visitor.sideways();
  return pixels === 0 ? [] : [`${pixels} px too wide`];
}

async function full(visitor: Visitor): Promise<string[]> {
  const box = await visitor.front.boundingBox();
  return box !== null && box.width >= largeScreen.width - 20 ? [] : [`is ${box?.width} px wide`];
}

/** A size, how it is called in what was found, and what must hold in it. */
interface Size {
  size: { width: number; height: number };
  on: string;
  look: (visitor: Visitor) => Promise<string[]>;
}

describe('every screen of the staff, and the hall’s', () => {
  it(
    'is sound by axe-core and the Tab key in an office and on a phone, fits it, and takes the whole of a large screen',
    async () => {
      const opened = new Map<StaffRole | undefined, Visitor>();
      const both = async (visitor: Visitor) => [...(await wide(visitor)), ...(await reached(visitor))];
      const sizes: Size[] = [
        {
          size: largeScreen,
          on: 'on a large screen',
          look: async (v) => [...(await wide(v)), ...(await full(v))],
        },
        { size: officeScreen, on: 'in an office', look: reached },
        { size: phone, on: 'on a phone', look: both },
      ];
      try {
        expect(await onEveryScreen(sizes, opened)).toEqual({});
      } finally {
        for (const visitor of opened.values()) await visitor.close();
      }
    },
    long,
  );
});

describe('the screen of a hall', () => {
  it('says when it is not live, and that it is again, by itself', async () => {
    const { path, ready } = screens.find(({ name }) => name === 'display') as DeskScreen;
    const visitor = await Visitor.open(browser, app.url, { size: largeScreen });
    await visitor.goto(path);
    await visitor.sees(ready);
    await visitor.context.setOffline(true);
    await visitor.front.getByText('连不上').waitFor({ timeout: 40_000 });
    await visitor.context.setOffline(false);
    await visitor.front.getByText('连不上').waitFor({ state: 'hidden', timeout: 40_000 });
    await visitor.close();
  });

  it('shows the code to check in with where it has a key, and only there', async () => {
    const supervisor = clientOf('supervisor');
    const id = supervisor.member.venue?.id ?? '';
    const { key } = await supervisor.get('POST /staff/venues/{id}/displays', {
      params: { id },
      body: { name: '一楼大屏' },
    });
    const visitor = await Visitor.open(browser, app.url, { size: largeScreen });
    await visitor.goto(`/packages/display/hall/index?venue=${id}&key=${key}`);
    await visitor.front.getByRole('img', { name: '签到码' }).waitFor();
    await visitor.sees(/^\d{6}$/);
    await visitor.goto(`/packages/display/hall/index?venue=${id}`);
    await visitor.sees(/人在等/);
    expect(await visitor.front.getByRole('img', { name: '签到码' }).count()).toBe(0);
    await visitor.close();
  });
});
