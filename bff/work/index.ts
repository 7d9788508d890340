import type { Logger } from 'pino';

/** Something that is done again and again after the answers: sweeping, sending, reconciling. Must be repeatable. */
export interface Job {
  name: string;
  /** Real milliseconds between two runs. */
  every: number;
  run(): Promise<void>;
}

/**
 * Runs the jobs of the features in this process. Jobs are written so that two processes running one at the
 * same moment do no harm (guarded updates); a job that fails is logged and tried again at its next turn.
 */
export class Work {
  private readonly jobs: Job[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();
  private stopped = false;

  constructor(private readonly log: Logger) {}

  add(job: Job): void {
    this.jobs.push(job);
  }

  start(): void {
    for (const job of this.jobs) {
      this.timers.push(setInterval(() => void this.run(job), job.every).unref());
    }
  }

  /** Runs every job once, now: after the clock was moved, and in tests. */
  async runAll(): Promise<void> {
    for (const job of this.jobs) await this.run(job);
  }

  /** No new runs; waits for those under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }

  private async run(job: Job): Promise<void> {
    if (this.stopped) return;
    const run = job.run().catch((error: unknown) => {
      this.log.warn({ job: job.name, err: error }, 'job failed, will be tried again');
    });
    this.running.add(run);
    await run;
    this.running.delete(run);
  }
}
