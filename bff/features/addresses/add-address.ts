import { Problem } from '../../problem';
import { giveUpDefault } from './give-up-default';
import { type AddressDoc, purposes } from './model';
import {
  type AddressFields,
  type AddressParts,
  type Asking,
  isDuplicate,
  MOST_TURNS,
  regionOf,
} from './parts';

/**
 * Keeps an address; the first of a book is its default. Repeated under the same operation it finds the one it kept.
 * @throws Problem VALIDATION_FAILED, ADDRESS_BOOK_FULL
 */
export async function addAddress(
  parts: AddressParts,
  command: Asking & { fields: AddressFields },
): Promise<AddressDoc> {
  const { addresses, cipher, settings } = parts;
  const { personId, operationId, now, fields } = command;
  const regionCode = regionOf(parts, fields.regionCode);
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const kept = await addresses.findOne({ _id: operationId, personId }).lean<AddressDoc>();
    if (kept) return fields.isDefault ? becomeDefault(parts, kept, now) : kept;
    const taken = await addresses.find({ personId }, { slot: 1 }).lean<Pick<AddressDoc, 'slot'>[]>();
    const slots = taken.map((each) => each.slot);
    const slot = freeSlot(slots, settings.addresses.most);
    if (slot === null) throw new Problem('ADDRESS_BOOK_FULL');
    const doc: AddressDoc = {
      _id: operationId,
      personId,
      slot,
      name: cipher.seal(fields.name, purposes.name),
      phone: cipher.seal(fields.phone, purposes.phone),
      regionCode,
      detail: cipher.seal(fields.detail, purposes.detail),
      isDefault: false,
      createdAt: now,
      changedAt: now,
      version: 0,
      operations: [operationId],
    };
    try {
      await addresses.create(doc);
    } catch (error) {
      // The slot was taken in this very moment, or this is the same operation once more: look again.
      if (!isDuplicate(error)) throw error;
      continue;
    }
    return fields.isDefault || slots.length === 0 ? becomeDefault(parts, doc, now) : doc;
  }
  throw new Problem('STORE_UNAVAILABLE', { retryAfter: 5 });
}

/**
 * Only once it is in the book: one that finds no room takes nothing from the others. One that was changed since it was
 * kept (the default given up among that) stays as it is.
 */
async function becomeDefault(parts: AddressParts, doc: AddressDoc, now: Date): Promise<AddressDoc> {
  const { _id, personId } = doc;
  if (doc.isDefault || doc.version > 0) return doc;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    await giveUpDefault(parts, personId, _id, now);
    try {
      const changed = await parts.addresses
        .findOneAndUpdate(
          { _id, personId, version: 0 },
          { $set: { isDefault: true } },
          { returnDocument: 'after' },
        )
        .lean<AddressDoc>();
      return changed ?? doc;
    } catch (error) {
      // Another became the default in this very moment: once more.
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Problem('STORE_UNAVAILABLE', { retryAfter: 5 });
}

/** A free slot, any of them: phones that write at once then seldom want the same. */
function freeSlot(taken: readonly number[], most: number): number | null {
  const free = Array.from({ length: most }, (_, slot) => slot).filter((slot) => !taken.includes(slot));
  return free[Math.floor(Math.random() * free.length)] ?? null;
}
