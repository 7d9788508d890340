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
    if (kept) return kept;
    const taken = await addresses.find({ personId }, { slot: 1 }).lean<Pick<AddressDoc, 'slot'>[]>();
    const slot = freeSlot(
      taken.map((each) => each.slot),
      settings.addresses.most,
    );
    if (slot === null) throw new Problem('ADDRESS_BOOK_FULL');
    const isDefault = fields.isDefault || taken.length === 0;
    if (isDefault) await giveUpDefault(parts, personId, operationId, now);
    const doc: AddressDoc = {
      _id: operationId,
      personId,
      slot,
      name: cipher.seal(fields.name, purposes.name),
      phone: cipher.seal(fields.phone, purposes.phone),
      regionCode,
      detail: cipher.seal(fields.detail, purposes.detail),
      isDefault,
      createdAt: now,
      changedAt: now,
      version: 0,
      operations: [operationId],
    };
    try {
      await addresses.create(doc);
      return doc;
    } catch (error) {
      // The slot or the default was taken in this very moment, or this is the same operation once more: look again.
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
