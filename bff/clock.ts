/** Where the time comes from. Nothing else in the BFF may ask the machine. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that can be moved forward: the sandbox's, so that a person can watch a hold run out. */
export class MovableClock implements Clock {
  private offset = 0;
  private readonly listeners = new Set<() => Promise<void>>();

  constructor(private readonly base: Clock = systemClock) {}

  now(): Date {
    return new Date(this.base.now().getTime() + this.offset);
  }

  /** Moves time forward and waits until everything that was due has been done. @param ms milliseconds, ≥ 0 */
  async advance(ms: number): Promise<void> {
    this.offset += ms;
    for (const listener of this.listeners) await listener();
  }

  /** Back to the real time. */
  async reset(): Promise<void> {
    this.offset = 0;
    for (const listener of this.listeners) await listener();
  }

  /** Called after every move. */
  onMove(listener: () => Promise<void>): void {
    this.listeners.add(listener);
  }
}
