import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { questionsContract } from '../../shared/contract/questions';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { SeenCodes } from '../support/seen-codes';
import { type StaffClient, staff } from '../support/staff';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const seen = new SeenCodes();
const gives: SeenCodes['gives'] = (...given) => seen.gives(...given);
const MOST = 20;

let app: TestApp;
let who: SignedIn;
let officer: StaffClient;
let itemCode: string;

beforeAll(async () => {
  app = await startApp({
    at: new Date('2026-11-24T09:00:00+08:00'),
    env: { QUESTIONS_PER_DAY: String(MOST) },
  });
  who = await person(app);
  officer = await staff(app, 'reviewer', { department: '公安局' });
  const found = await new Client(app.api).get('GET /items', {
    query: { q: '居民身份证换领', county: '530600' },
  });
  itemCode = found.items[0]?.code ?? '';
});
afterAll(() => app.stop());

const ask = () => who.get('POST /questions', { body: { words: '要带什么材料？', itemCode } });

it('finds what is one’s own and what is within one’s reach, and nothing else', async () => {
  const { id } = await ask();
  const params = { id };
  const stranger = await person(app);
  await gives(stranger, 'GET /questions/{id}', 'NOT_FOUND', { params });
  await gives(stranger, 'POST /questions/{id}/withdraw', 'NOT_FOUND', { params });
  await gives(stranger, 'POST /questions', 'NOT_FOUND', {
    body: { words: '有这件事吗？', itemCode: 'nothing' },
  });
  await gives(stranger, 'POST /questions', 'NOT_FOUND', {
    body: { words: '有这个大厅吗？', venueId: 'nothing' },
  });
  for (const other of [
    await staff(app, 'reviewer', { department: '民政局' }),
    await staff(app, 'supervisor', { venueId: 'v530602' }),
  ]) {
    await gives(other, 'GET /staff/questions/{id}', 'NOT_FOUND', { params });
    await gives(other, 'POST /staff/questions/{id}/answer', 'NOT_FOUND', {
      params,
      body: { words: '带身份证来。' },
    });
    await gives(other, 'POST /staff/questions/{id}/forward', 'NOT_FOUND', {
      params,
      body: { department: '民政局' },
    });
    await gives(other, 'POST /staff/questions/{id}/close', 'NOT_FOUND', {
      params,
      body: { reason: '不归我们管。' },
    });
    await gives(other, 'POST /staff/questions/{id}/unpublish', 'NOT_FOUND', {
      params,
      body: { reason: '过时了' },
    });
    expect((await other.get('GET /staff/questions')).items.map((row) => row.id)).not.toContain(id);
  }
  // Whoever hands out work at the hall, and the whole city, reach it.
  for (const one of [
    await staff(app, 'dispatcher'),
    await staff(app, 'reviewer', { venueId: null }),
    await staff(app, 'window'),
  ])
    expect((await one.get('GET /staff/questions/{id}', { params })).id).toBe(id);
});

it('does each thing only while it can be done', async () => {
  const { id } = await ask();
  const params = { id };
  await gives(officer, 'POST /staff/questions/{id}/unpublish', 'QUESTION_STATE', {
    params,
    body: { reason: '没有公开过' },
  });
  await gives(officer, 'POST /staff/questions/{id}/forward', 'VALIDATION_FAILED', {
    params,
    body: { department: '没有这个局' },
  });
  const key = randomUUID();
  const body = { department: '民政局' };
  const forwarded = await officer.get('POST /staff/questions/{id}/forward', { params, body, key });
  expect(forwarded).toMatchObject({ department: '民政局', version: 1 });
  // The same once more, by somebody who does not see it any more.
  expect(await officer.get('POST /staff/questions/{id}/forward', { params, body, key })).toEqual(forwarded);
  await gives(officer, 'GET /staff/questions/{id}', 'NOT_FOUND', { params });
  const civil = await staff(app, 'reviewer', { department: '民政局' });
  await gives(civil, 'POST /staff/questions/{id}/forward', 'QUESTION_STATE', {
    params,
    body: { department: '公安局' },
  });

  // A screen that shows an older one changes nothing.
  const version = 0;
  const words = '带身份证来。';
  await gives(civil, 'POST /staff/questions/{id}/answer', 'QUESTION_CHANGED', {
    params,
    body: { words, version },
  });
  await gives(civil, 'POST /staff/questions/{id}/forward', 'QUESTION_CHANGED', {
    params,
    body: { department: '公安局', version },
  });
  await gives(civil, 'POST /staff/questions/{id}/close', 'QUESTION_CHANGED', {
    params,
    body: { reason: '不归我们管。', version },
  });
  await gives(civil, 'POST /staff/questions/{id}/unpublish', 'QUESTION_CHANGED', {
    params,
    body: { reason: '过时了', version },
  });

  await civil.get('POST /staff/questions/{id}/answer', { params, body: { words, version: 1 } });
  await gives(who, 'POST /questions/{id}/withdraw', 'QUESTION_STATE', { params });
  await gives(civil, 'POST /staff/questions/{id}/close', 'QUESTION_STATE', {
    params,
    body: { reason: '已经答复过。' },
  });

  const withdrawn = await ask();
  await who.get('POST /questions/{id}/withdraw', { params: { id: withdrawn.id } });
  await gives(officer, 'POST /staff/questions/{id}/answer', 'QUESTION_STATE', {
    params: { id: withdrawn.id },
    body: { words },
  });
});

it('two who answer at the same moment: both are heard, one after the other, or one is told', async () => {
  const { id } = await ask();
  const colleague = await staff(app, 'reviewer', { department: '公安局' });
  const said = await Promise.all(
    [officer, colleague].map((one, index) =>
      one.ask('POST /staff/questions/{id}/answer', {
        params: { id },
        body: { words: `第 ${index} 个人的答复。`, version: 0 },
      }),
    ),
  );
  expect(said.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(said.find(({ error }) => error)?.error?.code).toBe('QUESTION_CHANGED');
});

it('publishes nothing that tells who somebody is, but the office’s own phone', async () => {
  const { id } = await ask();
  const params = { id };
  const refuses = async (words: string, publishAs: string, field: string) => {
    const reply = await officer.ask('POST /staff/questions/{id}/answer', {
      params,
      body: { words, publishAs },
    });
    expect(reply.error?.code, `${words} ${publishAs}`).toBe('PUBLICATION_MARKS');
    expect(Object.keys(reply.error?.fields ?? {})).toEqual([field]);
    seen.note('POST /staff/questions/{id}/answer', 'PUBLICATION_MARKS');
  };
  const fine = ['带身份证原件来窗口。', '换身份证带什么？'] as const;
  await refuses('打 13812345678 找我。', fine[1], 'body.words');
  await refuses('身份证号 11010519491231002X 的已经办好。', fine[1], 'body.words');
  await refuses(fine[0], '云C12345 的车怎么年检？', 'body.publishAs');
  await refuses(fine[0], `${who.citizen.name}的身份证怎么换？`, 'body.publishAs');
  // The same words are a good answer to the one who asked.
  const body = { words: '打 13812345678 找我。' };
  const own = await officer.get('POST /staff/questions/{id}/answer', { params, body });
  expect(own.answer?.published).toBe(false);
  const venue = await new Client(app.api).get('GET /venues/{id}', { params: { id: 'v530600' } });
  const published = await officer.get('POST /staff/questions/{id}/answer', {
    params,
    body: { words: `${fine[0]}不清楚的打大厅电话 ${venue.phone}。`, publishAs: fine[1] },
  });
  expect(published.answer?.published).toBe(true);
});

it('asks so many a day and no more, however many phones ask at once', async () => {
  const busy = await person(app);
  const replies = await Promise.all(
    Array.from({ length: MOST + 4 }, (_, index) =>
      busy.ask('POST /questions', { body: { words: `第 ${index} 个问题`, itemCode } }),
    ),
  );
  expect(replies.filter(({ error }) => !error)).toHaveLength(MOST);
  await gives(busy, 'POST /questions', 'QUESTIONS_TOO_MANY', { body: { words: '还有一个问题', itemCode } });
  expect((await busy.get('GET /me/questions')).total).toBe(MOST);
});

it('has declared no code that it was not seen to give', () => {
  expect(seen.missing(questionsContract)).toEqual([]);
});
