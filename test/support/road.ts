import { expect } from 'vitest';
import type { TestApp } from './app';
import { codeFor, inventCitizens, person, type SandboxCitizen, type SignedIn } from './citizens';
import { openWeapp, type Weapp, type WeappOptions } from './weapp';

/** The same variable that tells the build where to put the bundle tells the tests where it lies. */
const dist = process.env.TARO_APP_OUT ?? 'dist/weapp';

const open: Weapp[] = [];

/** A phone on which the citizen is signed in to WeChat. Without one, an invented citizen who was never here. */
export async function openPhone(
  app: Pick<TestApp, 'url' | 'api'>,
  citizen: SandboxCitizen,
  options: Partial<WeappOptions> = {},
): Promise<Weapp> {
  const phone = await openWeapp({
    dist,
    api: app.url,
    login: () => codeFor(app, citizen),
    phoneCode: () => codeFor(app, citizen, 'phone'),
    // Generous: a machine that does other things meanwhile is slow, not wrong.
    deadline: 30_000,
    ...options,
  });
  open.push(phone);
  return phone;
}

/** Closes every phone that was opened; for afterEach. */
export function closePhones(): void {
  for (const phone of open.splice(0)) phone.close();
}

/** A citizen nobody has heard of. */
export async function stranger(app: Pick<TestApp, 'url' | 'api'>): Promise<SandboxCitizen> {
  const [citizen] = await inventCitizens(app, 1);
  if (!citizen) throw new Error('the sandbox made no citizen');
  return citizen;
}

export interface Known {
  citizen: SandboxCitizen;
  /** What their phone remembers: they have used the app before and are signed in. */
  storage: Map<string, string>;
  /** Asks the BFF as this citizen, in a session of its own. */
  client: SignedIn;
}

/** A citizen who may book and has used the app on this phone before. */
export async function knownCitizen(app: Pick<TestApp, 'url' | 'api'>): Promise<Known> {
  const client = await person(app);
  const storage = new Map<string, string>();
  const before = await openPhone(app, client.citizen, { storage });
  await before.until('常办');
  await before.tap('我的');
  await press(before, '登录');
  await before.until('已实名');
  before.close();
  return { citizen: client.citizen, storage, client };
}

/** An item that can be booked and stands on the home page. */
export const ITEM = '居民身份证换领';

/** From the home page to the guide of `ITEM`. */
export async function toGuide(phone: Weapp): Promise<void> {
  await press(phone, new RegExp(`^${ITEM}`));
  await phone.until('要带什么');
}

/** From the home page to the page on which a held seat is checked, the quickest way. */
export async function toCheck(phone: Weapp): Promise<string> {
  await toGuide(phone);
  await press(phone, /^最早可约/);
  await phone.until('位子已为您留好');
  return phone.options.id ?? '';
}

/** From the home page to a booked appointment. @returns its id */
export async function toDone(phone: Weapp): Promise<string> {
  const id = await toCheck(phone);
  await press(phone, /^确认预约/);
  await phone.until('已约好');
  return id;
}

/** Whether a control of this name is offered and in use. */
export function offers(phone: Weapp, name: string | RegExp): boolean {
  return phone
    .controls()
    .some(
      (control) =>
        !control.disabled && (typeof name === 'string' ? control.name === name : name.test(control.name)),
    );
}

/** That a control of this name is offered; says which when it never is. */
function offered(phone: Weapp, name: string | RegExp): () => boolean {
  return Object.assign(() => offers(phone, name), { toString: () => `a control ${name}` });
}

/** Waits until a control of this name is offered, as a person does, and taps it. */
export async function press(phone: Weapp, name: string | RegExp, options?: { nth?: number }): Promise<void> {
  await phone.until(offered(phone, name));
  await phone.tap(name, options);
}

/** Waits until an input of this label is there, and fills it in. */
export async function fill(phone: Weapp, label: string, value: string): Promise<void> {
  await phone.until(offered(phone, label));
  await phone.type(label, value);
}

/** Nothing went wrong, and what WeChat's 体验评分 looks at is within its limits. */
export function expectWithinLimits(phone: Weapp): void {
  const { stats, problems } = { stats: phone.stats(), problems: phone.problems };
  expect(problems).toEqual([]);
  expect(stats.firstBytes).toBeLessThanOrEqual(64 * 1024);
  expect(stats.maxBytes).toBeLessThanOrEqual(256 * 1024);
  expect(stats.hiddenSetData).toBe(0);
  expect(stats.maxNodes).toBeLessThan(1000);
  expect(stats.maxDepth).toBeLessThan(30);
  expect(stats.maxParallel).toBeLessThanOrEqual(10);
  for (const { path, bytes } of stats.requests) expect(bytes, path).toBeLessThanOrEqual(128 * 1024);
}

/** Calls of the BFF's API, `POST /appointments`, the ids left out. */
export function calls(phone: Weapp): string[] {
  return phone
    .stats()
    .requests.map(
      ({ method, path }) =>
        `${method} ${path.replace(/^\/api\/v1/, '').replace(/[0-9A-Z]{31}|[0-9a-f]{32}/, '*')}`,
    );
}
