import { MAX_DOCUMENT_BYTES } from './documents';
import { MongoError } from './errors';

const IDLE_MS = 10 * 60 * 1000;

/** Documents that are being fetched in batches. */
export class Cursor {
  #next: Uint8Array | undefined;
  #started = false;
  lastUsed = Date.now();
  /** Whether a batch is being read, during which the cursor is not reaped. */
  busy = false;

  constructor(
    readonly ns: string,
    readonly source: AsyncIterator<Uint8Array>,
  ) {}

  /** Up to `size` documents and 16 MB; tells whether that was all. */
  async batch(size: number): Promise<{ documents: Uint8Array[]; done: boolean }> {
    this.busy = true;
    try {
      const documents: Uint8Array[] = [];
      let bytes = 0;
      if (size > 0 && !this.#started) await this.#advance();
      while (this.#next && documents.length < size) {
        bytes += this.#next.byteLength;
        if (documents.length > 0 && bytes > MAX_DOCUMENT_BYTES) break;
        documents.push(this.#next);
        await this.#advance();
      }
      return { documents, done: this.#started && this.#next === undefined };
    } finally {
      this.busy = false;
      this.lastUsed = Date.now();
    }
  }

  async #advance(): Promise<void> {
    this.#started = true;
    const { value, done } = await this.source.next();
    this.#next = done ? undefined : value;
  }

  async close(): Promise<void> {
    await this.source.return?.();
  }
}

/** The cursors that clients have open. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #lastId = BigInt(Math.floor(Math.random() * 2 ** 40));

  /** Keeps a cursor for getMore; gives its id. */
  keep(cursor: Cursor): bigint {
    this.#lastId += 1n;
    this.#open.set(this.#lastId, cursor);
    return this.#lastId;
  }

  get(id: bigint): Cursor {
    const cursor = this.#open.get(id);
    if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${id} not found`);
    return cursor;
  }

  /** Closes a cursor; false when there is none of this id. */
  async kill(id: bigint): Promise<boolean> {
    const cursor = this.#open.get(id);
    this.#open.delete(id);
    await cursor?.close();
    return cursor !== undefined;
  }

  /** Closes cursors that nobody has used for ten minutes, as the real server does. */
  async reap(): Promise<void> {
    for (const [id, cursor] of this.#open) {
      if (!cursor.busy && Date.now() - cursor.lastUsed > IDLE_MS) await this.kill(id);
    }
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.kill(id)));
  }
}
