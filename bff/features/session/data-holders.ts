import type { ErasureResult } from './model';

/** A feature that keeps something about people. It registers here, so that nothing is left out of an export or an erasure. */
export interface DataHolder {
  /** Heading in the export; letters and hyphens. */
  name: string;
  exportFor(personId: string | null, accountIds: string[]): Promise<Record<string, unknown>[]>;
  /** Must be repeatable: an erasure that was cut off begins again. Answers in the citizen's words. */
  erase(personId: string | null, accountIds: string[]): Promise<ErasureResult>;
}
