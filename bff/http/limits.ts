/** Counts tries against a budget, in Redis where there are several processes. */
export interface Limiter {
  /** Takes points. @returns null when allowed, else the seconds to wait */
  take(key: string, points?: number): Promise<number | null>;
  /** Gives the budget back, e.g. after a success. */
  reset(key: string): Promise<void>;
}

export interface LimiterFactory {
  /** @param points how many @param seconds in which window */
  limiter(name: string, points: number, seconds: number): Limiter;
}
