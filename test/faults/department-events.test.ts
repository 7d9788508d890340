import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process';
import { type NoticeProcesses, startNoticeProcesses } from '../support/notice-processes';
import { emptyRedis } from '../support/redis';
import { eventOf, takenInCase } from '../support/systems';

let all: NoticeProcesses;
let other: AppProcess;
beforeAll(async () => {
  all = await startNoticeProcesses();
  other = await all.start();
});
afterAll(() => all.stop());

describe('events of departments', () => {
  it('take effect once and their calls are good once, in whatever process they arrive and whatever Redis forgot', async () => {
    const { hub: web, system } = all;
    const taken = await takenInCase(web);
    const events = [
      eventOf(web, taken.number, { action: 'accept' }),
      eventOf(web, taken.number, { action: 'start-review' }),
    ];
    const answers = await Promise.all(
      [web.api, other.api, web.api, other.api].map((api) => system.events(events, api)),
    );
    for (const { outcome } of answers.flat()) expect(['applied', 'repeated', 'kept']).toContain(outcome);
    const again = await system.events(events, other.api);
    expect(again.map(({ outcome }) => outcome)).toEqual(['repeated', 'repeated']);
    const seen = await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } });
    expect(seen.timeline).toHaveLength(3);

    const body = JSON.stringify({ events });
    const nonce = 'one-nonce-for-all-processes';
    const first = await system.send('POST /integration/cases', body, { nonce });
    expect(first.status).toBe(200);
    await Promise.all([emptyRedis(web.redis), other.tell({ forget: true })]);
    const second = await system.send('POST /integration/cases', body, { nonce }, other.api);
    expect(second.error?.code).toBe('SIGNATURE_REPLAYED');
  });

  it('that were stored by a process that died take effect by another', async () => {
    const { hub: web, system } = all;
    const taken = await takenInCase(web);
    const event = eventOf(web, taken.number, { action: 'accept' });
    await web.deps.mongo.collection('system_events').deleteMany({});
    await system.events([{ ...event, caseNumber: 'ZTC-20261124-DEADED' }]);
    // As it stands when the process died right after storing it.
    await web.deps.mongo
      .collection('system_events')
      .updateOne({ eventId: event.id }, { $set: { status: 'pending', code: null, why: null, tries: 0 } });
    await web.deps.mongo
      .collection<{ _id: string; caseId: string }>('case-numbers')
      .insertOne({ _id: 'ZTC-20261124-DEADED', caseId: taken.id });
    await web.deps.mongo
      .collection<{ _id: string }>('cases')
      .updateOne({ _id: taken.id }, { $set: { number: 'ZTC-20261124-DEADED' } });
    await all.pass(5, other);
    const seen = await taken.clerk.get('GET /staff/cases/{id}', { params: { id: taken.id } });
    expect(seen.state).toBe('accepted');
  });
});
