import type { Target } from './faults';

/** One call that the sandbox received, as it was. */
export interface ReceivedCall {
  id: number;
  /** By the sandbox's clock, ISO 8601 with +08:00. */
  at: string;
  target: Target;
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  /** HTTP status; null when the connection was cut. */
  status: number | null;
  /** What was answered; bytes are only counted. */
  answer: unknown;
}

const KEPT = 500;

/** The last calls, oldest first. */
export class Calls {
  private kept: ReceivedCall[] = [];
  private last = 0;

  add(call: Omit<ReceivedCall, 'id'>): void {
    this.last += 1;
    this.kept.push({ id: this.last, ...call });
    if (this.kept.length > KEPT) this.kept.shift();
  }

  /** @param after only calls with a higher id */
  list(after = 0): ReceivedCall[] {
    return this.kept.filter(({ id }) => id > after);
  }

  clear(): void {
    this.kept = [];
  }
}
