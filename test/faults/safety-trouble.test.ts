import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person } from '../support/citizens';
import { complain, ownWords, seenBy } from '../support/complaint-desk';
import { photo, upload } from '../support/files';
import { contentSecurity, verdictOn } from '../support/safety';
import { type StaffClient, staff } from '../support/staff';

/** Content security that is down, slow, late or lies: nothing is refused or lost for it, and its word is heard in the end. */

let app: TestApp;
let security: ReturnType<typeof contentSecurity>;
let dispatcher: StaffClient;
beforeAll(async () => {
  app = await startApp({
    env: { GATEWAY_TIMEOUT_MS: '1500', STAFF_IDLE_MINUTES: '100000', STAFF_SESSION_HOURS: '10000' },
  });
  security = contentSecurity(app);
  dispatcher = await staff(app, 'dispatcher');
});
afterAll(() => app.stop());
afterEach(async () => {
  await security.forget();
  await security.mend();
});

const safetyOf = async (id: string) => (await seenBy(dispatcher, id)).safety;
const checkOf = (id: string) => app.deps.mongo.collection('safety_checks').findOne({ id });

/** Lets time go on until it was tried as often. */
const tried = (id: string, times: number, seconds = 60) =>
  expect
    .poll(
      async () => {
        await advanceClock(app, seconds);
        return (await checkOf(id))?.attempts ?? 0;
      },
      { timeout: 90_000 },
    )
    .toBeGreaterThanOrEqual(times);

describe('while it is', () => {
  it.each([
    ['down', 'drop', undefined],
    ['failing', 'status', 503],
    ['busy', 'errcode', -1],
    ['asked too often', 'errcode', 44991],
    ['talking nonsense', 'garbage', undefined],
    ['lying', 'lie', undefined],
  ])('%s a complaint is taken, waits, and is looked at afterwards', async (_what, kind, value) => {
    await security.fail('msg-sec-check', kind, value);
    const citizen = await person(app);
    const words = ownWords();
    const { id, state } = await complain(citizen, { what: `等了三个小时，没有人管。${words}` });
    expect(state).toBe('submitted');
    await tried(id, 2);
    expect(await safetyOf(id)).toBe('waiting');
    // Nothing of it stands in the clear while it waits.
    expect(JSON.stringify(await checkOf(id))).not.toContain(words);
    await security.mend();
    await verdictOn(app, dispatcher, id, 'pass', 60);
    const asked = (await security.askedOf(citizen.citizen)).filter(({ content }) => content.includes(words));
    expect(asked.length).toBeGreaterThan(0);
  });

  it('slow nobody waits for it, neither the citizen nor what else is to be done', async () => {
    await security.fail('msg-sec-check', 'delay', 60_000);
    const citizen = await person(app);
    const { id } = await complain(citizen);
    await tried(id, 1);
    expect(await safetyOf(id)).toBe('waiting');
    await security.mend();
    await verdictOn(app, dispatcher, id, 'pass', 60);
  });

  it('down for longer than its answers are of use, a person looks', async () => {
    await security.fail('msg-sec-check', 'drop');
    const citizen = await person(app);
    const { id } = await complain(citizen);
    await tried(id, 1);
    await verdictOn(app, dispatcher, id, 'unknown', 20 * 60);
    expect(await checkOf(id)).toMatchObject({ words: null, accountId: null });
    // And the complaint goes its way meanwhile.
    const accepted = await dispatcher.get('POST /staff/complaints/{id}/accept', { params: { id }, body: {} });
    expect(accepted.state).toBe('accepted');
  });

  it('silent about who was not here lately, it is asked until they are here again', async () => {
    const citizen = await person(app);
    await advanceClock(app, 2 * 3_600 + 60);
    const { id } = await complain(citizen);
    await tried(id, 2);
    expect(await safetyOf(id)).toBe('waiting');
    await security.visit(citizen.citizen);
    await verdictOn(app, dispatcher, id, 'pass', 60);
  });

  it('refusing our calls altogether, a person looks at once', async () => {
    await security.fail('msg-sec-check', 'errcode', 40129);
    const { id } = await complain(await person(app));
    await verdictOn(app, dispatcher, id, 'unknown');
  });
});

describe('pictures', () => {
  it('that it cannot take now are taken later, and the words are not asked again', async () => {
    await security.fail('media-check', 'drop');
    const citizen = await person(app);
    const { id: photoId } = await upload(citizen, await photo());
    const { id } = await complain(citizen, { photos: [photoId] });
    await tried(id, 2);
    expect(await safetyOf(id)).toBe('waiting');
    await security.mend();
    await verdictOn(app, dispatcher, id, 'pass', 60);
    const asked = await security.askedOf(citizen.citizen);
    expect(asked.map(({ of }) => of).toSorted()).toEqual(['picture', 'text']);
  });

  it('whose word got lost are asked for again', async () => {
    await security.telling('never');
    const citizen = await person(app);
    const { id: photoId } = await upload(citizen, await photo());
    const { id } = await complain(citizen, { photos: [photoId] });
    const pictures = async () =>
      (await security.askedOf(citizen.citizen)).filter(({ of }) => of === 'picture').length;
    await expect
      .poll(async () => {
        await advanceClock(app, 2);
        return pictures();
      })
      .toBe(1);
    await security.telling('soon');
    await security.next('picture', 'risky');
    await verdictOn(app, dispatcher, id, 'risky', 10 * 60);
    expect(await pictures()).toBe(2);
  });
});

describe('two processes at once', () => {
  it('ask about everything, and lose nothing', async () => {
    const citizen = await person(app);
    const ids = await Promise.all(Array.from({ length: 6 }, async () => (await complain(citizen)).id));
    const run = () => app.deps.work.runAll();
    await expect
      .poll(
        async () => {
          await Promise.all([advanceClock(app, 1), run(), run()]);
          return Promise.all(ids.map(safetyOf));
        },
        { timeout: 90_000 },
      )
      .toEqual(ids.map(() => 'pass'));
    // Whoever has the lease asks; nobody else does.
    expect(await security.askedOf(citizen.citizen)).toHaveLength(6);
  });

  it('one that died while it asked is followed by another', async () => {
    const citizen = await person(app);
    await security.fail('msg-sec-check', 'drop');
    const { id } = await complain(citizen);
    await tried(id, 1);
    await security.mend();
    // As a process leaves it that took the lease and is gone.
    const until = new Date(app.clock.now().getTime() + 3 * 60_000);
    await app.deps.mongo
      .collection('safety_checks')
      .updateOne({ id }, { $set: { dueAt: until }, $inc: { fence: 1, version: 1 } });
    await advanceClock(app, 60);
    expect(await safetyOf(id)).toBe('waiting');
    await verdictOn(app, dispatcher, id, 'pass', 60);
  });
});
