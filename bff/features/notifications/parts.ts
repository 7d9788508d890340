import type { Deps } from '../../deps';
import type { ReachableAccount } from '../session';
import type { NotificationModels } from './model';

/** What this feature asks of the others. */
export interface NotificationNeeds {
  people: {
    accountsOf(personId: string): Promise<ReachableAccount[]>;
    accountToReach(accountId: string): Promise<ReachableAccount | null>;
    accountIdOf(openid: string): string;
  };
  cases: {
    /** The phone that was given at the counter with a case; null when there is none (any more). */
    counterPhone(caseId: string): Promise<string | null>;
  };
}

/** What the workers and commands work with. Made once in index.ts. */
export interface NotificationParts
  extends NotificationModels,
    NotificationNeeds,
    Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'wechat' | 'sms' | 'outboxes' | 'reached'> {
  /** Names this process in leases. */
  worker: string;
  /** Errors of the other side that someone must mend, counted for /metrics. */
  alarm(channel: 'wechat' | 'sms', code: string): void;
}
