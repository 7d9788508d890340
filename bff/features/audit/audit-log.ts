import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../../clock';
import { type Act, type Chain, type Place, START } from './chain';
import type { AuditEntryDoc, AuditMarkDoc, AuditModels } from './model';

interface Waiting {
  act: Act;
  done: () => void;
  failed: (error: unknown) => void;
}

/** As many acts as are written at once. */
const BATCH = 500;
/** Beyond it a place is not ours. */
const MOST = Number.MAX_SAFE_INTEGER / 2;

/**
 * Appends to the chain. Acts that come while others are being written go together in the next write, so that a busy
 * hall costs few writes. Several processes append at once: a place can be taken only once, and who comes second
 * reads the end again and links to it.
 */
export class AuditLog {
  private waiting: Waiting[] = [];
  private writing = false;
  /** The end of the chain as far as this process knows; null when it must be read. */
  private end: Place | null = null;

  constructor(
    private readonly models: AuditModels,
    private readonly chain: Chain,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Resolves when the act stands in the store. */
  append(act: Act): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ act, done, failed });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      try {
        await this.write(batch.map(({ act }) => act));
        for (const { done } of batch) done();
      } catch (error) {
        this.end = null;
        for (const { failed } of batch) failed(error);
      }
    }
    this.writing = false;
  }

  private async write(acts: Act[]): Promise<void> {
    let left = acts;
    let wait = 1;
    while (left.length > 0) {
      const entries = this.chain.link(this.end ?? (await this.readEnd()), left);
      try {
        await this.models.entries.insertMany(entries, { ordered: true, lean: true });
        left = [];
        const last = entries[entries.length - 1] as AuditEntryDoc;
        this.end = { sequence: last._id, mac: last.mac };
      } catch (error) {
        if ((error as { code?: unknown }).code !== 11000) throw error;
        // Another process took the next place; those of ours before it stand.
        this.end = null;
        left = await this.notYetWritten(left);
        await pause(Math.random() * wait);
        wait = Math.min(wait * 2, 50);
      }
    }
    if (this.end) await this.markHead(this.end);
  }

  private async notYetWritten(acts: Act[]): Promise<Act[]> {
    const ids = acts.map(({ entryId }) => entryId);
    const there = await this.models.entries.find({ entryId: { $in: ids } }, { entryId: 1 }).lean();
    const written = new Set(there.map(({ entryId }) => entryId));
    return acts.filter(({ entryId }) => !written.has(entryId));
  }

  /**
   * Where the chain ends. When the sealed mark names a later place than there are entries, somebody cut the end off:
   * the chain goes on behind the mark, so that the gap stays to be seen.
   */
  private async readEnd(): Promise<Place> {
    const [last] = await this.models.entries
      .find({ _id: { $gt: 0, $lt: MOST } })
      .sort({ _id: -1 })
      .limit(1)
      .lean<AuditEntryDoc[]>();
    const marks = await this.models.marks.find().lean<AuditMarkDoc[]>();
    const places: Place[] = marks.filter((mark) => this.chain.sealed(mark));
    if (last) places.push({ sequence: last._id, mac: last.mac });
    const end = places.reduce((latest, place) => (place.sequence > latest.sequence ? place : latest), START);
    if (end.sequence > (last?._id ?? 0) && end !== marks.find(({ _id }) => _id === 'checkpoint'))
      this.log.error({ sequence: end.sequence, last: last?._id }, 'the end of the audit log is missing');
    return { sequence: end.sequence, mac: end.mac };
  }

  private async markHead(end: Place): Promise<void> {
    const { _id, ...mark } = this.chain.mark('head', end, this.clock.now());
    try {
      await this.models.marks.updateOne(
        { _id, sequence: { $lt: end.sequence } },
        { $set: mark },
        { upsert: true },
      );
    } catch (error) {
      // There is one, and it names a later place.
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
  }
}
