/**
 * True when an error says that a store cannot be reached or did not answer in time, as opposed to a refusal or
 * a defect of ours. By name: the driver and ioredis do not share a class.
 */
export function isStoreFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (away.has(error.name)) return true;
  // The driver lets a socket's own error through when the wire is cut under a command.
  if (brokenWire.has(String((error as { code?: unknown }).code))) return true;
  if (error.name === 'MongoServerError') return away.has(String((error as { codeName?: unknown }).codeName));
  if (/^(Connection is closed|Command timed out|Stream isn't writeable)/.test(error.message)) return true;
  return isStoreFailure(error.cause);
}

const brokenWire = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const away = new Set([
  'MongoClientClosedError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'PoolClearedOnNetworkError',
  'MongoPoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
  'MongoTopologyClosedError',
  'MongoOperationTimeoutError',
  'MongooseError.DisconnectedError',
  'DisconnectedError',
  'MaxRetriesPerRequestError',
  'ClusterAllFailedError',
  // codeNames of a server that is stepping down or shutting down
  'NotWritablePrimary',
  'InterruptedAtShutdown',
  'InterruptedDueToReplStateChange',
  'PrimarySteppedDown',
  'ShutdownInProgress',
  'MaxTimeMSExpired',
]);
