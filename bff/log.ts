import { type Logger, pino } from 'pino';

/**
 * Structured logs to standard output, one JSON object a line. Errors are reduced to their kind, message and stack:
 * drivers hang documents and commands on them, and those hold personal data.
 */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: plainError },
    redact: {
      paths: ['*.openid', '*.idNumber', '*.phone', '*.name', '*.token', '*.authorization'],
      remove: true,
    },
  });
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
