import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, type Model, Schema } from 'mongoose';
import type { Clock } from '../clock';
import type { PersonalDataCipher } from '../crypto/personal-data';
import { sealed } from '../crypto/sealed-fields';
import { Problem } from '../problem';
import type { Work } from '../work';
import type { Reached } from '../work/crash-points';

/** What a repetition is given again. */
export interface KeptAnswer {
  status: number;
  /** JSON text, null for 204. */
  body: string | null;
}

interface KeyRecord {
  _id: string;
  owner: string;
  requestHash: string;
  state: 'running' | 'done';
  status?: number;
  /** Sealed: answers hold personal data and, for a sign-in, the token. */
  body?: string | null;
  leaseUntil: Date;
  expiresAt: Date;
}

const LEASE_MS = 30_000;
const FORGET_EVERY_MS = 60_000;
const KEPT_MS = 48 * 3_600_000;
const WAIT_MS = 5_000;
const PURPOSE = 'idempotency.answer';

/**
 * Makes repeated requests harmless. The first one under a key takes a lease in MongoDB and runs; a twin waits
 * for its answer; a later one is given the same answer; one after a crash takes the expired lease over and
 * finds what the first had already created, because commands name their documents after the operation.
 */
export class IdempotencyKeys {
  readonly model: Model<KeyRecord>;

  constructor(
    mongo: Connection,
    private readonly clock: Clock,
    private readonly cipher: PersonalDataCipher,
    work: Work,
    private readonly reached: Reached,
  ) {
    const schema = new Schema<KeyRecord>(
      {
        _id: String,
        owner: { type: String, required: true },
        requestHash: { type: String, required: true },
        state: { type: String, required: true },
        status: Number,
        body: sealed(PURPOSE, false),
        leaseUntil: { type: Date, required: true },
        expiresAt: { type: Date, required: true },
      },
      { versionKey: false, collection: 'idempotency_keys', strict: 'throw' },
    );
    // A job forgets them after two days (a day is promised), by the injected clock; a TTL index would go by the server's.
    schema.index({ expiresAt: 1 });
    // Erasing a citizen's data takes their kept answers along.
    schema.index({ owner: 1 });
    this.model = mongo.model<KeyRecord>('IdempotencyKey', schema);
    work.add({
      name: 'forget idempotency keys',
      every: FORGET_EVERY_MS,
      run: async () => {
        await this.model.deleteMany({ expiresAt: { $lte: this.clock.now() } });
      },
    });
  }

  /** The stable id of the operation behind a key. @param owner account id, or `anonymous` */
  operationId(owner: string, endpoint: string, key: string): string {
    return hash(`${owner}\n${endpoint}\n${key}`).slice(0, 32);
  }

  /**
   * Runs `work` once for a key, whoever asks how often.
   * @param whose.keptFor whose the kept answer is: not the owner's where nothing may lead to them. Without the key, which is
   * not kept, its id leads to nobody
   * @throws Problem IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS
   */
  async once(
    { owner, key, keptFor }: { owner: string; key: string; keptFor: string },
    request: string,
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer & { replayed: boolean }> {
    const id = hash(`${owner}\n${key}`);
    // Keyed: a request may hold an ID number, and a bare hash of it could be guessed.
    const requestHash = this.cipher.blindIndex(request, 'idempotency.request');
    const deadline = Date.now() + WAIT_MS;
    for (let wait = 20; ; wait = Math.min(wait * 2, 400)) {
      const earlier = await this.claim(id, keptFor, requestHash);
      if (earlier === 'claimed') return { ...(await this.run(id, work)), replayed: false };
      if (earlier.requestHash !== requestHash) throw new Problem('IDEMPOTENCY_KEY_REUSED');
      if (earlier.state === 'done') return { ...this.kept(earlier), replayed: true };
      if (Date.now() > deadline) throw new Problem('IDEMPOTENCY_IN_PROGRESS', { retryAfter: 2 });
      await pause(wait);
    }
  }

  /** Removes the kept answers of accounts. */
  async forget(owners: string[]): Promise<void> {
    await this.model.deleteMany({ owner: { $in: owners } });
  }

  private async claim(id: string, owner: string, requestHash: string): Promise<'claimed' | KeyRecord> {
    const now = this.clock.now();
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    const expiresAt = new Date(now.getTime() + KEPT_MS);
    try {
      await this.model.create({
        _id: id,
        owner,
        requestHash,
        state: 'running',
        leaseUntil,
        expiresAt,
      });
      return 'claimed';
    } catch (error) {
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
    const earlier = await this.model.findById(id).lean<KeyRecord>();
    // It was given back between the two questions: ask again.
    if (!earlier) return this.claim(id, owner, requestHash);
    if (earlier.expiresAt <= now) {
      await this.model.deleteOne({ _id: id, expiresAt: earlier.expiresAt });
      return this.claim(id, owner, requestHash);
    }
    if (earlier.state === 'done' || earlier.requestHash !== requestHash || earlier.leaseUntil > now)
      return earlier;
    const taken = await this.model.updateOne(
      { _id: id, state: 'running', leaseUntil: earlier.leaseUntil },
      { $set: { leaseUntil } },
    );
    return taken.modifiedCount === 1 ? 'claimed' : earlier;
  }

  private async run(id: string, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    let answer: KeptAnswer;
    await this.reached('web:leased');
    try {
      answer = await work();
    } catch (error) {
      // Not answered: whoever repeats it may run it again.
      await this.model.deleteOne({ _id: id, state: 'running' }).catch(() => undefined);
      throw error;
    }
    await this.reached('web:changed');
    await this.model.updateOne(
      { _id: id },
      {
        $set: {
          state: 'done',
          status: answer.status,
          body: answer.body === null ? null : this.cipher.seal(answer.body, PURPOSE),
        },
      },
    );
    await this.reached('web:kept');
    return answer;
  }

  private kept(record: KeyRecord): KeptAnswer {
    const body = record.body == null ? null : this.cipher.open(record.body, PURPOSE);
    return { status: record.status ?? 200, body };
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
