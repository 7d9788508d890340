import type { Deps } from '../../deps';
import type { ChoiceModel, DeliveryModel } from './model';
import type { DeliveryNeeds } from './needs';

/** What the commands work with. Made once in index.ts. */
export interface DeliveryParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'express' | 'tracks' | 'reached'>,
    DeliveryNeeds {
  deliveries: DeliveryModel;
  choices: ChoiceModel;
}
