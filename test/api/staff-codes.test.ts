import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffContract } from '../../shared/contract/staff';
import { startApp, type TestApp } from '../support/app';
import { Client } from '../support/client';
import { SeenCodes } from '../support/seen-codes';
import { codeNow, invite, STAFF_PASSWORD, type StaffClient, staff } from '../support/staff';

let app: TestApp;
let administrator: StaffClient;
const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const none = { params: { id: 'none' } };
const facts = {
  name: '示例员工',
  roles: ['window' as const],
  venueId: 'v530600',
  department: null,
};
const visitor = () => new Client(app.api);

beforeAll(async () => {
  app = await startApp();
  administrator = await staff(app, 'administrator');
});
afterAll(() => app.stop());

describe('signing in', () => {
  it('refuses, asks for more, and locks', async () => {
    const { account, initialPassword } = await invite(app, { roles: ['window'], venueId: 'v530600' });
    const body = { number: account.number, password: initialPassword };
    await gives(visitor(), 'POST /staff/sessions', 'STAFF_SIGN_IN_REFUSED', {
      body: { ...body, password: 'wrong' },
    });
    const { pending, enrol } = await visitor().get('POST /staff/sessions', { body });
    const code = await codeNow(app, enrol?.secret ?? '');
    const verify = { pending, code };
    const name = 'POST /staff/sessions/verify';
    await gives(visitor(), name, 'STAFF_NEW_PASSWORD_NEEDED', { body: verify });
    await gives(visitor(), name, 'STAFF_PASSWORD_WEAK', { body: { ...verify, newPassword: 'short' } });
    await gives(visitor(), name, 'STAFF_SIGN_IN_EXPIRED', { body: { ...verify, pending: 'x'.repeat(43) } });
    const wrong = { ...verify, code: await codeNow(app, enrol?.secret ?? '', 9) };
    await gives(visitor(), name, 'STAFF_CODE_WRONG', { body: wrong });
    for (let n = 0; n < 4; n += 1) await visitor().ask(name, { body: wrong });
    await gives(visitor(), name, 'STAFF_LOCKED', { body: wrong });
    await gives(visitor(), 'POST /staff/sessions', 'STAFF_LOCKED', { body });
  });
});

describe('one’s own account', () => {
  it('refuses a window that is not there', async () => {
    const clerk = await staff(app, 'window');
    await gives(clerk, 'PUT /staff/me/window', 'NOT_FOUND', { body: { window: 'none' } });
  });

  it('refuses wrong and weak passwords, and locks', async () => {
    const clerk = await staff(app, 'window');
    const name = 'PUT /staff/me/password';
    const right = { password: STAFF_PASSWORD, newPassword: 'x' };
    await gives(clerk, name, 'STAFF_PASSWORD_WEAK', { body: right });
    const wrong = { password: 'wrong', newPassword: 'Another-word-2' };
    await gives(clerk, name, 'STAFF_SIGN_IN_REFUSED', { body: wrong });
    for (let n = 0; n < 4; n += 1) await clerk.ask(name, { body: wrong });
    await gives(clerk, name, 'STAFF_LOCKED', { body: wrong });
  });
});

describe('keeping accounts', () => {
  const changing = [
    'POST /staff/accounts/{id}/close',
    'POST /staff/accounts/{id}/reset',
    'POST /staff/accounts/{id}/unlock',
    'POST /staff/accounts/{id}/reopen',
  ] as const;

  it('refuses what is nobody’s and one’s own', async () => {
    await gives(administrator, 'GET /staff/accounts/{id}', 'NOT_FOUND', none);
    await gives(administrator, 'PUT /staff/accounts/{id}', 'NOT_FOUND', { ...none, body: facts });
    const own = { params: { id: administrator.member.id } };
    await gives(administrator, 'PUT /staff/accounts/{id}', 'STAFF_OWN_ACCOUNT', { ...own, body: facts });
    for (const name of changing) {
      await gives(administrator, name, 'NOT_FOUND', none);
      await gives(administrator, name, 'STAFF_OWN_ACCOUNT', own);
    }
  });

  it('refuses numbers, roles and scopes that cannot be', async () => {
    const number = `C-${randomUUID().slice(0, 13)}`;
    const { account } = await administrator.get('POST /staff/accounts', { body: { ...facts, number } });
    const params = { id: account.id };
    const conflict = { ...facts, roles: ['window' as const, 'auditor' as const] };
    const nowhere = { ...facts, venueId: 'nowhere' };
    const name = 'POST /staff/accounts';
    await gives(administrator, name, 'STAFF_NUMBER_TAKEN', { body: { ...facts, number } });
    await gives(administrator, name, 'STAFF_ROLES_CONFLICT', { body: { ...conflict, number: 'C-1' } });
    await gives(administrator, name, 'STAFF_SCOPE', { body: { ...nowhere, number: 'C-1' } });
    const change = 'PUT /staff/accounts/{id}';
    await gives(administrator, change, 'STAFF_ROLES_CONFLICT', { params, body: conflict });
    await gives(administrator, change, 'STAFF_SCOPE', { params, body: nowhere });
    await gives(administrator, 'POST /staff/accounts/{id}/reopen', 'STAFF_ACCOUNT_STATE', { params });
    await administrator.get('POST /staff/accounts/{id}/close', { params });
    await gives(administrator, change, 'STAFF_ACCOUNT_STATE', { params, body: facts });
    await gives(administrator, 'POST /staff/accounts/{id}/reset', 'STAFF_ACCOUNT_STATE', { params });
  });

  it('refuses to end the last administrator', async () => {
    // A local one keeps no others, so nobody of the city is left to do it: one whom the roster does not know yet.
    const roster = app.deps.mongo.collection<{ _id: string; ids: string[] }>('staff_rosters');
    const other = await staff(app, 'administrator');
    await roster.updateOne({ _id: 'administrators' }, { $set: { ids: [other.member.id] } });
    const params = { id: other.member.id };
    const last = 'STAFF_LAST_ADMINISTRATOR';
    await gives(administrator, 'POST /staff/accounts/{id}/close', last, { params });
    await gives(administrator, 'POST /staff/accounts/{id}/reset', last, { params });
    await gives(administrator, 'PUT /staff/accounts/{id}', last, { params, body: facts });
  });
});

it('every code that these endpoints declare was seen', () => {
  expect(seen.missing(staffContract)).toEqual([]);
});
