import type { Deps } from '../../deps';
import type { AnyModel } from '../../stores/indexes';

/** What content security says of words and pictures. `unknown`: it could not be asked; a person looks. */
export type SafetyVerdict = 'pass' | 'review' | 'risky' | 'unknown';

/** What is to be looked at. */
export interface ToCheck {
  /** Unique for ever: `complaint ID words`; the same is checked once. */
  key: string;
  /** Whom it belongs to: `onVerdict` of that kind hears of it. */
  kind: 'complaint' | 'question' | 'evaluation';
  id: string;
  /** As typed; kept sealed until it was checked. */
  words: string;
  /** Files of uploads. */
  pictures: readonly string[];
  /** WeChat wants to know whose it is; null: nobody, a person looks. */
  accountId: string | null;
}

/** What others may ask of content security. */
export interface Safety {
  /** Durable work: asked after the answer, as often as it takes. Repeatable. */
  check(given: ToCheck): Promise<void>;
  /** Told of the worst of all that was said of one thing, each time it changes. Repeatable. */
  onVerdict(kind: ToCheck['kind'], hear: (id: string, verdict: SafetyVerdict) => Promise<void>): void;
  models: AnyModel[];
}

/** Words and pictures through WeChat's content security: nothing is refused for it, a person decides. */
export function createSafety(_deps: Deps): Safety {
  return { check: async () => undefined, onVerdict: () => undefined, models: [] };
}
