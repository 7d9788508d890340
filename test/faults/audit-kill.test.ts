import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verify } from '../../bff/features/audit';
import { type OpenAudit, openAudit } from '../support/audit';

let audit: OpenAudit;
const children: ChildProcess[] = [];

beforeEach(async () => {
  audit = await openAudit();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.length = 0;
  await audit.close();
});

/** A process that writes; `told` are the acts it said stand. */
function writer(name: string) {
  const child = fork(
    fileURLToPath(new URL('../support/audit-process-main.ts', import.meta.url)),
    [audit.uri, name],
    {
      execArgv: ['--import', 'tsx'],
    },
  );
  children.push(child);
  const told: string[] = [];
  child.on('message', (id) => told.push(String(id)));
  return {
    told,
    /** Resolves when it has told of so many acts. */
    wrote: async (count: number) => {
      while (told.length < count) await once(child, 'message');
    },
    kill: async () => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

it('loses nothing that was told and keeps one chain when writers are killed again and again', async () => {
  const steady = writer('steady');
  const killed: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const other = writer(`round-${round}`);
    await other.wrote(20 + round * 7);
    await other.kill();
    killed.push(...other.told);
  }
  await steady.wrote(40);
  await steady.kill();
  const { faults, checked } = await verify(audit);
  expect(faults).toEqual([]);
  const entries = await audit.mongo
    .collection<{ about: { id: string }[] }>('audit_entries')
    .find({})
    .toArray();
  const ids = entries.flatMap(({ about }) => about.map(({ id }) => id));
  expect(ids).toHaveLength(checked);
  expect(new Set(ids).size).toBe(checked);
  for (const id of [...killed, ...steady.told]) expect(ids).toContain(id);
  // Whoever comes next goes on where they ended.
  await (await audit.process()).write(1);
  expect((await verify(audit)).faults).toEqual([]);
});
