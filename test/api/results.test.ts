import { createHash } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { resultsContract } from '../../shared/contract/results';
import { startApp, type TestApp } from '../support/app';
import { advanceClock, person, type SignedIn } from '../support/citizens';
import { Client } from '../support/client';
import { workOff } from '../support/notices';
import { readyCase } from '../support/ready-case';
import { SeenCodes } from '../support/seen-codes';

// Each is a whole application, with its officers.
vi.setConfig({ testTimeout: 240_000 });

const seen = new SeenCodes();

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ at: new Date('2026-11-24T09:00:00+08:00') });
});
afterAll(() => app.stop());

/** A citizen whose result was issued on the phone. */
async function issued() {
  const citizen = await person(app);
  const { handedIn } = await readyCase(app, citizen, 'electronic');
  await app.deps.work.runAll();
  return { citizen, id: handedIn.id, number: handedIn.number };
}

const linkOf = (citizen: SignedIn, id: string) =>
  citizen.get('POST /cases/{id}/result-link', { params: { id } });
const check = (code: string) => new Client(app.api).get('GET /results/{code}', { params: { code } });

async function fileOf(url: string): Promise<Buffer> {
  const answer = await fetch(new URL(url, app.url));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  return Buffer.from(await answer.arrayBuffer());
}

describe('an electronic result', () => {
  it('is issued once, completes the case, and tells its citizen', async () => {
    const { citizen, id } = await issued();
    const found = await citizen.get('GET /cases/{id}', { params: { id } });
    expect(found.state).toBe('completed');
    expect(found.timeline.map(({ what }) => what).join()).toContain('电子结果已签发');
    const first = await linkOf(citizen, id);
    await app.deps.work.runAll();
    expect((await linkOf(citizen, id)).code).toBe(first.code);
    await advanceClock(app, 120);
    await workOff(app);
    const { items } = await citizen.get('GET /messages');
    expect(items.filter(({ title }) => title === '电子结果做好了')).toHaveLength(1);
  });

  it('is a PDF of one page, and everybody who has its code can hold the file against it', async () => {
    const { citizen, id, number } = await issued();
    const { url, code, type } = await linkOf(citizen, id);
    expect(type).toBe('application/pdf');
    const file = await fileOf(url);
    const pdf = await PDFDocument.load(file, { updateMetadata: false });
    expect(pdf.getPageCount()).toBe(1);
    expect(pdf.getTitle()).toContain(code);
    const said = await check(code);
    expect(said).toMatchObject({ state: 'valid', number, outcome: '同意办理', sample: true });
    expect(createHash('sha256').update(file).digest('hex')).toBe(said.sha256);
    // As people type it.
    expect(await check(code.toLowerCase().replaceAll('-', ''))).toEqual(said);
  });

  it('shows to whoever checks it no more of a name than the first character', async () => {
    const { citizen, id } = await issued();
    const { code } = await linkOf(citizen, id);
    const { holder } = await check(code);
    const { name } = citizen.citizen;
    expect(holder[0]).toBe(name[0]);
    expect(holder).not.toContain(name.slice(1));
  });

  it('is its citizen’s alone, and not there before it is ready', async () => {
    const { id } = await issued();
    const other = await person(app);
    const params = { id };
    await seen.gives(other, 'POST /cases/{id}/result-link', 'NOT_FOUND', { params });
    const { handedIn } = await readyCase(app, other, 'window');
    await seen.gives(other, 'POST /cases/{id}/result-link', 'RESULT_NOT_READY', {
      params: { id: handedIn.id },
    });
    for (const code of ['2222-2222-2222-2222', '00000000', 'A'.repeat(40)])
      await seen.gives(new Client(app.api), 'GET /results/{code}', 'NOT_FOUND', { params: { code } });
  });

  it('stays genuine without a name when its citizen has the data erased', async () => {
    const { citizen, id, number } = await issued();
    const { code } = await linkOf(citizen, id);
    const held = (await citizen.get('GET /me/export')) as { data?: unknown };
    expect(JSON.stringify(held)).toContain(code);
    await citizen.get('DELETE /me');
    await app.deps.work.runAll();
    const said = await check(code);
    expect(said).toMatchObject({ state: 'valid', number });
    expect(said.holder).not.toContain(citizen.citizen.name[0] as string);
  });

  it('is one also when several workers issue it at once', async () => {
    const citizen = await person(app);
    const { handedIn } = await readyCase(app, citizen, 'electronic');
    await Promise.all([app.deps.work.runAll(), app.deps.work.runAll()]);
    const { url, code } = await linkOf(citizen, handedIn.id);
    const { sha256 } = await check(code);
    expect(
      createHash('sha256')
        .update(await fileOf(url))
        .digest('hex'),
    ).toBe(sha256);
  });
});

it('every declared code was given', () => {
  expect(seen.missing(resultsContract)).toEqual([]);
});
