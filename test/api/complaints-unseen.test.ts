import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { staffComplaintAction } from '../../shared/contract/staff-complaints';
import { maskName } from '../../shared/domain/mask';
import type { StaffRole } from '../../shared/domain/staff';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, codeFor, person, type SignedIn } from '../support/citizens';
import type { Client } from '../support/client';
import { actOn, answer, complain, complaintAct, HALL, ownWords } from '../support/complaint-desk';
import { photo, upload } from '../support/files';
import { workOff } from '../support/notices';
import { readyCase } from '../support/ready-case';
import { STAFF_PASSWORD, type StaffClient, signInAgain, staff } from '../support/staff';
import { allAnswers, staffReads } from '../support/staff-walk';

// Every endpoint of staff, with all that is known.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

/** All that an officer can be at once. */
const everything: readonly StaffRole[] = ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'];
const WINDOW = '530600-w03';

let app: TestApp;
let who: SignedIn;
let dispatcher: StaffClient;
/** Sat at the window when it was complained about, and does. */
let sitting: StaffClient;
/** The same, in another browser, at no window. */
let elsewhere: Client;
/** Sat down there later, while most of it was open, and got up again. */
let later: StaffClient;
/** Worked on the case complained about, and heads the hall. */
let worked: StaffClient;

/** About the window, and about the case: what must not be read anywhere. */
const hidden = { window: [] as string[], closed: [] as string[], worked: [] as string[] };
/** What they ask with. Everywhere else than at complaints one of each kind will do. */
const known = { complaints: [] as string[], others: [] as string[], words: [] as string[] };
/** What can be acted upon. */
const complaintIds = { window: [] as string[], worked: [] as string[] };
const photoIds = { open: [] as string[], closed: [] as string[] };

beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    // Whoever asks for everything asks often.
    env: { LIMIT_STAFF_PER_MINUTE: '100000', LIMIT_ADDRESS_FACTOR: '10' },
  });
  who = await person(app);
  await who.get('POST /me/phone', { body: { code: await codeFor(app, who.citizen, 'phone') } });
  [dispatcher, sitting, worked] = await Promise.all([
    staff(app, ['dispatcher', 'supervisor']),
    staff(app, everything, { window: WINDOW }),
    staff(app, everything),
  ]);
  await aboutTheWindow();
  await aboutTheCase();
  await workOff(app);
  // Sat there for a moment, and left.
  later = await staff(app, everything);
  await later.get('PUT /staff/me/window', { body: { window: WINDOW } });
  await later.get('PUT /staff/me/window', { body: { window: null } });
  await workOff(app);
  // What nobody took is overdue, and everybody comes back from home.
  await advanceClock(app, 4 * 86_400);
  for (const officer of [dispatcher, sitting, later, worked])
    officer.token = (await signInAgain(app, officer.member.number, STAFF_PASSWORD)).token;
  elsewhere = await signInAgain(app, sitting.member.number, STAFF_PASSWORD);
  await sitting.get('PUT /staff/me/window', { body: { window: WINDOW } });
  await workOff(app);
  await workOff(app);
  known.others.push(
    HALL,
    WINDOW,
    sitting.member.id,
    ...complaintIds.window.slice(0, 1),
    ...photoIds.open.slice(0, 1),
  );
});
afterAll(() => app?.stop());

/** One complaint in each of its states, with photos, what was added, answers and words of the call back. */
async function aboutTheWindow(): Promise<void> {
  const handler = await staff(app, 'reviewer');
  const one = async (kept = hidden.window, photos = photoIds.open) => {
    const [what, wanted] = [ownWords(), ownWords()];
    const file = await upload(who, await photo());
    photos.push(file.id);
    const { id, number } = await complain(who, {
      what: `窗口的人一直在看手机 ${what}`,
      wanted: `要一个说法 ${wanted}`,
      windowId: WINDOW,
      photos: [file.id],
      publishConsent: true,
    });
    complaintIds.window.push(id);
    kept.push(id, number, what, wanted, file.id);
    known.complaints.push(id);
    if (known.words.length === 0) known.words.push(number, number.slice(-6), what);
    return id;
  };
  const said = (kept = hidden.window): object => {
    const words = answer();
    kept.push(words.found);
    return words;
  };
  const note = (kept = hidden.window) => {
    const words = ownWords();
    kept.push(words);
    return words;
  };
  const assigned = async (...kept: Parameters<typeof one>) => {
    const id = await one(...kept);
    await actOn(dispatcher, id, 'accept');
    await actOn(dispatcher, id, 'assign', { staffId: handler.member.id });
    return id;
  };
  await one();
  await assigned();
  const asked = await assigned();
  await actOn(handler, asked, 'ask-extension', { days: 3, why: `要看录像 ${note()}` });
  const joined = await one();
  await actOn(dispatcher, joined, 'join', { leadId: asked });
  const replied = await assigned();
  const more = { words: `还有 ${note()}` };
  await who.get('POST /complaints/{id}/supplement', { params: { id: replied }, body: more });
  await actOn(handler, replied, 'reply', said());
  const closed = await assigned(hidden.closed, photoIds.closed);
  await actOn(handler, closed, 'reply', said(hidden.closed));
  const words = `还是生气 ${note(hidden.closed)}`;
  await actOn(dispatcher, closed, 'call-back', { reached: true, satisfied: false, words });
  await actOn(dispatcher, closed, 'close');
  hidden.window.push(who.citizen.name, who.citizen.phone);
  hidden.closed.push(maskName(who.citizen.name));
}

/** Whoever worked on a case is complained about by it, whatever else they are. */
async function aboutTheCase(): Promise<void> {
  const applicant = await person(app);
  const { handedIn } = await readyCase(app, applicant, 'window', undefined, async (caseId) => {
    await worked.get('POST /staff/cases/{id}/assign', {
      params: { id: caseId },
      body: { staffId: worked.member.id },
    });
  });
  const what = ownWords();
  const { id, number } = await complain(applicant, {
    category: 'matter-not-done',
    what: `一直没有人管 ${what}`,
    venueId: undefined,
    caseId: handedIn.id,
  });
  complaintIds.worked.push(id);
  hidden.worked.push(id, number, what);
  known.complaints.push(id);
  known.others.push(handedIn.id);
  known.words.push(number);
}

/** Everything they can read, in which something hidden stands. */
async function leaks(by: Client, secrets: readonly string[], reads = staffReads): Promise<string[]> {
  const found: string[] = [];
  for (const read of reads) {
    const ids = read[0].startsWith('GET /staff/complaints') ? known.complaints : known.others;
    const answers = await allAnswers(app, by, read, { ids, words: known.words });
    expect(
      answers.some(({ status }) => status !== 400),
      `${read[0]} was only misunderstood`,
    ).toBe(true);
    expect(answers.filter(({ status }) => status >= 429 || status === 401)).toEqual([]);
    for (const { asked, text } of answers)
      for (const secret of secrets) if (text.includes(secret)) found.push(`${asked}: ${secret}`);
  }
  return found;
}

describe('whoever is complained about', () => {
  it('reads nothing of it anywhere, sitting at the window, in another browser, or once they got up', async () => {
    const all = [...hidden.window, ...hidden.closed];
    expect(await leaks(sitting, all)).toEqual([]);
    const complaints = staffReads.filter(([name]) => name.startsWith('GET /staff/complaints'));
    expect(await leaks(elsewhere, all, complaints)).toEqual([]);
    expect(await leaks(later, hidden.window)).toEqual([]);
  });

  it('reads nothing of what is about a case they worked on, as head of the hall', async () => {
    expect(await leaks(worked, hidden.worked)).toEqual([]);
    // What is about others is theirs to oversee.
    const others = await worked.get('GET /staff/complaints', { query: { scope: 'all' } });
    expect(others.items.map(({ id }) => id).sort()).toEqual([...complaintIds.window].sort());
  });

  it('does nothing with it either, and opens none of its photos', async () => {
    const bodies: Record<string, object> = {
      decline: { reason: '不归这里管', channel: '12345' },
      assign: { staffId: sitting.member.id },
      join: { leadId: complaintIds.window[0] ?? '' },
      part: { why: '另一件事' },
      return: { why: '不是我的事' },
      'ask-extension': { days: 3, why: '要调记录' },
      'refuse-extension': { why: '时间够了' },
      reply: answer(),
      'call-back': { reached: true, satisfied: true },
      'draft-publication': { what: '窗口的事情', found: '查到的情况', done: '做了的事情', basis: '规定' },
      'approve-publication': { lookedAt: 0 },
      'refuse-publication': { why: '不公开' },
    };
    const ways = [
      { by: sitting, ids: complaintIds.window },
      { by: elsewhere, ids: complaintIds.window.slice(0, 1) },
      { by: later, ids: complaintIds.window.slice(0, 1) },
      { by: worked, ids: complaintIds.worked },
    ];
    for (const { by, ids } of ways)
      for (const id of ids)
        for (const action of staffComplaintAction.options) {
          const given = { params: { id }, body: (bodies[action] ?? {}) as never };
          expect(await by.refused(complaintAct(action), given), action).toBe('NOT_FOUND');
        }
    const { open, closed } = photoIds;
    for (const [by, ids] of [
      [sitting, [...open, ...closed]],
      [elsewhere, [...open, ...closed]],
      [later, open],
    ] as const)
      for (const id of ids)
        expect(await by.refused('POST /staff/uploads/{id}/links', { params: { id } })).toBe('NOT_FOUND');
  });

  it('while those who have nothing to do with it read it all', async () => {
    const reads = staffReads.filter(([name]) => /complaints|notices/.test(name));
    const found = await leaks(dispatcher, [...complaintIds.window, ...complaintIds.worked], reads);
    for (const secret of [...complaintIds.window, ...complaintIds.worked])
      expect(found.filter((line) => line.endsWith(secret)).length).toBeGreaterThan(1);
    const [id = ''] = photoIds.open;
    const { url } = await dispatcher.get('POST /staff/uploads/{id}/links', { params: { id } });
    expect((await fetch(app.url + url)).status).toBe(200);
  });
});
