import { closeEngine, openEngine } from './engine';
import { WireServer } from './server';

export { createEmbeddedRedis } from './redis';

/** What the embedded MongoDB endpoint is started with. */
export interface EmbeddedMongoOptions {
  /** The folder that holds the data; created when it is missing, used by one process at a time. */
  dir: string;
  /** The TCP port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number;
  /** The clock, in milliseconds since 1970, for TTL indexes and $currentDate; the system's by default. */
  now?: () => number;
}

/** A running endpoint. */
export interface EmbeddedMongo {
  /** What the driver connects to: `mongodb://127.0.0.1:PORT/?directConnection=true`. */
  uri: string;
  /** Deletes what has expired by the clock now, without waiting for the next second; gives the number of documents. */
  sweepExpired(): Promise<number>;
  /** Ends what is running, syncs, and releases folder and port. */
  close(): Promise<void>;
}

/**
 * Starts a MongoDB-protocol endpoint for development and tests, on loopback only. The real driver and mongoose talk
 * to it as to a standalone server. Throws in production, and when another process uses the folder.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'The embedded MongoDB endpoint is for development and tests: set MONGODB_URI in production',
    );
  }
  const engine = await openEngine(options.dir, options.now ?? Date.now);
  let server: WireServer;
  try {
    server = await WireServer.listen(engine, options.port ?? 0);
  } catch (error) {
    await closeEngine(engine);
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    uri: `mongodb://127.0.0.1:${server.port}/?directConnection=true`,
    sweepExpired: () => engine.sweeper.sweep(),
    close: () => {
      closing ??= server.close().then(() => closeEngine(engine));
      return closing;
    },
  };
}
