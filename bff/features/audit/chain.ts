import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditEntryDoc, AuditMarkDoc } from './model';

/** A place in the chain. */
export interface Place {
  sequence: number;
  mac: string;
}

/** Before the first entry. */
export const START: Place = { sequence: 0, mac: '' };

/** What an entry says, before it has its place. */
export type Act = Omit<AuditEntryDoc, '_id' | 'prev' | 'key' | 'mac'>;

/** Makes and checks the MACs. Without a key nothing can be written that passes, nor anything be changed. */
export class Chain {
  private readonly keys: Map<string, Buffer>;
  private readonly current: string;

  /** @param keys the first one signs, the others still verify */
  constructor(keys: readonly { id: string; key: string }[]) {
    const [first] = keys;
    if (!first) throw new TypeError('the audit log has no key');
    this.keys = new Map(keys.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
    this.current = first.id;
  }

  /** Puts acts into the places after one. */
  link(after: Place, acts: readonly Act[]): AuditEntryDoc[] {
    let { sequence, mac } = after;
    return acts.map((act) => {
      sequence += 1;
      const unsigned = { ...act, _id: sequence, prev: mac, key: this.current };
      mac = this.sign(this.current, entryText(unsigned));
      return { ...unsigned, mac };
    });
  }

  /** Whether an entry is as it was written, at the place where it was written. */
  holds(entry: AuditEntryDoc): boolean {
    return this.verifies(entry.key, () => entryText(entry), entry.mac);
  }

  mark(_id: AuditMarkDoc['_id'], { sequence, mac }: Place, at: Date): AuditMarkDoc {
    const unsealed = { _id, sequence, mac, at, key: this.current };
    return { ...unsealed, seal: this.sign(this.current, markText(unsealed)) };
  }

  sealed(mark: AuditMarkDoc): boolean {
    return this.verifies(mark.key, () => markText(mark), mark.seal);
  }

  private sign(keyId: string, text: string): string {
    const key = this.keys.get(keyId);
    if (!key) throw new Error(`The audit log has no key ${keyId}`);
    return createHmac('sha256', key).update(text).digest('base64url');
  }

  private verifies(keyId: unknown, text: () => string, mac: unknown): boolean {
    if (typeof keyId !== 'string' || typeof mac !== 'string' || !this.keys.has(keyId)) return false;
    try {
      const [made, found] = [Buffer.from(this.sign(keyId, text())), Buffer.from(mac)];
      return made.length === found.length && timingSafeEqual(made, found);
    } catch {
      // A field of another kind than we write: not ours.
      return false;
    }
  }
}

const entryFields = [
  '_id',
  'entryId',
  'at',
  'staffId',
  'number',
  'roles',
  'venueId',
  'department',
  'act',
  'about',
  'outcome',
  'requestId',
  'address',
  'prev',
  'key',
  'mac',
].sort();

/** Every field in one order. @throws when there is one more or one less */
function entryText(entry: Omit<AuditEntryDoc, 'mac'>): string {
  const names = Object.keys({ ...entry, mac: '' }).sort();
  if (names.join() !== entryFields.join()) throw new TypeError('not the fields of an entry');
  const { _id, prev, key, entryId, staffId, number, roles, venueId, department } = entry;
  const about = entry.about.map((one) => [Object.keys(one).length, one.what, one.id]);
  const who = [staffId, number, [...roles], venueId, department];
  const what = [entry.act, about, entry.outcome, entry.requestId, entry.address];
  return JSON.stringify(['entry', _id, prev, key, entryId, entry.at.toISOString(), who, what]);
}

function markText({ _id, sequence, mac, at, key }: Omit<AuditMarkDoc, 'seal'>): string {
  return JSON.stringify(['mark', _id, sequence, mac, at.toISOString(), key]);
}
