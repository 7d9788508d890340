import type { Deps } from '../../deps';
import type { SafetyVerdict, ToCheck } from '.';
import type { SafetyModels } from './model';

/** What content security asks of the other features. */
export interface SafetyNeeds {
  people: { accountToReach(accountId: string): Promise<{ openid: string } | null> };
  uploads: {
    /** A path by which a picture can be fetched for a while; null when it is gone or no picture. */
    checkLink(id: string, now: Date): Promise<string | null>;
  };
}

export type Hear = (id: string, verdict: SafetyVerdict) => Promise<void>;

/** What the commands work with. Made once in index.ts. */
export interface SafetyParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'wechat'>,
    SafetyNeeds,
    SafetyModels {
  hearers: ReadonlyMap<ToCheck['kind'], Hear>;
}
