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

/** Operations that a document remembers. */
const OPERATIONS_KEPT = 10;

/**
 * Changes an address of that person.
 * @param command.version what the person saw; null changes whatever stands there
 * @throws Problem VALIDATION_FAILED, NOT_FOUND (also when it is somebody else's), ADDRESS_CHANGED
 */
export async function changeAddress(
  parts: AddressParts,
  command: Asking & { id: string; version: number | null; fields: AddressFields },
): Promise<AddressDoc> {
  const { addresses, cipher } = parts;
  const { id, personId, operationId, now, version, fields } = command;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await addresses.findOne({ _id: id, personId }).lean<AddressDoc>();
    if (!doc) throw notInBook();
    const regionCode = regionOf(parts, fields.regionCode);
    if (doc.operations.includes(operationId)) return doc;
    if (version !== null && version !== doc.version) throw new Problem('ADDRESS_CHANGED');
    if (fields.isDefault && !doc.isDefault) await giveUpDefault(parts, personId, id, now);
    try {
      const changed = await addresses
        .findOneAndUpdate(
          { _id: id, personId, version: doc.version },
          {
            $set: {
              name: cipher.seal(fields.name, purposes.name),
              phone: cipher.seal(fields.phone, purposes.phone),
              regionCode,
              detail: cipher.seal(fields.detail, purposes.detail),
              isDefault: fields.isDefault,
              changedAt: now,
            },
            $inc: { version: 1 },
            $push: { operations: { $each: [operationId], $slice: -OPERATIONS_KEPT } },
          },
          { returnDocument: 'after' },
        )
        .lean<AddressDoc>();
      if (changed) return changed;
    } catch (error) {
      // Another became the default in this very moment: look again.
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Problem('STORE_UNAVAILABLE', { retryAfter: 5 });
}

/** What is not there and what is another's look the same. */
export function notInBook(): Problem {
  return new Problem('NOT_FOUND', { next: '在“收件地址”里查看现有的地址。' });
}
