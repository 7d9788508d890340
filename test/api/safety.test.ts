import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person } from '../support/citizens';
import { Client } from '../support/client';
import { complain, ownWords, seenBy } from '../support/complaint-desk';
import { dumpStores } from '../support/dump';
import { fetchLink, photo, upload } from '../support/files';
import { contentSecurity, verdictOn } from '../support/safety';
import { type StaffClient, staff } from '../support/staff';

/** What content security says of what citizens send: nothing is refused for it, and a person decides. */

let app: TestApp;
let security: ReturnType<typeof contentSecurity>;
let dispatcher: StaffClient;
beforeAll(async () => {
  // Officers do not sign in again while hours go by.
  app = await startApp({ env: { STAFF_IDLE_MINUTES: '100000', STAFF_SESSION_HOURS: '10000' } });
  security = contentSecurity(app);
  dispatcher = await staff(app, 'dispatcher');
});
afterAll(() => app.stop());
afterEach(async () => {
  await security.forget();
  await security.mend();
});

const verdict = (id: string, wanted: Parameters<typeof verdictOn>[3], seconds?: number) =>
  verdictOn(app, dispatcher, id, wanted, seconds);

describe('words', () => {
  it('pass, are asked in the name of who wrote them, and are not kept', async () => {
    const citizen = await person(app);
    const words = ownWords();
    const { id, state } = await complain(citizen, { what: `等了三个小时，没有人管。${words}` });
    expect(state).toBe('submitted');
    expect((await seenBy(dispatcher, id)).safety).toBe('waiting');
    await verdict(id, 'pass');
    const [asked, ...more] = await security.askedOf(citizen.citizen);
    expect(asked).toMatchObject({ of: 'text', content: expect.stringContaining(words) });
    expect(more).toEqual([]);
    const kept = await app.deps.mongo.collection('safety_checks').find({ id }).toArray();
    expect(kept).toMatchObject([{ words: null, accountId: null, wordsVerdict: 'pass' }]);
    expect(await dumpStores(app.deps.mongo, app.redis)).not.toContain(words);
  });

  it.each([
    ['违规示例', 'risky'],
    ['存疑示例', 'review'],
  ] as const)('%s are taken like all others, and a person reads that they are %s', async (sign, wanted) => {
    const citizen = await person(app);
    const { id } = await complain(citizen, { what: `这是${sign}，还有别的。${ownWords()}` });
    await verdict(id, wanted);
    const { items } = await citizen.get('GET /complaints');
    expect(items).toMatchObject([{ id, state: 'submitted' }]);
    // Whoever complained is not judged by it.
    expect(JSON.stringify(await citizen.get('GET /complaints/{id}', { params: { id } }))).not.toContain(
      wanted,
    );
  });

  it('that were added later count too; the worst of all stays', async () => {
    const citizen = await person(app);
    const { id } = await complain(citizen);
    await verdict(id, 'pass');
    await citizen.get('POST /complaints/{id}/supplement', {
      params: { id },
      body: { words: `补充一句存疑示例 ${ownWords()}` },
    });
    await verdict(id, 'review');
    await citizen.get('POST /complaints/{id}/supplement', {
      params: { id },
      body: { words: `补充没有问题的话 ${ownWords()}` },
    });
    await expect
      .poll(async () => {
        await advanceClock(app, 2);
        return (await security.askedOf(citizen.citizen)).length;
      })
      .toBe(3);
    await advanceClock(app, 2);
    expect((await seenBy(dispatcher, id)).safety).toBe('review');
  });

  it('of nobody are looked at by a person: WeChat wants to know whose they are', async () => {
    const before = (await security.list()).length;
    const { id } = await complain(new Client(app.api), { anonymous: true });
    await verdict(id, 'unknown');
    expect(await security.list()).toHaveLength(before);
  });

  it('of somebody who left are not sent anywhere any more', async () => {
    const citizen = await person(app);
    await security.fail('msg-sec-check', 'drop');
    const words = ownWords();
    const { id } = await complain(citizen, { what: `说了一些话。${words}` });
    const check = () => app.deps.mongo.collection('safety_checks').findOne({ id });
    await expect
      .poll(async () => {
        await advanceClock(app, 2);
        return (await check())?.attempts ?? 0;
      })
      .toBeGreaterThan(0);
    expect((await check())?.words).toEqual(expect.any(String));
    const { erased } = await citizen.get('DELETE /me');
    expect(erased).toContain('正在检查的文字和图片');
    await security.mend();
    await advanceClock(app, 3_600);
    expect(await security.askedOf(citizen.citizen)).toEqual([]);
    expect(await check()).toMatchObject({ words: null, accountId: null, wordsVerdict: 'unknown' });
    await verdict(id, 'unknown');
  });
});

describe('pictures', () => {
  async function withPhoto() {
    const citizen = await person(app);
    const { id: photoId } = await upload(citizen, await photo());
    const { id } = await complain(citizen, { photos: [photoId] });
    return { citizen, id, photoId };
  }
  const pictureOf = async (citizen: { id: string }) =>
    (await security.askedOf(citizen)).filter(({ of }) => of === 'picture');
  /** Until WeChat fetched as many pictures of somebody. */
  const fetchedOf = (citizen: { id: string }, count: number) =>
    expect
      .poll(
        async () => {
          await advanceClock(app, 2);
          return (await pictureOf(citizen)).filter(({ fetched }) => fetched !== null).length;
        },
        { timeout: 60_000 },
      )
      .toBe(count);

  it('are fetched by a link of their own and pass', async () => {
    const { citizen, id, photoId } = await withPhoto();
    await verdict(id, 'pass');
    const [picture] = await pictureOf(citizen.citizen);
    const link = await dispatcher.get('POST /staff/uploads/{id}/links', { params: { id: photoId } });
    const { content } = await fetchLink(app, link);
    expect(picture?.fetched).toEqual({
      status: 200,
      type: 'image/jpeg',
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    // Good for as long as WeChat takes, and for nothing after that.
    const url = picture?.content ?? '';
    expect((await fetch(url)).status).toBe(200);
    await advanceClock(app, 46 * 60);
    expect((await fetch(url)).status).toBe(410);
  });

  it('that are risky outweigh words that pass', async () => {
    await security.next('picture', 'risky');
    const { id } = await withPhoto();
    await verdict(id, 'risky');
  });

  it('are waited for: told late, twice and otherwise, the first word stands', async () => {
    await security.telling('hold');
    const { citizen, id } = await withPhoto();
    await fetchedOf(citizen.citizen, 1);
    expect((await seenBy(dispatcher, id)).safety).toBe('waiting');
    await advanceClock(app, 20 * 60);
    expect((await security.release()).map(({ status, text }) => [status, text])).toEqual([[200, 'success']]);
    await verdict(id, 'pass');
    const [picture] = await pictureOf(citizen.citizen);
    const trace = picture?.traceId ?? '';
    for (const mode of ['plain', 'safe'])
      expect(await security.push(trace, 'risky', mode)).toEqual({ status: 200, text: 'success' });
    await advanceClock(app, 60);
    expect((await seenBy(dispatcher, id)).safety).toBe('pass');
  });

  it('are told of twice without harm, and so is what nobody asked', async () => {
    await security.telling('twice');
    const { id } = await withPhoto();
    await verdict(id, 'pass');
    expect(await security.push('nobody-asked', 'risky')).toEqual({ status: 200, text: 'success' });
    await advanceClock(app, 20 * 60);
    expect((await seenBy(dispatcher, id)).safety).toBe('pass');
  });

  it('that cannot be fetched are asked for three times, then left to a person', async () => {
    const { safety } = app.deps.settings;
    const { apiUrl } = safety;
    safety.apiUrl = 'http://127.0.0.1:9';
    try {
      const { citizen, id } = await withPhoto();
      await verdict(id, 'unknown');
      expect(await pictureOf(citizen.citizen)).toHaveLength(3);
    } finally {
      safety.apiUrl = apiUrl;
    }
  });

  it('are left to a person where WeChat cannot reach us at all', async () => {
    const { safety } = app.deps.settings;
    const { apiUrl } = safety;
    safety.apiUrl = null;
    try {
      const { citizen, id } = await withPhoto();
      await verdict(id, 'unknown');
      expect(await pictureOf(citizen.citizen)).toEqual([]);
    } finally {
      safety.apiUrl = apiUrl;
    }
  });

  it('of which nothing is heard are asked again, then left to a person; a late word is still taken', async () => {
    await security.telling('hold');
    const { citizen, id } = await withPhoto();
    await fetchedOf(citizen.citizen, 1);
    await advanceClock(app, 36 * 60);
    await fetchedOf(citizen.citizen, 2);
    await verdict(id, 'unknown', 20 * 60);
    await security.release();
    await verdict(id, 'pass');
  });
});
