import type { PlainAddress } from '../addresses';
import type { Payments } from '../payments';

/** What deliveries ask of the other features, and no more. */
export interface DeliveryNeeds {
  venues: {
    venue(id: string): {
      id: string;
      name: string;
      phone: string;
      address: { text: string };
      location: { latitude: number; longitude: number } | null;
    } | null;
  };
  addresses: { find(personId: string, addressId: string): Promise<PlainAddress | null> };
  payments: Pick<Payments, 'owe' | 'drop'>;
}
