import type { OrderKind } from '../../../shared/contract/payments';
import type { Deps } from '../../deps';
import type { Caller } from '../../http/route';
import type { Effect, PaymentModels } from './model';

/** What payments ask of the other features, and no more. */
export interface PaymentNeeds {
  venues: { venue(id: string): { name: string; phone: string } | null };
  people: {
    /** The openid of an account that can be reached; null when it is gone. */
    accountToReach(accountId: string): Promise<{ openid: string } | null>;
  };
  mandates: {
    /** @throws Problem MANDATE_ENDED, NOT_FOUND */
    actFor(caller: Pick<Caller, 'personId'>, mandateId: string | undefined): Promise<{ personId: string }>;
    /** Those one may act for. */
    principalsOf(personId: string): Promise<{ mandateId: string }[]>;
  };
}

export type Listener = (subjectId: string) => Promise<void>;

/** What the commands work with. Made once in index.ts. */
export interface PaymentParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'pay' | 'wechat' | 'reached'>,
    PaymentNeeds,
    PaymentModels {
  /** Who hears of it: by effect and kind. */
  listeners: Map<`${Effect} ${OrderKind}`, Listener[]>;
}

/** Somebody else was first, and has done the same. */
export function isTaken(error: unknown): boolean {
  return (error as { code?: unknown }).code === 11000;
}
