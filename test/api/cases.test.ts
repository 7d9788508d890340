import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { type StaffClient, staff } from '../support/staff';

let app: TestApp;
let citizen: SignedIn;
let clerk: StaffClient;

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
  citizen = await person(app);
  clerk = await staff(app, 'window');
});
afterAll(() => app.stop());

it('what a clerk does with a booked citizen’s papers is seen in the app and told once', async () => {
  const { items } = await citizen.get('GET /items', { query: { venue: 'v530600', q: '身份证' } });
  const item = items.find(({ bookable, caseKind }) => bookable && caseKind === 'promised');
  const body = { itemCode: item?.code ?? '', earliest: true as const };
  const booked = await citizen.get('POST /appointments', { body });
  await citizen.get('POST /appointments/{id}/confirm', { params: { id: booked.id } });
  const received = booked.materials.map(({ id }) => id);

  const taken = await clerk.get('POST /staff/cases', { body: { appointmentId: booked.id, received } });
  expect(taken).toMatchObject({ state: 'received', applicantName: citizen.citizen.name });
  const params = { id: taken.id };
  await clerk.get('POST /staff/cases/{id}/accept', { params, body: { version: taken.version } });

  const mine = await citizen.get('GET /cases/{id}', { params });
  expect(mine).toMatchObject({
    number: taken.number,
    state: 'accepted',
    handler: { name: clerk.member.name, number: clerk.member.number },
    forWhom: null,
  });
  expect(mine.promised?.words).toMatch(/^\d+月\d+日前办好（还有 \d+ 个工作日/);
  const found = await citizen.get('GET /matters', { query: { q: taken.number } });
  expect(found.items.map(({ kind, id }) => [kind, id])).toEqual([['case', taken.id]]);
  expect((await clerk.get('GET /staff/cases')).items.map(({ id }) => id)).toContain(taken.id);

  // What happens to one case within a minute is told as one.
  await app.deps.work.runAll();
  await app.clock.advance(2 * 60_000);
  const about = (await citizen.get('GET /messages')).items.filter(({ subject }) => subject?.id === taken.id);
  expect(about).toHaveLength(1);
  expect(JSON.stringify(about)).toContain('受理');
  expect(JSON.stringify(about)).not.toContain(citizen.citizen.name);
});
