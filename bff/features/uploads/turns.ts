/** Lets only so many at once do a piece of work; the others wait in the order in which they came. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  constructor(private readonly atOnce: number) {}

  async next<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy < this.atOnce) this.busy += 1;
    // Whoever leaves hands their place over.
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const first = this.waiting.shift();
      if (first) first();
      else this.busy -= 1;
    }
  }
}
