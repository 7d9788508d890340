import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { person, type SignedIn } from '../support/citizens';
import { fetchLink } from '../support/files';
import { filledDraft, onlineItem } from '../support/hand-in';
import { type StaffClient, staff } from '../support/staff';

let app: TestApp;
let citizen: SignedIn;
let reviewer: StaffClient;
let itemCode: string;

beforeAll(async () => {
  app = await startApp();
  itemCode = await onlineItem(app);
  citizen = await person(app);
  reviewer = await staff(app, 'reviewer');
});
afterAll(() => app.stop());

describe('the papers of a case', () => {
  it('are read by its owner and by staff within reach, each look recorded, and by nobody else', async () => {
    const owner = await person(app);
    const draft = await filledDraft(owner, itemCode);
    const file = draft.materials.find(({ uploads }) => uploads.length > 0)?.uploads[0]?.id ?? '';
    const params = { id: file };
    // A draft is nobody's but its owner's.
    expect(await reviewer.refused('POST /staff/uploads/{id}/links', { params })).toBe('NOT_FOUND');
    await owner.get('POST /cases/{id}/submit', { params: { id: draft.id } });
    const link = await reviewer.get('POST /staff/uploads/{id}/links', { params });
    expect((await fetchLink(app, link)).response.status).toBe(200);
    expect(
      (await fetchLink(app, await owner.get('POST /uploads/{id}/links', { params }))).response.status,
    ).toBe(200);
    const elsewhere = await staff(app, 'reviewer', { venueId: 'v530602' });
    expect(await elsewhere.refused('POST /staff/uploads/{id}/links', { params })).toBe('NOT_FOUND');
    const { items: others } = await citizen.get('GET /items', { query: { q: '身份证', county: '530600' } });
    const department = others.find((item) => item.department !== draft.department)?.department ?? '';
    const otherDepartment = await staff(app, 'reviewer', { department });
    expect(await otherDepartment.refused('POST /staff/uploads/{id}/links', { params })).toBe('NOT_FOUND');
    const administrator = await staff(app, 'administrator');
    expect(await administrator.refused('POST /staff/uploads/{id}/links', { params })).toBe('STAFF_ROLE');
    expect(await citizen.refused('POST /uploads/{id}/links', { params })).toBe('NOT_FOUND');
    const auditor = await staff(app, 'auditor');
    const { items } = await auditor.get('GET /staff/audit', { query: {} });
    const looks = items.filter(
      ({ act, about }) => act.includes('/staff/uploads/') && Object.values(about).includes(file),
    );
    expect(looks.map(({ outcome }) => outcome).sort()).toEqual([
      'NOT_FOUND',
      'NOT_FOUND',
      'NOT_FOUND',
      'STAFF_ROLE',
      'ok',
    ]);
  });
});
