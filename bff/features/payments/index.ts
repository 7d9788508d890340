import { type OrderKind, paymentsContract, staffPaymentsContract } from '../../../shared/contract/payments';
import type { Deps } from '../../deps';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { AnyModel } from '../../stores/indexes';

/** Something a person owes: one order a thing, however often it is said. */
export interface Owed {
  kind: OrderKind;
  /** Of the case or the parcel: with the kind unique for ever. */
  subjectId: string;
  caseId: string;
  deliveryId: string | null;
  personId: string;
  /** Who acts in the app for them; null for a case of the counter. */
  accountId: string | null;
  venueId: string;
  department: string;
  /** `居民身份证工本费` */
  title: string;
  /** Item and case number, in words. */
  about: string;
  lines: { name: string; fen: number; basis: string | null }[];
  /** Who need not pay, in words. */
  exemptions: string[];
  /** After it nothing is owed any more; null: until it is settled. */
  payBy: Date | null;
  at: Date;
}

/** What others may ask of payments. */
export interface Payments {
  routes: Routes<typeof paymentsContract>;
  staffRoutes: Routes<typeof staffPaymentsContract>;
  models: AnyModel[];
  /** Makes the order, or finds it. Repeatable. */
  owe(owed: Owed): Promise<{ orderId: string }>;
  /** It is not owed any more: what was not paid is closed, what was paid goes back. Repeatable; also before `owe`. */
  drop(kind: OrderKind, subjectId: string, cause: 'withdrawn' | 'cancelled', reason: string): Promise<void>;
  /**
   * Whoever owes hears when it is settled (paid, paid at the window, exempt): at least once, again until it answers without
   * throwing, also after a death.
   */
  onSettled(kind: OrderKind, listener: (subjectId: string) => Promise<void>): void;
  /** Whoever owes hears when it ended unpaid (`payBy` is over). Same manner. */
  onEnded(kind: OrderKind, listener: (subjectId: string) => Promise<void>): void;
}

export function createPayments(_deps: Deps): Payments {
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
    routes: refuse(paymentsContract) as unknown as Routes<typeof paymentsContract>,
    staffRoutes: refuse(staffPaymentsContract) as unknown as Routes<typeof staffPaymentsContract>,
    models: [],
    owe: async ({ subjectId }) => ({ orderId: subjectId }),
    drop: async () => undefined,
    onSettled: () => undefined,
    onEnded: () => undefined,
  };
}
