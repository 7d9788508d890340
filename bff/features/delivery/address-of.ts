import type { PersonalDataCipher } from '../../crypto/personal-data';
import type { PlainAddress } from '../addresses';
import { type DeliveryChoiceDoc, type DeliveryDoc, deliveryPurposes } from './model';

interface Opens {
  cipher: PersonalDataCipher;
}

/** Where a parcel goes, in the clear: to be used and forgotten. null while nobody said. */
export function addressOf({ cipher }: Opens, { address }: Pick<DeliveryDoc, 'address'>): PlainAddress | null {
  return address === null ? null : read(cipher.open(address, deliveryPurposes.address));
}

/** The same of a choice. */
export function chosenAddressOf(
  { cipher }: Opens,
  { address }: Pick<DeliveryChoiceDoc, 'address'>,
): PlainAddress | null {
  return address === null ? null : read(cipher.open(address, deliveryPurposes.choiceAddress));
}

/** As a parcel keeps it. */
export function sealAddress({ cipher }: Opens, address: PlainAddress): string {
  return cipher.seal(JSON.stringify(address), deliveryPurposes.address);
}

/** As a choice keeps it. */
export function sealChosenAddress({ cipher }: Opens, address: PlainAddress): string {
  return cipher.seal(JSON.stringify(address), deliveryPurposes.choiceAddress);
}

export function sameAddress(one: PlainAddress | null, other: PlainAddress): boolean {
  return (
    one !== null &&
    one.name === other.name &&
    one.phone === other.phone &&
    one.regionCode === other.regionCode &&
    one.region.join() === other.region.join() &&
    one.detail === other.detail
  );
}

/** Sealed by us alone, so it has the shape in which it was sealed. */
const read = (json: string): PlainAddress => JSON.parse(json) as PlainAddress;
