import type { Model } from 'mongoose';
import type { ItemDoc } from './model';

/** A guide is 2–3 KB, so this many are a few megabytes. */
const KEPT = 1_000;

/** Whole items from the store; those read lately are kept. */
export class Guides {
  private readonly kept = new Map<string, Promise<ItemDoc | null>>();

  constructor(private readonly model: Model<ItemDoc>) {}

  /** @returns null when it is not there (any more) */
  get(code: string): Promise<ItemDoc | null> {
    const known = this.kept.get(code);
    if (known) {
      // Last in the map is last used; the first is dropped.
      this.kept.delete(code);
      this.kept.set(code, known);
      return known;
    }
    const read = this.model.findOne({ _id: code }).lean<ItemDoc>().exec();
    this.kept.set(code, read);
    read.catch(() => this.kept.delete(code));
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value ?? '');
    return read;
  }

  clear(): void {
    this.kept.clear();
  }
}
