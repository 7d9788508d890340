import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app';
import { staff } from '../support/staff';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('signing in', () => {
  it('takes number, password and the code of the authenticator app', async () => {
    const clerk = await staff(app, 'window');
    expect(clerk.member).toMatchObject({ roles: ['window'], venue: { id: 'v530600' }, window: null });
    expect((await clerk.get('GET /staff/me')).number).toBe(clerk.member.number);
  });
});
