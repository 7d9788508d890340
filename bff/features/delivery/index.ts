import { deliveryContract } from '../../../shared/contract/delivery';
import { staffDeliveryContract } from '../../../shared/contract/staff-delivery';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { AnyModel } from '../../stores/indexes';
import { createModels } from './model';

/** What others may ask of deliveries. */
export interface Delivery {
  routes: Routes<typeof deliveryContract>;
  staffRoutes: Routes<typeof staffDeliveryContract>;
  models: AnyModel[];
}

export function createDelivery({ mongo }: Deps): Delivery {
  const models = createModels(mongo);
  const refuse = (contract: object) =>
    Object.fromEntries(
      Object.keys(contract).map((name) => [
        name,
        async () => {
          throw new Problem('NOT_FOUND');
        },
      ]),
    );
  return {
    routes: refuse(deliveryContract) as unknown as Routes<typeof deliveryContract>,
    staffRoutes: refuse(staffDeliveryContract) as unknown as Routes<typeof staffDeliveryContract>,
    models: Object.values(models) as AnyModel[],
  };
}
