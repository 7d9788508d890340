import type { AddressDetail, AddressRow } from '../../../shared/contract/addresses';
import { maskName, maskPhone, maskPlace } from '../../../shared/domain/mask';
import { type AddressDoc, purposes } from './model';
import type { AddressParts } from './parts';

/** In full: for its owner, who changes it. */
export function presentAddress(
  { cipher, regions }: Pick<AddressParts, 'cipher' | 'regions'>,
  doc: AddressDoc,
): AddressDetail {
  return {
    id: doc._id,
    name: cipher.open(doc.name, purposes.name),
    phone: cipher.open(doc.phone, purposes.phone),
    regionCode: doc.regionCode,
    regionWords: regions().words(doc.regionCode) ?? '',
    detail: cipher.open(doc.detail, purposes.detail),
    isDefault: doc.isDefault,
    version: doc.version,
  };
}

/** Masked: enough for its owner to know which one it is. */
export function presentAddressRow(
  parts: Pick<AddressParts, 'cipher' | 'regions'>,
  doc: AddressDoc,
): AddressRow {
  const { name, phone, detail, ...rest } = presentAddress(parts, doc);
  return { ...rest, name: maskName(name), phone: maskPhone(phone), detail: maskPlace(detail) };
}
