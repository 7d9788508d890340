import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskContract } from '../../shared/contract/desk';
import { liveContract } from '../../shared/contract/live';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

const QUEUE = 'q530600-gongan';
const OTHER_QUEUE = 'q530600-renshe';
const VENUE = 'v530600';
const ELSEWHERE = 'q530602-gongan';
const nobody = { params: { id: 'nobody' } };

const seen = new SeenCodes();
let app: TestApp;
let clerk: StaffClient;
let head: StaffClient;
let citizen: SignedIn;

beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T08:00:00+08:00') });
  clerk = await staff(app, 'window');
  head = await staff(app, 'supervisor');
  citizen = await person(app);
});
afterAll(() => app?.stop());

const queue = { params: { id: QUEUE } };
const venue = { params: { id: VENUE } };
const take = () => clerk.get('POST /staff/queues/{id}/tickets', { ...queue, body: {} });
const on = ({ id }: { id: string }) => ({ params: { id } });

async function booking(who: SignedIn, queueId = QUEUE, itemQuery = '身份证') {
  const { items } = await who.get('GET /items', { query: { q: itemQuery, county: '530600' } });
  for (const { code } of items) {
    const held = await who.ask('POST /appointments', { body: { itemCode: code, queueId, earliest: true } });
    if (held.error) continue;
    return who.get('POST /appointments/{id}/confirm', { params: { id: held.answer.id } });
  }
  throw new Error(`nothing to book at ${queueId}`);
}

describe('staff endpoints of the queue', () => {
  it('know no queue, item, ticket or hall out of reach', async () => {
    const far = { params: { id: ELSEWHERE } };
    await seen.gives(clerk, 'GET /staff/queues', 'NOT_FOUND', { query: { venue: 'v530602' } });
    await seen.gives(clerk, 'GET /staff/queues/{id}', 'NOT_FOUND', far);
    await seen.gives(clerk, 'POST /staff/queues/{id}/call-next', 'NOT_FOUND', far);
    await seen.gives(clerk, 'POST /staff/queues/{id}/tickets', 'NOT_FOUND', { ...far, body: {} });
    await seen.gives(clerk, 'POST /staff/check-ins', 'NOT_FOUND', { body: { reference: 'ZT-1124-9999' } });
    for (const act of [
      'check-in',
      'recall',
      'miss',
      'requeue',
      'start',
      'finish',
      'unpark',
      'undo',
    ] as const) {
      clerk.member = await sat();
      await seen.gives(clerk, `POST /staff/appointments/{id}/${act}`, 'NOT_FOUND', nobody);
    }
    const reason = '去复印';
    await seen.gives(clerk, 'POST /staff/appointments/{id}/call', 'NOT_FOUND', {
      ...nobody,
      body: { reason },
    });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/park', 'NOT_FOUND', {
      ...nobody,
      body: { reason },
    });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/transfer', 'NOT_FOUND', {
      ...nobody,
      body: { queueId: OTHER_QUEUE, reason },
    });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/prioritise', 'NOT_FOUND', {
      ...nobody,
      body: { priority: 'elder' },
    });
  });

  it('want a window for calling', async () => {
    const without = await staff(app, 'window');
    const ticket = await take();
    await seen.gives(without, 'POST /staff/queues/{id}/call-next', 'WINDOW_NEEDED', queue);
    await seen.gives(without, 'POST /staff/appointments/{id}/call', 'WINDOW_NEEDED', {
      ...on(ticket),
      body: { reason: '赶车' },
    });
    const seated = await staff(app, 'window', { window: '530600-w02' });
    const called = await seated.get('POST /staff/queues/{id}/call-next', queue);
    await advanceClock(app, 15);
    await seen.gives(
      without,
      'POST /staff/appointments/{id}/recall',
      'WINDOW_NEEDED',
      on(called.ticket ?? ticket),
    );
    await seated.get('POST /staff/appointments/{id}/park', {
      ...on(called.ticket ?? ticket),
      body: { reason: '去复印' },
    });
    await seated.get('POST /staff/appointments/{id}/unpark', on(called.ticket ?? ticket));
  });

  it('refuse what the state does not allow', async () => {
    await sat();
    const { ticket } = await clerk.get('POST /staff/queues/{id}/call-next', queue);
    if (!ticket) throw new Error('nobody was in line');
    const reason = '去复印';
    await seen.gives(clerk, 'POST /staff/appointments/{id}/call', 'APPOINTMENT_STATE', {
      ...on(ticket),
      body: { reason },
    });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/requeue', 'APPOINTMENT_STATE', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/finish', 'APPOINTMENT_STATE', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/unpark', 'APPOINTMENT_STATE', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/prioritise', 'APPOINTMENT_STATE', {
      ...on(ticket),
      body: { priority: 'elder' },
    });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/miss', 'CALLS_TOO_FEW', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/recall', 'CALLED_JUST_NOW', on(ticket));
    await calledTwiceMore(ticket);
    await seen.gives(clerk, 'POST /staff/appointments/{id}/recall', 'CALLED_THRICE', on(ticket));
    await clerk.get('POST /staff/appointments/{id}/miss', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/start', 'APPOINTMENT_STATE', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/park', 'APPOINTMENT_STATE', {
      ...on(ticket),
      body: { reason },
    });
    await clerk.get('POST /staff/appointments/{id}/requeue', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/recall', 'APPOINTMENT_STATE', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/miss', 'APPOINTMENT_STATE', on(ticket));
    await clerk.get('POST /staff/queues/{id}/call-next', queue);
    await calledTwiceMore(ticket);
    await clerk.get('POST /staff/appointments/{id}/miss', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/requeue', 'REQUEUED_BEFORE', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/transfer', 'APPOINTMENT_STATE', {
      ...on(ticket),
      body: { queueId: OTHER_QUEUE, reason },
    });
    await advanceClock(app, 11);
    await seen.gives(clerk, 'POST /staff/appointments/{id}/undo', 'UNDO_OVER', on(ticket));
    await seen.gives(clerk, 'POST /staff/appointments/{id}/transfer', 'QUEUE_ELSEWHERE', {
      ...on(await take()),
      body: { queueId: ELSEWHERE, reason },
    });
  });
});

describe('check-in', () => {
  it('has its time, its codes and its line', async () => {
    const ticket = await booking(citizen);
    const mine = { params: { id: ticket.id } };
    const code = ticket.checkInCode ?? '';
    await seen.gives(clerk, 'POST /staff/check-ins', 'CHECK_IN_CODE_INVALID', { body: { code: `${code}x` } });
    await seen.gives(clerk, 'POST /staff/check-ins', 'OUTSIDE_CHECK_IN', { body: { code } });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/check-in', 'OUTSIDE_CHECK_IN', mine);
    await seen.gives(citizen, 'POST /appointments/{id}/check-in', 'OUTSIDE_CHECK_IN', {
      ...mine,
      body: { code: '000000' },
    });
    await seen.gives(citizen, 'POST /appointments/{id}/check-in', 'NOT_FOUND', {
      ...nobody,
      body: { code: '000000' },
    });
    await seen.gives(citizen, 'GET /appointments/{id}/place', 'NOT_FOUND', nobody);
    await seen.gives(citizen, 'GET /appointments/{id}/alternatives', 'NOT_FOUND', nobody);
    const cancelled = await booking(await person(app));
    const other = await person(app);
    const late = await booking(other);
    const gone = { params: { id: cancelled.id } };
    await seen.gives(clerk, 'POST /staff/appointments/{id}/undo', 'UNDO_OVER', gone);
    await app.clock.advance(new Date(ticket.checkInFrom).getTime() - app.clock.now().getTime());
    clerk = await staff(app, 'window', { window: '530600-w01' });
    head = await staff(app, 'supervisor');
    await seen.gives(citizen, 'GET /appointments/{id}/alternatives', 'CUT_OFF_PASSED', mine);
    const { key } = await head.get('POST /staff/venues/{id}/displays', { ...venue, body: { name: '屏' } });
    const shown = await citizen.get('POST /venues/{id}/check-in-codes', { ...venue, body: { key } });
    const wrong = shown.code === '000000' ? '000001' : '000000';
    await seen.gives(citizen, 'POST /appointments/{id}/check-in', 'HALL_CODE_INVALID', {
      ...mine,
      body: { code: wrong },
    });
    await clerk.get('POST /staff/check-ins', { body: { code } });
    await clerk.get('POST /staff/appointments/{id}/call', { ...mine, body: { reason: '赶车' } });
    await clerk.get('POST /staff/appointments/{id}/start', mine);
    await clerk.get('POST /staff/appointments/{id}/finish', mine);
    await seen.gives(clerk, 'POST /staff/check-ins', 'APPOINTMENT_STATE', { body: { code } });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/check-in', 'APPOINTMENT_STATE', mine);
    await seen.gives(citizen, 'POST /appointments/{id}/check-in', 'APPOINTMENT_STATE', {
      ...mine,
      body: { code: wrong },
    });
    await seen.gives(citizen, 'GET /appointments/{id}/alternatives', 'APPOINTMENT_STATE', mine);
    // Somebody with something in two queues cannot be sent from the one into the other.
    const elsewhere = await booking(other, OTHER_QUEUE, '社保').catch(() => null);
    if (elsewhere === null) throw new Error('nothing is booked in the other queue');
    await app.deps.mongo
      .collection('appointments')
      .updateOne(
        { _id: elsewhere.id as never },
        { $set: { queueDay: `${OTHER_QUEUE}:${late.date}`, date: late.date } },
      );
    await clerk.get('POST /staff/check-ins', { body: { reference: late.reference ?? '' } });
    await seen.gives(clerk, 'POST /staff/appointments/{id}/transfer', 'IN_LINE_ALREADY', {
      params: { id: late.id },
      body: { queueId: OTHER_QUEUE, reason: '转窗口' },
    });
  });

  it('says when a hold has run out, and when one may not act any more', async () => {
    const { items } = await citizen.get('GET /items', { query: { q: '身份证', county: '530600' } });
    const hold = (who: SignedIn, mandateId?: string) =>
      who.get('POST /appointments', {
        body: {
          itemCode: items[0]?.code ?? '',
          queueId: QUEUE,
          earliest: true,
          ...(mandateId && { mandateId }),
        },
      });
    const holder = await person(app);
    const held = await hold(holder);
    await advanceClock(app, 301);
    await seen.gives(holder, 'GET /appointments/{id}/alternatives', 'HOLD_EXPIRED', {
      params: { id: held.id },
    });
    const principal = await person(app);
    const agent = await person(app);
    const { version } = (await principal.get('GET /mandates')).terms;
    const { mandate, code } = await principal.get('POST /mandates', {
      body: { relation: 'parent', version },
    });
    await agent.get('POST /mandates/accept', { body: { code, version } });
    const theirs = await hold(agent, mandate.id);
    await principal.get('POST /mandates/{id}/withdraw', { params: { id: mandate.id } });
    await seen.gives(agent, 'POST /appointments/{id}/check-in', 'MANDATE_ENDED', {
      params: { id: theirs.id },
      body: { code: '000000' },
    });
  });
});

describe('halls', () => {
  it('are their heads’ alone, closed for what is ahead, and closed when they saw whom it hits', async () => {
    const far = { params: { id: 'v530602' } };
    const day = { from: '2026-12-03', to: '2026-12-03', periods: [], reason: '停电检修' };
    const week = Array.from({ length: 7 }, () => [{ from: '09:00', to: '12:00' }]);
    const hours = { week, reason: '调整时间' };
    await seen.gives(head, 'POST /staff/venues/{id}/closures', 'NOT_FOUND', { ...far, body: day });
    await seen.gives(head, 'GET /staff/venues/{id}/closures', 'NOT_FOUND', far);
    await seen.gives(head, 'PUT /staff/venues/{id}/hours', 'NOT_FOUND', { ...far, body: hours });
    await seen.gives(head, 'DELETE /staff/venues/{id}/closures/{closureId}', 'NOT_FOUND', {
      params: { id: VENUE, closureId: 'none' },
    });
    await seen.gives(head, 'POST /staff/venues/{id}/displays', 'NOT_FOUND', { ...far, body: { name: '屏' } });
    await seen.gives(head, 'GET /staff/venues/{id}/displays', 'NOT_FOUND', far);
    await seen.gives(head, 'DELETE /staff/venues/{id}/displays/{displayId}', 'NOT_FOUND', {
      params: { id: VENUE, displayId: 'none' },
    });
    await seen.gives(head, 'POST /staff/venues/{id}/closures', 'CLOSURE_PAST', {
      ...venue,
      body: { ...day, from: '2026-11-20' },
    });
    await seen.gives(head, 'POST /staff/venues/{id}/closures', 'HITS_CHANGED', {
      ...venue,
      body: { ...day, confirm: { expected: 99 } },
    });
    await seen.gives(head, 'PUT /staff/venues/{id}/hours', 'HITS_CHANGED', {
      ...venue,
      body: { ...hours, confirm: { expected: 99 } },
    });
    await seen.gives(citizen, 'GET /queues/{id}/live', 'NOT_FOUND', nobody);
    await seen.gives(citizen, 'GET /venues/{id}/live', 'NOT_FOUND', nobody);
    await seen.gives(citizen, 'POST /venues/{id}/check-in-codes', 'DISPLAY_KEY_UNKNOWN', {
      ...venue,
      body: { key: 'x'.repeat(32) },
    });
  });
});

it('saw every code the desk and what is live declare', () => {
  expect(seen.missing(deskContract)).toEqual([]);
  expect(seen.missing(liveContract)).toEqual([]);
});

/** With the pause there has to be between two calls. */
async function calledTwiceMore(ticket: { id: string }) {
  for (let n = 0; n < 2; n += 1) {
    await advanceClock(app, 15);
    await clerk.get('POST /staff/appointments/{id}/recall', on(ticket));
  }
}

/** The clerk sits at a window. */
async function sat() {
  return clerk.get('PUT /staff/me/window', { body: { window: '530600-w01' } });
}
