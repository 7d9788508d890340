import type { AddressParts } from './parts';

/**
 * No other address of the person is the default any more. Whoever calls makes one the default right after; a process that
 * dies between leaves none, and the book then begins with the one that was changed last.
 */
export async function giveUpDefault(
  { addresses }: Pick<AddressParts, 'addresses'>,
  personId: string,
  except: string,
  now: Date,
): Promise<void> {
  await addresses.updateMany(
    { personId, isDefault: true, _id: { $ne: except } },
    { $set: { isDefault: false, changedAt: now }, $inc: { version: 1 } },
  );
}
