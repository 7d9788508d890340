import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { inventCitizens, person, type SignedIn } from '../support/citizens';
import { door, type ShownMessage, workOff } from '../support/notices';
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

it('who has no app hears of it on the phone given at the counter, once, and it stands nowhere in the clear', async () => {
  const officer = await staff(app, ['window', 'reviewer']);
  const approver = await staff(app, 'approver');
  const phone = '13912340098';
  const arrived = async (address: string) => {
    await app.clock.advance(2 * 60_000);
    await workOff(app);
    const { messages } = (await door(app, '/messages?channel=sms', undefined, 'GET')) as {
      messages: ShownMessage[];
    };
    return messages.filter((message) => message.address === address).map(({ title }) => title);
  };
  const { items } = await citizen.get('GET /items', { query: { venue: 'v530600', q: '许可' } });
  const itemCode = items.find(({ caseKind }) => caseKind === 'promised')?.code ?? '';
  const { materials } = await citizen.get('GET /items/{code}', { params: { code: itemCode } });
  const received = materials.map(({ id }) => id);
  const takeIn = ({ name, idNumber }: { name: string; idNumber: string }, given: string) =>
    officer.get('POST /staff/cases', {
      body: { itemCode, applicant: { name, idNumber }, phone: given, received },
    });
  const [stranger] = await inventCitizens(app, 1);
  if (!stranger) throw new Error('nobody');
  const { id } = await takeIn(stranger, phone);
  const params = { id };
  const asked = [{ name: '照片', why: '没有交' }];
  await officer.get('POST /staff/cases/{id}/request-supplement', {
    params,
    body: { reason: '缺照片', asked },
  });
  expect(await arrived(phone)).toEqual([expect.stringContaining('supplement-wanted')]);

  await officer.get('POST /staff/cases/{id}/supplement', { params, body: { received } });
  await officer.get('POST /staff/cases/{id}/accept', { params, body: {} });
  const { reviews } = await officer.get('POST /staff/cases/{id}/start-review', { params, body: {} });
  for (const { department } of reviews)
    await officer.get('POST /staff/cases/{id}/review', { params, body: { opinion: 'agree', department } });
  await approver.get('POST /staff/cases/{id}/decide-approve', { params, body: {} });
  await officer.get('POST /staff/cases/{id}/issue', { params, body: {} });
  await officer.get('POST /staff/cases/{id}/make-ready', { params, body: { how: 'window' } });
  const both = [expect.stringContaining('supplement-wanted'), expect.stringContaining('result-ready')];
  expect((await arrived(phone)).sort()).toEqual(both.reverse());
  expect(await arrived(phone)).toHaveLength(2);
  for (const name of ['cases', 'messages', 'deliveries']) {
    const stored = await app.deps.mongo.collection(name).find({}).toArray();
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(phone);
  }

  // Whoever has the app is told there, and not on a number that somebody wrote down.
  const known = await takeIn(citizen.citizen, '13912340099');
  await officer.get('POST /staff/cases/{id}/request-supplement', {
    params: { id: known.id },
    body: { reason: '缺照片', asked },
  });
  expect(await arrived('13912340099')).toEqual([]);
});
