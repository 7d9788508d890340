import type { CarrierCode } from '../../../../shared/contract/delivery';
import type { DeliveryParts } from '../parts';

/** The carriers that fetch parcels at a hall and can be ordered now, the usual one first. */
export function carriersAt(
  { settings, express }: Pick<DeliveryParts, 'settings' | 'express'>,
  venueId: string,
): CarrierCode[] {
  const { venues } = settings.couriers as { venues: Record<string, CarrierCode[]> };
  const here = venues[venueId] ?? venues['*'] ?? [];
  return here.filter((carrier) => express?.carriers.includes(carrier));
}
