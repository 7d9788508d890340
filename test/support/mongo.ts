import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { startEmbeddedMongo } from '../../bff/embedded';

/** A MongoDB for one test file. */
export interface TestMongo {
  /** Names a database that nobody else uses. */
  uri: string;
  /** Drops the database, and stops the server when it is the embedded one. */
  stop(): Promise<void>;
  embedded: boolean;
}

/**
 * The server that MONGODB_URI names, or an embedded one in a temporary folder; in both cases with a fresh database,
 * so that test files can run beside each other.
 */
export async function startMongo(): Promise<TestMongo> {
  const configured = process.env.MONGODB_URI;
  if (configured) {
    const name = `test_${randomBytes(6).toString('hex')}`;
    const uri = withDatabase(configured, name);
    return { uri, stop: () => dropDatabase(uri), embedded: false };
  }
  return startEmbedded();
}

/** An embedded server in a temporary folder, whatever MONGODB_URI says. */
export async function startEmbedded(
  options: { now?: () => number } = {},
): Promise<TestMongo & { sweepExpired(): Promise<number> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const dir = await mkdtemp(join(tmpdir(), 'embedded-mongo-'));
  const server = await startEmbeddedMongo({ dir, ...options });
  return {
    uri: withDatabase(server.uri, name),
    stop: async () => {
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
    embedded: true,
    sweepExpired: () => server.sweepExpired(),
  };
}

function withDatabase(uri: string, name: string): string {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.toString();
}

async function dropDatabase(uri: string): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.close();
}
