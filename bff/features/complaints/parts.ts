import type { Deps } from '../../deps';
import type { Limiter } from '../../http/limits';
import type { ComplaintModel } from './model';
import type { ComplaintNeeds } from './needs';

/** What the commands work with. Made once in index.ts. */
export interface ComplaintParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'reached'>,
    ComplaintNeeds {
  complaints: ComplaintModel;
  limits: {
    /** Filed by a person, and without a name from an address, in a day. */
    person: Limiter;
    address: Limiter;
    /** Wrong query codes an hour. */
    lookupNumber: Limiter;
    lookupAddress: Limiter;
  };
}
