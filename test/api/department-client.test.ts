import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from '../../bff/features/integration/signature';
import { caseEvent, integrationContract } from '../../shared/contract/integration';
import { startApp, type TestApp } from '../support/app';
import { takenInCase } from '../support/systems';

let app: TestApp;
let dir: string;
const page = await readFile('docs/integration.md', 'utf8');
const examples = await readFile('docs/examples/events.json', 'utf8');

beforeAll(async () => {
  app = await startApp();
  dir = await mkdtemp(join(tmpdir(), 'department-'));
});
afterAll(async () => {
  await app.stop();
  await rm(dir, { recursive: true, force: true });
});

/** The client as a department runs it: plain Node, in a process of its own. */
async function client(file: string, content: unknown, ...options: string[]) {
  const path = join(dir, file);
  await writeFile(path, JSON.stringify(content));
  const key = join(app.deps.settings.dataDir, 'sample-system.json');
  const given = ['tools/department-client.mjs', '--url', app.url, '--key-file', key, ...options, path];
  return new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, given, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

/** The examples of the documentation for a case that is really there, happening one after the other until now. */
function examplesFor(number: string) {
  const { events } = JSON.parse(examples) as { events: { id: string }[] };
  const now = app.clock.now().getTime();
  return events.map((event, index) => ({
    ...event,
    id: `${number}-${event.id}`,
    caseNumber: number,
    occurredAt: new Date(now - (events.length - index) * 1_000).toISOString(),
  }));
}

describe('the client script', () => {
  it.each([[[]], [['--sm3']]])('sends the events of a file, signed %j', async (options) => {
    const { number, id, clerk } = await takenInCase(app);
    const { code, said } = await client('events.json', { events: examplesFor(number) }, ...options);
    expect(said.trim().split('\n')).toHaveLength(6);
    expect(said).toContain(`${number}-2026-0006\tapplied\tdelivering`);
    expect(code).toBe(0);
    expect((await clerk.get('GET /staff/cases/{id}', { params: { id } })).state).toBe('delivering');
  });

  it('says by its end that something was refused, and what', async () => {
    const { number } = await takenInCase(app);
    const [first] = examplesFor(number);
    const { code, said } = await client('again.json', [first, { ...first, action: 'issue' }]);
    expect(code).toBe(2);
    expect(said).toContain('EVENT_ID_REUSED');
  });

  it('compares', async () => {
    const { number } = await takenInCase(app);
    const cases = { cases: [{ number, state: 'received' }], eventIds: ['never'] };
    const { code, said } = await client('cases.json', cases, '--reconcile');
    expect(JSON.parse(said)).toMatchObject({ lacking: [], differing: [], same: 1, lackingEvents: ['never'] });
    expect(code).toBe(0);
  });

  it('says why when it is refused as a whole, and how it is used', async () => {
    const { code, said } = await client('empty.json', []);
    expect([code, said]).toEqual([0, '']);
    const wrong = await client('wrong.json', { cases: 1 }, '--reconcile');
    expect(wrong.code).toBe(1);
    expect(wrong.said).toContain('VALIDATION_FAILED');
    expect((await client('help.json', {}, '--help')).said).toContain('--key-file');
  });
});

describe('the documentation', () => {
  it('has examples that are what the contract takes', () => {
    for (const event of JSON.parse(examples).events) expect(caseEvent.safeParse(event).success).toBe(true);
    const blocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text));
    expect(blocks).toHaveLength(2);
    for (const event of blocks[0].events) expect(caseEvent.safeParse(event).success).toBe(true);
    const { body } = integrationContract['POST /integration/reconciliations'];
    expect(body.safeParse(blocks[1]).success).toBe(true);
  });

  it('has signatures to check an implementation by', () => {
    const call = {
      keyId: 'office-1a2b3c4d',
      method: 'POST',
      path: '/api/v1/integration/cases',
      timestamp: '1795514400',
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
    };
    for (const algorithm of ['hmac-sha256', 'hmac-sm3'] as const) {
      const signature = signatureOf({ ...call, algorithm }, Buffer.from('{"events":[]}'), 'example-secret');
      expect(page).toMatch(new RegExp(`${algorithm} +${signature}`));
    }
  });
});
