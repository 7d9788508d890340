import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComplaintDoc } from '../../bff/features/complaints/model';
import type { UploadDoc } from '../../bff/features/uploads/model';
import type { AppProcess } from '../support/app-process';
import { person } from '../support/citizens';
import { Client } from '../support/client';
import { aFiling, filed } from '../support/complaint-stories';
import { type CourierProcesses, startCourierProcesses } from '../support/courier-processes';
import { photo, upload } from '../support/files';
import { type StaffClient, staff } from '../support/staff';

let all: CourierProcesses;
let survivor: AppProcess;
let dispatcher: StaffClient;
beforeAll(async () => {
  all = await startCourierProcesses();
  survivor = await all.start();
  dispatcher = await staff(all.hub, 'dispatcher');
  // Two processes start, beside whatever else the machine does.
}, 300_000);
afterAll(() => all.stop());

const complaints = () => all.hub.deps.mongo.model('Complaint') as unknown as Model<ComplaintDoc>;

/** Everything that has to follow from a filing, once each. */
async function followed(doc: Pick<ComplaintDoc, '_id' | 'number'>): Promise<void> {
  await all.pass([1, 1, 1], survivor);
  const stands = await complaints().findById(doc._id).lean<ComplaintDoc>();
  expect(stands).toMatchObject({ photosOwed: false, safetyOwed: [], recognised: true, version: 1 });
  expect(stands?.followDue).toBeUndefined();
  const { mongo } = all.hub.deps;
  expect(await mongo.collection('safety_checks').countDocuments({ kind: 'complaint', id: doc._id })).toBe(1);
  const { items } = await dispatcher.get('GET /staff/notices');
  const tasks = items.filter(({ body }) => body.includes(doc.number));
  expect(tasks.map(({ title }) => title)).toEqual(['有投诉要处理']);
}

describe('a server that dies while a complaint is filed', () => {
  it.each(['web:leased', 'complaint:filed', 'web:changed', 'web:kept'])(
    'at %s: sent again it is filed once, with the same number and code',
    async (FAULT_AT) => {
      const who = await person(all.hub);
      const key = randomUUID();
      const anonymous = FAULT_AT !== 'web:changed';
      const body = { ...aFiling, venueId: 'v530600', anonymous, photos: [] as string[] };
      body.photos = [(await upload(who, await photo())).id];
      const before = await complaints().countDocuments();
      const web = await all.web({ FAULT_AT });
      const dying = new Client(`${web.url}/api/v1`, who.token);
      await expect(dying.get('POST /complaints', { body, key })).rejects.toThrow();
      await web.gone;
      expect(web.child.signalCode, web.output()).toBe('SIGKILL');
      // What the dead process held is free again.
      await all.hub.clock.advance(60_000);
      const first = await who.get('POST /complaints', { body, key });
      expect(await who.get('POST /complaints', { body, key })).toEqual(first);
      expect(await complaints().countDocuments()).toBe(before + 1);
      const { complaint, queryCode } = first;
      expect(complaint.photos).toMatchObject([{ id: body.photos[0] }]);
      if (anonymous) {
        const looked = { body: { number: complaint.number, code: queryCode ?? '' } };
        expect(await who.get('POST /complaint-lookups', looked)).toMatchObject({ id: complaint.id });
      }
      await followed({ _id: complaint.id, number: complaint.number });
      const uploads = all.hub.deps.mongo.model('Upload') as unknown as Model<UploadDoc>;
      const kept = await uploads.findById(body.photos[0]).lean<UploadDoc>();
      expect(kept).toMatchObject({ complaintId: complaint.id });
      expect(kept?.dueAt).toBeUndefined();
    },
  );
});

describe('a worker that dies between a complaint and what follows from it', () => {
  it.each(['complaint:checked', 'complaint:followed'])('at %s: all of it follows, once', async (FAULT_AT) => {
    const who = await person(all.hub);
    const victim = await all.start({ FAULT_AT });
    const { id, number } = await filed(who, { venueId: 'v530600' });
    await all.hub.clock.advance(5_000);
    expect(await all.work(victim)).toBe('gone');
    await victim.gone;
    expect(victim.child.signalCode, victim.output()).toBe('SIGKILL');
    await followed({ _id: id, number });
    const { items } = await who.get('GET /messages');
    expect(items.map(({ title }) => title)).toEqual(['投诉已收到']);
  });
});
