import { randomUUID } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import { MovableClock } from '../../bff/clock';
import { type Audit, createAudit } from '../../bff/features/audit';
import { createLog } from '../../bff/log';
import { readSettings, type Settings } from '../../bff/settings';
import { createIndexes } from '../../bff/stores/indexes';
import { Work } from '../../bff/work';
import { startMongo } from './mongo';

/** One process that writes the audit log. */
export interface Writer {
  audit: Audit;
  work: Work;
  mongo: Connection;
  settings: Settings;
  /** Writes some acts, one after another. */
  write(count: number, about?: string): Promise<void>;
}

/** A database with an audit log, and as many processes that write it as one likes. */
export async function openAudit(env: Record<string, string> = {}) {
  const server = await startMongo();
  const clock = new MovableClock();
  const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent', ...env });
  const connections: Connection[] = [];

  const process = async (): Promise<Writer> => {
    const mongo = await mongoose.createConnection(server.uri, { autoIndex: false }).asPromise();
    connections.push(mongo);
    const log = createLog('silent');
    const work = new Work(log);
    const audit = createAudit({ settings, clock, log, mongo, work });
    const write = async (count: number, about = 'case-1') => {
      for (let n = 0; n < count; n += 1) await audit.record(act(about));
    };
    return { audit, work, mongo, settings, write };
  };
  const first = await process();
  await createIndexes(first.audit.models);
  return {
    ...first,
    uri: server.uri,
    clock,
    process,
    close: async () => {
      for (const connection of connections) await connection.close();
      await server.stop();
    },
  };
}

export type OpenAudit = Awaited<ReturnType<typeof openAudit>>;

/** What somebody did. */
export function act(id: string) {
  return {
    act: 'GET /staff/cases/{id}',
    staff: { staffId: 's1', number: 'W-1', roles: ['window' as const], venueId: 'v530600' },
    about: { id },
    outcome: 'ok',
    requestId: randomUUID(),
    address: '127.0.0.1',
  };
}
