import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCipher } from '../../bff/crypto';
import { createEmbeddedRedis } from '../../bff/embedded';
import { createIntegration } from '../../bff/features/integration';
import { integrationModels } from '../../bff/features/integration/model';
import { registerSystem } from '../../bff/features/integration/register-system';
import { createLog } from '../../bff/log';
import { createIndexes } from '../../bff/stores/indexes';
import type { CaseEvent } from '../../shared/contract/integration';
import { LICENCE, openOffice } from '../support/cases';
import { startEmbeddedProcess } from '../support/embedded-process';
import { median, type Row, row } from './report';

const ROUNDS = 5;
/** A full call: three steps of each of 166 cases. */
const CASES = 166;
const actions = ['receive', 'accept', 'start-review'] as const;
const EVENTS = CASES * actions.length;

/**
 * How many events of a department's system take effect a second, each stored, put in order and written into its case, beside
 * how many bare documents of their size the same store takes one after the other and in one piece. The store is another process.
 */
export async function bench(): Promise<Row[]> {
  const dir = await mkdtemp(join(tmpdir(), 'intake-bench-'));
  const configured = process.env.MONGODB_URI;
  const embedded = configured ? null : await startEmbeddedProcess(join(dir, 'mongo'));
  if (embedded) process.env.MONGODB_URI = embedded.uri;
  const office = await openOffice();
  if (configured === undefined) delete process.env.MONGODB_URI;
  const { settings, clock, mongo, work, cases } = office;
  const cipher = createCipher(settings.personalData);
  const redis = createEmbeddedRedis();
  const integration = createIntegration({
    settings,
    clock,
    log: createLog('silent'),
    cipher,
    redis,
    mongo,
    work,
    cases,
  });
  await createIndexes(integration.models);
  const system = { _id: 'bench', name: '业务系统', departments: [LICENCE.department], venueIds: null };
  await registerSystem(integrationModels(mongo), cipher, system, ['hmac-sha256'], clock.now());
  const bare = mongo.collection<{ _id: string }>('bench_bare');

  const taken: number[] = [];
  const single: number[] = [];
  const whole: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const events = await newEvents(office);
    const call = {
      caller: { systemId: 'bench', name: system.name },
      body: { events },
      params: undefined,
      query: undefined,
      context: { requestId: '', now: clock.now(), address: '', userAgent: '', operationId: randomUUID() },
    };
    const [intake, answer] = await timed(() => integration.routes['POST /integration/cases'](call));
    if (!('applied' in answer) || answer.applied !== EVENTS)
      throw new Error(JSON.stringify(answer).slice(0, 500));
    const [one] = await timed(async () => {
      for (const event of events) await bare.insertOne({ _id: randomUUID(), ...event } as { _id: string });
    });
    const [many] = await timed(() =>
      bare.insertMany(events.map((event) => ({ _id: randomUUID(), ...event }) as { _id: string })),
    );
    if (round < 0) continue;
    taken.push(EVENTS / intake);
    single.push(EVENTS / one);
    whole.push(EVENTS / many);
  }
  await office.close();
  redis.disconnect();
  await embedded?.kill();
  await rm(dir, { recursive: true, force: true });
  const beside = (of: number[]) => median(taken.map((value, index) => value / (of[index] ?? Number.NaN)));
  return [
    row('events taken in / bare inserts, one after the other', beside(single), 'ratio'),
    row('events taken in / bare inserts, in one piece', beside(whole), 'ratio'),
    row('events taken in', median(taken), '1/s'),
    row('bare inserts, one after the other', median(single), '1/s'),
  ];
}

async function newEvents(office: Awaited<ReturnType<typeof openOffice>>): Promise<CaseEvent[]> {
  const events: CaseEvent[] = [];
  for (let index = 0; index < CASES; index += 1) {
    const { number } = await office.submitted(randomUUID());
    for (const action of actions)
      events.push({
        id: randomUUID(),
        caseNumber: number ?? '',
        action,
        occurredAt: office.clock.now().toISOString(),
      });
  }
  return events;
}

async function timed<T>(run: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const started = performance.now();
  const result = await run();
  return [(performance.now() - started) / 1_000, result];
}
