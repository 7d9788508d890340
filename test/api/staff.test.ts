import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaff } from '../../bff/features/staff';
import { Problem } from '../../bff/problem';
import { Work } from '../../bff/work';
import { startApp, type TestApp } from '../support/app';
import { advanceClock } from '../support/citizens';
import { Client } from '../support/client';
import { dumpStores } from '../support/dump';
import { codeNow, codeOf, invite, STAFF_PASSWORD, signInAgain, staff } from '../support/staff';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const MINUTE = 60;
const visitor = () => new Client(app.api);
const signIn = (number: string, password: string) =>
  visitor().ask('POST /staff/sessions', { body: { number, password } });
const verify = (pending: string, code: string, newPassword?: string) =>
  visitor().ask('POST /staff/sessions/verify', { body: { pending, code, newPassword } });
const clerkInvited = () => invite(app, { roles: ['window'], venueId: 'v530600' });
/** Somebody whose telephone's codes are those of the app's clock. */
const pendingOf = async (number: string, password = STAFF_PASSWORD) =>
  (await signIn(number, password)).answer.pending;

describe('the first sign-in', () => {
  it('sets up a second factor and a password of one’s own; the initial one is good for nothing afterwards', async () => {
    const { account, initialPassword } = await clerkInvited();
    expect(account.state).toBe('invited');
    const begun = await signIn(account.number, initialPassword);
    expect(begun.answer).toMatchObject({ newPasswordNeeded: true });
    expect(begun.answer.enrol?.uri).toContain(begun.answer.enrol?.secret);
    const code = await codeNow(app, begun.answer.enrol?.secret ?? '');
    expect((await verify(begun.answer.pending, code)).error?.code).toBe('STAFF_NEW_PASSWORD_NEEDED');
    // The code was not used up by what was refused.
    const done = await verify(begun.answer.pending, code, STAFF_PASSWORD);
    expect(done.answer.staff).toMatchObject({ number: account.number, roles: ['window'], window: null });
    expect((await signIn(account.number, initialPassword)).error?.code).toBe('STAFF_SIGN_IN_REFUSED');
    const again = await signIn(account.number, STAFF_PASSWORD);
    expect(again.answer).toMatchObject({ enrol: null, newPasswordNeeded: false });
  });

  it('comes too late after the set hours', async () => {
    const { account, initialPassword } = await clerkInvited();
    const { answer } = await signIn(account.number, initialPassword);
    await advanceClock(app, 72 * 60 * MINUTE);
    expect((await signIn(account.number, initialPassword)).error?.code).toBe('STAFF_SIGN_IN_REFUSED');
    const code = await codeNow(app, answer.enrol?.secret ?? '');
    expect((await verify(answer.pending, code, STAFF_PASSWORD)).error?.code).toBe('STAFF_SIGN_IN_EXPIRED');
  });

  it.each([
    ['short', 'Ab1-xyz'],
    ['of one kind', 'abcdefghijklmnop'],
    ['of a few characters', 'aA1aA1aA1aA1'],
    ['the initial one', null],
  ])('refuses a password that is %s', async (_, given) => {
    const { account, initialPassword } = await clerkInvited();
    const { answer } = await signIn(account.number, initialPassword);
    const code = await codeNow(app, answer.enrol?.secret ?? '');
    const said = await verify(answer.pending, code, given ?? initialPassword);
    expect(said.error?.code).toBe('STAFF_PASSWORD_WEAK');
    expect((await verify(answer.pending, code, `My-${account.number}-1a`)).error?.next).toContain('工号');
  });

  it('happens once of two at the same moment', async () => {
    const { account, initialPassword } = await clerkInvited();
    const both = [
      await signIn(account.number, initialPassword),
      await signIn(account.number, initialPassword),
    ];
    const said = await Promise.all(
      both.map(async ({ answer }) =>
        verify(answer.pending, await codeNow(app, answer.enrol?.secret ?? ''), STAFF_PASSWORD),
      ),
    );
    expect(said.filter(({ error }) => !error)).toHaveLength(1);
  });
});

describe('the second factor', () => {
  it('takes a code of the half minute before or after, and no other', async () => {
    for (const [steps, good] of [
      [-2, false],
      [-1, true],
      [1, true],
      [2, false],
    ] as const) {
      const clerk = await staff(app, 'window');
      await advanceClock(app, 2 * MINUTE);
      const pending = await pendingOf(clerk.member.number);
      const said = await verify(pending, await codeNow(app, clerk.secret, steps));
      expect(said.error?.code, `${steps}`).toBe(good ? undefined : 'STAFF_CODE_WRONG');
    }
  });

  it('takes each code once, in however many places it is shown at once', async () => {
    const clerk = await staff(app, 'window');
    const { number } = clerk.member;
    const code = await codeOf(app, number);
    const pendings = await Promise.all(Array.from({ length: 4 }, () => pendingOf(number)));
    const said = await Promise.all(pendings.map((pending) => verify(pending, code)));
    expect(said.filter(({ error }) => !error)).toHaveLength(1);
    expect((await verify(await pendingOf(number), code)).error?.code).toBe('STAFF_CODE_WRONG');
    // Nor one that is older than the last.
    await advanceClock(app, 30);
    const older = await codeNow(app, clerk.secret, -1);
    expect((await verify(await pendingOf(number), older)).error?.code).toBe('STAFF_CODE_WRONG');
  });

  it('must follow within five minutes', async () => {
    const clerk = await staff(app, 'window');
    const pending = await pendingOf(clerk.member.number);
    await advanceClock(app, 5 * MINUTE);
    const said = await verify(pending, await codeNow(app, clerk.secret));
    expect(said.error?.code).toBe('STAFF_SIGN_IN_EXPIRED');
  });

  it('and the password are stored so that whoever steals the disks has neither', async () => {
    const clerk = await staff(app, 'window');
    const stored = await dumpStores(app.deps.mongo, app.deps.redis);
    for (const secret of [clerk.secret, STAFF_PASSWORD, clerk.token ?? ''])
      expect(stored).not.toContain(secret);
    expect(stored).toContain(
      createHash('sha256')
        .update(clerk.token ?? '')
        .digest('base64url'),
    );
  });
});

describe('wrong tries', () => {
  it('lock a number for the set time, and the right password does not help meanwhile', async () => {
    const clerk = await staff(app, 'window');
    const { number } = clerk.member;
    for (let n = 0; n < 5; n += 1)
      expect((await signIn(number, 'wrong')).error?.code).toBe('STAFF_SIGN_IN_REFUSED');
    const locked = await signIn(number, STAFF_PASSWORD);
    expect(locked.error?.code).toBe('STAFF_LOCKED');
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(14 * MINUTE);
    // Who is at work goes on working.
    await clerk.get('GET /staff/me');
    await advanceClock(app, 15 * MINUTE);
    expect((await signIn(number, STAFF_PASSWORD)).error).toBeUndefined();
  });

  it('are not more at the same moment', async () => {
    const { member } = await staff(app, 'window');
    const said = await Promise.all(Array.from({ length: 20 }, () => signIn(member.number, 'wrong')));
    const codes = said.map(({ error }) => error?.code);
    expect(codes.filter((code) => code === 'STAFF_SIGN_IN_REFUSED')).toHaveLength(5);
    expect(codes.filter((code) => code === 'STAFF_LOCKED')).toHaveLength(15);
  });

  it('with the code count like those with the password, also over several sign-ins', async () => {
    const { member, secret } = await staff(app, 'window');
    for (let n = 0; n < 5; n += 1) {
      const said = await verify(await pendingOf(member.number), '000000');
      expect(said.error?.code).toBe('STAFF_CODE_WRONG');
    }
    expect((await signIn(member.number, STAFF_PASSWORD)).error?.code).toBe('STAFF_LOCKED');
    expect(secret).not.toBe('');
  });

  it('are forgotten by a whole sign-in', async () => {
    const { member } = await staff(app, 'window');
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 4; n += 1) await signIn(member.number, 'wrong');
      await advanceClock(app, MINUTE);
      await signInAgain(app, member.number, STAFF_PASSWORD);
    }
  });
});

describe('an unknown number', () => {
  it('is answered like a wrong password, and locked like one', async () => {
    const { member } = await staff(app, 'window');
    const unknown = `N-${member.number}`.slice(0, 20);
    for (let n = 0; n < 6; n += 1) {
      const [known, none] = [await signIn(member.number, 'wrong'), await signIn(unknown, 'wrong')];
      const same = ({ status, error }: typeof known) => ({ status, ...error, requestId: '' });
      expect(same(none)).toEqual(same(known));
    }
  });

  it('costs the same work as a wrong password, a closed account and a right one', async () => {
    const derived: number[] = [];
    const mongo = app.deps.mongo.useDb(`${app.deps.mongo.name}_work`);
    const counted = createStaff({
      ...app.deps,
      mongo,
      work: new Work(app.deps.log),
      venues: { venue: () => null, all: () => [] },
      record: async () => undefined,
      derive: async (password, salt, cost) => {
        derived.push(cost.logN);
        return createHash('sha256').update(salt).update(password).digest();
      },
    });
    const context = { now: app.clock.now(), requestId: '', address: '', userAgent: '', operationId: 'one' };
    const administrator = { venueId: null } as never;
    const made = await counted.routes['POST /staff/accounts']({
      caller: administrator,
      context,
      params: undefined,
      query: undefined,
      body: { number: 'KNOWN-1', name: '示例', roles: ['reviewer'], venueId: null, department: null },
    } as never);
    const { account, initialPassword } = made as { account: { id: string }; initialPassword: string };
    const work = async (number: string, password: string) => {
      derived.length = 0;
      const call = { context, body: { number, password }, params: undefined, query: undefined };
      const said = counted.routes['POST /staff/sessions']({ ...call, caller: undefined });
      const refused = await said.then(
        () => null,
        (error: unknown) => (error instanceof Problem ? error.code : error),
      );
      return { refused, derived: [...derived] };
    };
    const one = [app.deps.settings.staff.scrypt.logN];
    expect(await work('KNOWN-1', initialPassword)).toEqual({ refused: null, derived: one });
    expect(await work('KNOWN-1', 'wrong')).toEqual({ refused: 'STAFF_SIGN_IN_REFUSED', derived: one });
    expect(await work('NOBODY-1', 'wrong')).toEqual({ refused: 'STAFF_SIGN_IN_REFUSED', derived: one });
    await counted.routes['POST /staff/accounts/{id}/close']({
      caller: administrator,
      context,
      params: { id: account.id },
      query: undefined,
      body: undefined,
    } as never);
    expect(await work('KNOWN-1', initialPassword)).toEqual({
      refused: 'STAFF_SIGN_IN_REFUSED',
      derived: one,
    });
    await mongo.dropDatabase();
  });
});

describe('a session', () => {
  it('ends after half an hour without a call, and lives on with calls', async () => {
    const [busy, idle] = [await staff(app, 'window'), await staff(app, 'window')];
    for (let n = 0; n < 4; n += 1) {
      await advanceClock(app, 20 * MINUTE);
      await busy.get('GET /staff/me');
    }
    expect(await idle.refused('GET /staff/me')).toBe('SESSION_EXPIRED');
    await advanceClock(app, 30 * MINUTE);
    expect(await busy.refused('GET /staff/me')).toBe('SESSION_EXPIRED');
  });

  it('ends after the set hours however busy', async () => {
    const busy = await staff(app, 'window');
    for (let n = 0; n < 29; n += 1) {
      await advanceClock(app, 25 * MINUTE - 60);
      await busy.get('GET /staff/me');
    }
    await advanceClock(app, 25 * MINUTE);
    expect(await busy.refused('GET /staff/me')).toBe('SESSION_EXPIRED');
  });

  it('ends when signed out, and only that one', async () => {
    const here = await staff(app, 'window');
    await advanceClock(app, MINUTE);
    const there = await signInAgain(app, here.member.number, STAFF_PASSWORD);
    await here.get('DELETE /staff/sessions/current');
    expect(await here.refused('GET /staff/me')).toBe('SESSION_EXPIRED');
    await there.get('GET /staff/me');
  });

  it('ends everywhere with a new password', async () => {
    const here = await staff(app, 'window');
    await advanceClock(app, MINUTE);
    const there = await signInAgain(app, here.member.number, STAFF_PASSWORD);
    const body = { password: STAFF_PASSWORD, newPassword: 'Another-word-2' };
    await here.get('PUT /staff/me/password', { body });
    for (const client of [here, there]) expect(await client.refused('GET /staff/me')).toBe('SESSION_EXPIRED');
    expect((await signIn(here.member.number, STAFF_PASSWORD)).error?.code).toBe('STAFF_SIGN_IN_REFUSED');
    expect((await signIn(here.member.number, 'Another-word-2')).error).toBeUndefined();
  });
});

describe('a window', () => {
  it('has one person: who sat there has left it', async () => {
    const [first, second] = [await staff(app, 'window'), await staff(app, 'window')];
    const [window] = first.member.windows;
    const body = { window: window?.id ?? '' };
    expect((await first.get('PUT /staff/me/window', { body })).window?.name).toBe(window?.name);
    expect((await second.get('PUT /staff/me/window', { body })).window?.id).toBe(window?.id);
    expect((await first.get('GET /staff/me')).window).toBeNull();
    await second.get('PUT /staff/me/window', { body: { window: null } });
    expect((await second.get('GET /staff/me')).window).toBeNull();
  });

  it('is one of the own venue and department', async () => {
    const clerk = await staff(app, 'window');
    const elsewhere = await staff(app, 'window', { venueId: 'v530602' });
    const mine = new Set(clerk.member.windows.map(({ id }) => id));
    const other = elsewhere.member.windows.find(({ id }) => !mine.has(id));
    if (other)
      expect(await clerk.refused('PUT /staff/me/window', { body: { window: other.id } })).toBe('NOT_FOUND');
    const { department = '' } = clerk.member.windows[0] ?? {};
    const narrow = await staff(app, 'window', { department });
    expect(new Set(narrow.member.windows.map((window) => window.department))).toEqual(new Set([department]));
    const foreign = clerk.member.windows.find((window) => window.department !== department);
    expect(await narrow.refused('PUT /staff/me/window', { body: { window: foreign?.id ?? 'none' } })).toBe(
      'NOT_FOUND',
    );
  });
});

it('a password is hashed again when the cost changes, at the next sign-in', async () => {
  const clerk = await staff(app, 'window');
  const accounts = app.deps.mongo.collection<{ number: string; password: { logN: number; salt: string } }>(
    'staff_accounts',
  );
  const kept = async () => (await accounts.findOne({ number: clerk.member.number }))?.password;
  const before = await kept();
  const dearer = { ...app.deps.settings, staff: { ...app.deps.settings.staff } };
  dearer.staff.scrypt = { ...dearer.staff.scrypt, logN: 5 };
  const other = createStaff({
    ...app.deps,
    settings: dearer,
    work: new Work(app.deps.log),
    venues: { venue: () => null, all: () => [] },
    record: async () => undefined,
  });
  await other.routes['POST /staff/sessions']({
    body: { number: clerk.member.number, password: STAFF_PASSWORD },
    context: { now: app.clock.now(), requestId: '', address: '', userAgent: '', operationId: '' },
    params: undefined,
    query: undefined,
    caller: undefined,
  });
  expect(before?.logN).toBe(4);
  expect((await kept())?.logN).toBe(5);
  expect((await kept())?.salt).not.toBe(before?.salt);
  expect((await signIn(clerk.member.number, STAFF_PASSWORD)).error).toBeUndefined();
});

it('sample staff sign in with what the sandbox says, also twice in a half minute and after the clock was set back', async () => {
  const door = async (path: string) => (await fetch(`${app.url}/sandbox${path}`)).json();
  const { staff: members } = (await door('/staff')) as { staff: { number: string; password: string }[] };
  expect(members.length).toBeGreaterThan(10);
  const [clerk] = members;
  if (!clerk) throw new Error('nobody');
  for (let n = 0; n < 2; n += 1) await signInAgain(app, clerk.number, clerk.password);
  await advanceClock(app, 24 * 60 * MINUTE);
  await signInAgain(app, clerk.number, clerk.password);
  await fetch(`${app.url}/sandbox/clock`, { method: 'POST', body: JSON.stringify({ reset: true }) });
  await signInAgain(app, clerk.number, clerk.password);
  expect((await fetch(`${app.url}/sandbox/staff/NOBODY/totp`)).status).toBe(404);
});

describe('colleagues', () => {
  it('are those of the own venue and department who work on cases', async () => {
    const dispatcher = await staff(app, 'dispatcher');
    const [here, other] = [
      await staff(app, 'reviewer'),
      await staff(app, 'reviewer', { venueId: 'v530602' }),
    ];
    const { items } = await dispatcher.get('GET /staff/colleagues', { query: { role: 'reviewer' } });
    const numbers = items.map(({ number }) => number);
    expect(numbers).toContain(here.member.number);
    expect(numbers).not.toContain(other.member.number);
    const all = (await dispatcher.get('GET /staff/colleagues')).items.flatMap(({ roles }) => roles);
    expect(all).not.toContain('administrator');
  });
});
