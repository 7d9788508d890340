import type { Logger } from 'pino';

/** Closes on Ctrl-C or a stop of the service; a second signal ends at once. */
export function stopOnSignal(close: () => Promise<void>, log?: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log?.info({ signal }, 'stopping');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
