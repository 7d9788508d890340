import type { Deps } from '../../deps';
import type { Limiter } from '../../http/limits';
import type { MandateModel } from './model';

/** What mandates ask of who people are. */
export interface MandateNeeds {
  people: {
    /** `王**`; null when there is no such person (any more). */
    maskedName(personId: string): Promise<string | null>;
    /** @throws Problem VALIDATION_FAILED, IDENTITY_NOT_VERIFIED, IDENTITY_TRIES_EXHAUSTED, IDENTITY_UNAVAILABLE */
    personByAuthority(claim: {
      accountId: string;
      address: string;
      name: string;
      idNumber: string;
      now: Date;
    }): Promise<string>;
  };
}

/** What the commands work with. Made once in index.ts. */
export interface MandateParts extends Pick<Deps, 'settings' | 'clock' | 'cipher'>, MandateNeeds {
  mandates: MandateModel;
  /** Told of every end, perhaps more than once. */
  onEnd: ((mandateId: string) => Promise<void>)[];
  tries: { account: Limiter; address: Limiter };
}

/** Who asks for something, and under which operation. */
export interface Asking {
  personId: string;
  accountId: string;
  address: string;
  operationId: string;
  now: Date;
}
