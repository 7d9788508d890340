import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeFor, consented, inventCitizens } from '../support/citizens';

let bff: ChildProcess;
let output = '';
let url = '';
let dataDir = '';

/** The BFF as a process of its own, with everything it can say. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'one-stop-log-'));
  const run = "import('./bff/run-development.ts').then((bff) => bff.runDevelopment())";
  bff = spawn(process.execPath, ['--import', 'tsx', '--eval', run], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: dataDir,
      SAMPLE_DATA: '0',
      LOG_LEVEL: 'debug',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  url = await new Promise((resolve, reject) => {
    const read = (text: Buffer) => {
      output += text;
      const ready = /the app\s+(http:\S+?)\/\n/.exec(output)?.[1];
      if (ready) resolve(ready);
    };
    bff.stdout?.on('data', read);
    bff.stderr?.on('data', read);
    bff.once('exit', () => reject(new Error(`It did not start:\n${output}`)));
  });
});
afterAll(async () => {
  if (bff.exitCode === null) bff.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

it('logs requests and failures, and nothing that says who somebody is', async () => {
  const app = { url, api: `${url}/api/v1` };
  const fault = (body: object) =>
    fetch(`${url}/sandbox/faults`, { method: 'POST', body: JSON.stringify(body) });
  const [citizen, other] = await inventCitizens(app, 2);
  if (!citizen || !other) throw new Error('nobody');
  const client = await consented(app, citizen);
  const phoneCode = await codeFor(app, citizen, 'phone');
  await client.get('POST /me/phone', { body: { code: phoneCode } });
  const wrong = { body: { name: citizen.name, idNumber: other.idNumber } };
  expect(await client.refused('PUT /me/identity', wrong)).toBe('IDENTITY_NOT_VERIFIED');
  for (const kind of ['drop', 'garbage', 'lie']) {
    await fault({ target: '*', kind, times: 1 });
    await client.ask('POST /sessions', { body: { code: await codeFor(app, citizen) } });
  }
  await fault({ target: 'identity', kind: 'drop', times: 1 });
  const right = { body: { name: citizen.name, idNumber: citizen.idNumber } };
  expect(await client.refused('PUT /me/identity', right)).toBe('IDENTITY_UNAVAILABLE');
  await client.get('PUT /me/identity', right);
  await client.get('GET /me/export');
  await client.get('DELETE /me');
  bff.kill('SIGTERM');
  await once(bff, 'close');

  expect(output).toContain('/me/identity');
  expect(output).toContain('jscode2session');
  const { openid } = citizen as unknown as { openid: string };
  const personal = [citizen.name, citizen.idNumber, other.idNumber, citizen.phone, openid];
  for (const secret of [...personal, phoneCode, client.token ?? '', 'sandbox-secret', 'sandbox-identity-key'])
    expect(output).not.toContain(secret);
});
