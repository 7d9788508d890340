import { type Logger, pino } from 'pino';

/**
 * Structured logs to standard output, one JSON object a line. Errors are reduced to their kind, message and stack:
 * drivers hang documents and commands on them, and those hold personal data.
 */
export function createLog(level: string): Logger {
  const options = {
    level,
    base: undefined,
    serializers: { err: plainError },
  };
  // Written in blocks, twice a second at the latest and at the end: a line costs the request that causes it little.
  return pino(options, pino.destination({ sync: false, minLength: 8_192, periodicFlush: 500 }));
}

function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    code: (error as { code?: unknown }).code,
    // A duplicate key's message quotes the value.
    message: error.message.replace(/dup key: .*$/s, 'dup key: …'),
    stack: error.stack?.split('\n').slice(1, 12).join('\n'),
    cause: error.cause === undefined ? undefined : plainError(error.cause),
  };
}
