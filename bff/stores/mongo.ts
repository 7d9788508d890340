import mongoose, { type Connection } from 'mongoose';

/**
 * Connects to MongoDB: standalone, replica set or sharded. Majority writes wherever there is a majority, and a
 * limit on every wait, so that a store that went away is noticed and not queued for. Writes are retried once by the
 * driver unless the address says `retryWrites=false`.
 * @param timeoutMs milliseconds for choosing a server, connecting and one operation each
 */
export async function connectMongo(uri: string, timeoutMs: number): Promise<Connection> {
  return mongoose
    .createConnection(uri, {
      appName: 'zhaotong-bff',
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      serverSelectionTimeoutMS: timeoutMs,
      connectTimeoutMS: timeoutMs,
      socketTimeoutMS: timeoutMs * 2,
      waitQueueTimeoutMS: timeoutMs,
      heartbeatFrequencyMS: 2_000,
      maxPoolSize: 50,
      w: 'majority',
    })
    .asPromise();
}
