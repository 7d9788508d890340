import { type Chain, type Place, START } from './chain';
import type { AuditEntryDoc, AuditMarkDoc, AuditModels } from './model';

export interface AuditFault {
  /** Where; null for what has no place in the chain. */
  sequence: number | null;
  what: string;
}

export interface AuditReport {
  /** How many entries were looked at. */
  checked: number;
  /** The places from and to which there are entries; null when there are none. */
  first: number | null;
  last: number | null;
  faults: AuditFault[];
}

const BATCH = 1_000;

/**
 * Reads the whole log and finds whatever was edited, removed, put in or moved, also at its end.
 * @param anchors places that were noted outside the database
 */
export async function verifyAudit(
  models: AuditModels,
  chain: Chain,
  anchors: readonly Place[] = [],
): Promise<AuditReport> {
  // Read before the entries: what is appended meanwhile only makes the log longer.
  const marks = await models.marks.find().lean<AuditMarkDoc[]>();
  const walk = new ChainWalk(chain, marks, anchors);
  // Whatever was put in there is looked at, also what is no entry of ours.
  for await (const entry of models.entries
    .find()
    .sort({ _id: 1 })
    .lean<AuditEntryDoc>()
    .cursor({ batchSize: BATCH }))
    walk.step(entry);
  return walk.finish();
}

/** Goes along the chain once, remembering where it should be. */
export class ChainWalk {
  readonly faults: AuditFault[] = [];
  private readonly head: AuditMarkDoc | undefined;
  /** What is known of some places from elsewhere. */
  private readonly known = new Map<number, { mac: string; from: string }[]>();
  private readonly start: Place;
  private expected: Place;
  /** Whether the entry before was as it was written: else the one after it is not to blame. */
  private sound = true;
  private checked = 0;
  private first: number | null = null;

  constructor(
    private readonly chain: Chain,
    marks: readonly AuditMarkDoc[],
    anchors: readonly Place[],
  ) {
    const sound = marks.filter((mark) => this.isSound(mark));
    this.head = sound.find(({ _id }) => _id === 'head');
    this.start = sound.find(({ _id }) => _id === 'checkpoint') ?? START;
    this.expected = this.start;
    const places = [
      ...anchors.map((place) => ({ ...place, from: 'an anchor' })),
      ...(this.head ? [{ ...this.head, from: 'the mark of the end' }] : []),
    ];
    for (const { sequence, mac, from } of places) {
      // What was removed in due course is told by the checkpoint.
      if (sequence > this.start.sequence)
        this.known.set(sequence, [...(this.known.get(sequence) ?? []), { mac, from }]);
    }
  }

  step(entry: AuditEntryDoc): void {
    const sequence: unknown = entry._id;
    if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence) || sequence < 1) {
      this.fault(null, `put in: an entry at ${JSON.stringify(sequence)}`);
      return;
    }
    // Left of a removal that was cut off; the checkpoint stands for it.
    if (sequence <= this.start.sequence) return;
    this.checked += 1;
    this.first ??= sequence;
    const follows = sequence === this.expected.sequence + 1;
    if (!follows) this.gap(this.expected.sequence + 1, sequence - 1);
    const holds = this.chain.holds(entry);
    if (!holds) this.fault(sequence, 'edited, moved or put in: its MAC does not fit');
    else if (follows && this.sound && entry.prev !== this.expected.mac)
      this.fault(sequence, 'does not follow the entry before it');
    for (const { mac, from } of this.known.get(sequence) ?? []) {
      if (mac !== entry.mac) this.fault(sequence, `is not the entry that ${from} names`);
    }
    this.expected = { sequence, mac: entry.mac };
    this.sound = holds;
  }

  finish(): AuditReport {
    const last = this.checked === 0 ? null : this.expected.sequence;
    const furthest = Math.max(this.expected.sequence, ...this.known.keys());
    if (furthest > this.expected.sequence) this.gap(this.expected.sequence + 1, furthest);
    if (!this.head && this.checked > 0) this.fault(null, 'the mark of the end is missing');
    return { checked: this.checked, first: this.first, last, faults: this.faults };
  }

  private isSound(mark: AuditMarkDoc): boolean {
    if (this.chain.sealed(mark)) return true;
    this.fault(null, `the mark ${JSON.stringify(mark._id)} was edited: its seal does not fit`);
    return false;
  }

  private gap(from: number, to: number): void {
    this.fault(from, from === to ? 'removed' : `removed, with all up to ${to}`);
  }

  private fault(sequence: number | null, what: string): void {
    this.faults.push({ sequence, what });
  }
}
