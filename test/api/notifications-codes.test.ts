import { afterAll, beforeAll, expect, it } from 'vitest';
import { notificationsContract } from '../../shared/contract/notifications';
import { startApp, type TestApp } from '../support/app';
import { person } from '../support/citizens';
import { SeenCodes } from '../support/seen-codes';
import { staff } from '../support/staff';

let app: TestApp;
const seen = new SeenCodes();
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

it('every declared refusal about messages is given', async () => {
  const supervisor = await staff(app, 'supervisor');
  const params = { id: 'no-such-letter' };
  await seen.gives(supervisor, 'POST /staff/dead-letters/{id}/replay', 'NOT_FOUND', { params });
  expect(seen.missing(notificationsContract)).toEqual([]);
});

it('refuses what is not well formed', async () => {
  const citizen = await person(app);
  const results = { 'sandbox-case-progress': 'accept' as const };
  const refused = [
    () => citizen.refused('POST /messages/read', { body: {} }),
    () => citizen.refused('POST /messages/read', { body: { ids: ['a'], all: true } }),
    () => citizen.refused('POST /subscriptions', { body: { moment: 'booked', results: {} } }),
    () =>
      citizen.refused('POST /subscriptions', {
        body: { moment: 'booked', results: { a: 'accept', b: 'accept', c: 'accept', d: 'accept' } },
      }),
    () =>
      citizen.refused('PUT /me/notification-settings', {
        body: {
          groups: [
            { group: 'cases', wechat: true, sms: true },
            { group: 'cases', wechat: false, sms: true },
          ],
        },
      }),
    () => citizen.refused('GET /messages', { query: { page: 'not-a-page' } }),
  ];
  for (const ask of refused) expect(await ask()).toBe('VALIDATION_FAILED');
  const keyless = await fetch(`${app.api}/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${citizen.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ moment: 'booked', results }),
  });
  expect(await keyless.json()).toMatchObject({ error: { code: 'IDEMPOTENCY_KEY_REQUIRED' } });
});

it('passes over templates that are none of ours', async () => {
  const citizen = await person(app);
  const said = await citizen.get('POST /subscriptions', {
    body: { moment: 'booked', results: { 'somebody-elses': 'accept' } },
  });
  expect(said.accepted).toEqual([]);
});
