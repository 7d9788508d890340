import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationCrashPoints } from '../../bff/work/crash-points';
import type { AppProcess } from '../support/app-process';
import { person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { endedVisit, evaluationDocs } from '../support/evaluations';
import { type NoticeProcesses, startNoticeProcesses } from '../support/notice-processes';
import { personIdOf } from '../support/notices';
import { parcelAt } from '../support/parcels';

let all: NoticeProcesses;
let survivor: AppProcess;
let who: SignedIn;
beforeAll(async () => {
  all = await startNoticeProcesses();
  survivor = await all.start();
  who = await person(all.hub);
});
afterAll(() => all?.stop());

async function expectKilled({ child, gone, output }: AppProcess): Promise<void> {
  await gone;
  expect(child.signalCode, output()).toBe('SIGKILL');
}

describe('a worker that dies while it gathers what ended', () => {
  it('leaves every service counted once, and the next goes on from there', async () => {
    const personId = await personIdOf(all.hub, who);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1)
      made.push((await parcelAt(all.hub, { state: 'signed', personId }))._id);
    const victim = await all.start({ FAULT_AT: 'evaluation:gathered' });
    while ((await all.work(victim)) === 'done');
    await expectKilled(victim);
    const { services } = evaluationDocs(all.hub);
    const counted = async () => (await services.find({ personId }).lean()).map(({ serviceId }) => serviceId);
    expect((await counted()).sort()).toEqual([...made].sort());
    made.push((await parcelAt(all.hub, { state: 'signed', personId }))._id);
    await all.work(survivor);
    await all.work(survivor);
    expect((await counted()).sort()).toEqual([...made].sort());
    const reached = await all.hub.deps.mongo
      .collection('gathered_services')
      .findOne({ _id: 'delivery' as never });
    expect(reached).not.toBeNull();
  });
});

describe('a process that dies with a bad grade in its hands', () => {
  it.each(evaluationCrashPoints.filter((point) => point !== 'evaluation:gathered'))(
    'at %s: one rating, one rectification, told once',
    async (point) => {
      const service = await endedVisit(all.hub, who);
      const web = await all.web({ FAULT_AT: point });
      const dying = new Client(`${web.url}/api/v1`, who.token);
      const body = { kind: service.kind, id: service.serviceId, grade: 1 as const };
      const key = randomUUID();
      await expect(dying.ask('POST /evaluations', { body, key })).rejects.toThrow();
      await expectKilled(web);
      const { evaluations, rectifications } = evaluationDocs(all.hub);
      const [given, ...more] = await evaluations.find({ serviceId: service.serviceId }).lean();
      if (!given) throw new Error('the rating is lost');
      expect(more).toEqual([]);
      expect(await rectifications.countDocuments({ _id: given._id })).toBe(
        point === 'evaluation:given' ? 0 : 1,
      );
      await all.work(survivor);
      const opened = await rectifications.findById(given._id).lean();
      expect(opened?.timeline.map(({ action }) => action)).toEqual(['open']);
      expect((await evaluations.findById(given._id).lean())?.owedSince).toBeUndefined();
      // Whoever asks again under the same key, once its lease is over, is told of the same rating.
      await all.pass(3, survivor);
      const again = await who.get('POST /evaluations', { body, key });
      expect(again.id).toBe(given._id);
      expect(await evaluations.countDocuments({ serviceId: service.serviceId })).toBe(1);
    },
  );
});
