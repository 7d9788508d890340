import { Int32 } from 'bson';
import { MAX_DOCUMENT_BYTES, MAX_MESSAGE_BYTES } from '../documents';
import type { Command } from './context';

/** The protocol of MongoDB 7.0, which the suite's other server speaks too. */
const MAX_WIRE_VERSION = 21;
const VERSION = '7.0.0';
const MAX_WRITE_BATCH = 100_000;

const HELLO_FIELDS = [
  ...['helloOk', 'client', 'compression', 'loadBalanced', 'saslSupportedMechs', 'speculativeAuthenticate'],
  ...['topologyVersion', 'maxAwaitTimeMS', 'hello', 'ismaster', 'isMaster', 'backpressure'],
];

/** A standalone server: the driver sends neither transaction numbers nor retries. */
export const hello: Command = {
  fields: HELLO_FIELDS,
  async run({ engine }) {
    return {
      helloOk: true,
      isWritablePrimary: true,
      ismaster: true,
      maxBsonObjectSize: new Int32(MAX_DOCUMENT_BYTES),
      maxMessageSizeBytes: new Int32(MAX_MESSAGE_BYTES),
      maxWriteBatchSize: new Int32(MAX_WRITE_BATCH),
      localTime: new Date(engine.now()),
      logicalSessionTimeoutMinutes: new Int32(30),
      connectionId: new Int32(1),
      minWireVersion: new Int32(0),
      maxWireVersion: new Int32(MAX_WIRE_VERSION),
      readOnly: false,
      ok: 1,
    };
  },
};

export const ping: Command = { fields: [], run: async () => ({ ok: 1 }) };

export const buildInfo: Command = {
  fields: [],
  run: async () => ({
    version: VERSION,
    versionArray: VERSION.split('.').map(Number).concat(0),
    gitVersion: 'embedded',
    modules: ['embedded'],
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    ok: 1,
  }),
};

/** Sessions carry no state here. */
export const endSessions: Command = { fields: [], run: async () => ({ ok: 1 }) };
