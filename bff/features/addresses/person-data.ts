import { toIso } from '../../../shared/domain/time';
import { type AddressDoc, purposes } from './model';
import type { AddressParts } from './parts';

/** What the address book holds about a person, for export and erasure (个人信息保护法 第45条, 第47条). */
export function addressData({ addresses, cipher, regions }: AddressParts) {
  return {
    name: 'addresses',
    exportFor: async (personId: string | null): Promise<Record<string, unknown>[]> => {
      if (personId === null) return [];
      const docs = await addresses.find({ personId }).sort({ createdAt: 1 }).lean<AddressDoc[]>();
      return docs.map((doc) => ({
        name: cipher.open(doc.name, purposes.name),
        phone: cipher.open(doc.phone, purposes.phone),
        region: regions().words(doc.regionCode) ?? doc.regionCode,
        detail: cipher.open(doc.detail, purposes.detail),
        isDefault: doc.isDefault,
        createdAt: toIso(doc.createdAt),
        changedAt: toIso(doc.changedAt),
      }));
    },
    erase: async (personId: string | null) => {
      if (personId === null) return { erased: [], kept: [] };
      const { deletedCount } = await addresses.deleteMany({ personId });
      return { erased: deletedCount > 0 ? ['收件地址'] : [], kept: [] };
    },
  };
}
