import type { CalledNumber } from '../../../../shared/contract/live';

/** A number is called out again whenever its count or its window changes. */
function print({ ticket, window, calls, queueId }: CalledNumber): string {
  return `${queueId} ${ticket} ${window} ${calls}`;
}

/**
 * Tells which calls are new since the last look. What is already there when the screen is switched on is shown and not
 * called out again.
 */
export class CallWatch {
  private known: Set<string> | null = null;

  /** @returns the calls to call out now, the earliest first */
  look(called: readonly CalledNumber[]): CalledNumber[] {
    const before = this.known;
    this.known = new Set(called.map(print));
    if (!before) return [];
    return called
      .filter((call) => !before.has(print(call)))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }
}
