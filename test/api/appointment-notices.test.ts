import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, dateOf, timeOf } from '../../shared/domain/time';
import { startApp, type TestApp } from '../support/app';
import { codeFor, person, type SignedIn } from '../support/citizens';
import { workOff } from '../support/notices';

let app: TestApp;
let itemCode: string;
let queueId: string;

beforeAll(async () => {
  app = await startApp({ at: at('2026-11-23', '09:00') });
  const visitor = await person(app);
  const found = await visitor.get('GET /items', { query: { q: '身份证' } });
  itemCode = found.items.find(({ bookable }) => bookable)?.code ?? '';
  const { items: halls } = await visitor.get('GET /venues', { query: { item: itemCode } });
  queueId = halls.find((hall) => hall.queueId !== null)?.queueId ?? '';
});
afterAll(() => app.stop());

/** The nth day and a time of the afternoon that is free. */
async function book(citizen: SignedIn, nth = 2) {
  const { days } = await citizen.get('GET /queues/{id}/days', { params: { id: queueId } });
  const date = days.filter(({ left }) => left > 0)[nth]?.date ?? '';
  const { slots } = await citizen.get('GET /queues/{id}/slots', { params: { id: queueId }, query: { date } });
  const slot = slots.filter(({ left, slot: time }) => left > 0 && time >= '14:00')[0]?.slot ?? '';
  const { id } = await citizen.get('POST /appointments', { body: { itemCode, queueId, date, slot } });
  return citizen.get('POST /appointments/{id}/confirm', { params: { id } });
}

async function signInAgain(citizen: SignedIn) {
  const { token } = await citizen.get('POST /sessions', {
    body: { code: await codeFor(app, citizen.citizen) },
  });
  citizen.token = token;
}

async function kindsOf(citizen: SignedIn) {
  const { items } = await citizen.get('GET /messages');
  return items.map(({ kind }) => kind).reverse();
}

async function clockTo(instant: Date) {
  await app.clock.advance(Math.max(0, instant.getTime() - app.clock.now().getTime()));
  await workOff(app);
}

it('a booking is told of, and reminded of the evening before and two hours before, each once', async () => {
  const citizen = await person(app);
  const booked = await book(citizen);
  await workOff(app);
  expect(await kindsOf(citizen)).toEqual(['appointment-booked']);
  const start = new Date(booked.start);
  const evening = at(dateOf(new Date(start.getTime() - 86_400_000)), '18:00');
  await clockTo(new Date(evening.getTime() - 60_000));
  await signInAgain(citizen);
  expect(await kindsOf(citizen)).toEqual(['appointment-booked']);
  await clockTo(evening);
  const [reminder] = (await citizen.get('GET /messages')).items;
  expect(reminder?.kind).toBe('appointment-reminder-day');
  expect(reminder?.body).toContain('带上：');
  await clockTo(new Date(start.getTime() - 2 * 3_600_000));
  await clockTo(new Date(start.getTime() - 3_600_000));
  expect(await kindsOf(citizen)).toEqual([
    'appointment-booked',
    'appointment-reminder-day',
    'appointment-reminder-hours',
  ]);
  // The code on the phone outlives its reminders.
  const ticket = await citizen.get('GET /appointments/{id}', { params: { id: booked.id } });
  expect(ticket.checkInCode).toBe(booked.checkInCode);
});

it('a booking that moves takes its reminders along; a cancelled one has none', async () => {
  const citizen = await person(app);
  const cancelled = await book(citizen, 1);
  await citizen.get('POST /appointments/{id}/cancel', { params: { id: cancelled.id } });
  const moved = await book(citizen, 2);
  const { days } = await citizen.get('GET /queues/{id}/days', { params: { id: queueId } });
  const date = days.filter(({ left }) => left > 0).at(-1)?.date ?? '';
  const { slots } = await citizen.get('GET /queues/{id}/slots', { params: { id: queueId }, query: { date } });
  const slot = slots.filter(({ left }) => left > 0).at(-1)?.slot ?? '';
  const later = await citizen.get('POST /appointments/{id}/reschedule', {
    params: { id: moved.id },
    body: { date, slot },
  });
  // Past the evenings before the first two.
  await clockTo(at(dateOf(new Date(moved.start)), '12:00'));
  await signInAgain(citizen);
  const before = await kindsOf(citizen);
  expect(before.filter((kind) => kind.startsWith('appointment-reminder'))).toEqual([]);
  expect(before).toContain('appointment-moved');
  const start = new Date(later.start);
  await clockTo(at(dateOf(new Date(start.getTime() - 86_400_000)), '18:05'));
  await clockTo(new Date(start.getTime() - 3_600_000));
  await signInAgain(citizen);
  const after = await kindsOf(citizen);
  expect(after.filter((kind) => kind.startsWith('appointment-reminder'))).toEqual([
    'appointment-reminder-day',
    'appointment-reminder-hours',
  ]);
  const [last] = (await citizen.get('GET /messages')).items;
  expect(last?.body).toContain(`:${timeOf(start).slice(3)}`);
});
