import type { Deps } from '../../deps';
import type { AnyModel } from '../../stores/indexes';
import type { DataHolder } from '../session';
import { askDue } from './ask-due';
import { keepCheck } from './keep-check';
import { safetyModels } from './model';
import type { Hear, SafetyNeeds, SafetyParts } from './parts';
import { safetyData } from './person-data';
import { applyResults, takeMediaCheck } from './take-results';
import { tellVerdicts } from './tell-verdicts';

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
  /**
   * Told of the worst of all that was said of one thing, each time it may have changed. Repeatable. A pass is told when
   * all of it was said, anything worse at once; what was given up as unknown can still become what WeChat says later.
   */
  onVerdict(kind: ToCheck['kind'], hear: (id: string, verdict: SafetyVerdict) => Promise<void>): void;
  /** Takes WeChat's word about a picture. @returns false when it is not as agreed */
  takeMediaCheck(body: unknown, now: Date): Promise<boolean>;
  models: AnyModel[];
  dataHolder: DataHolder;
}

const EVERY_MS = 1_000;

/** Words and pictures through WeChat's content security: nothing is refused for it, a person decides. */
export function createSafety(deps: Deps & SafetyNeeds): Safety {
  const { settings, clock, log, cipher, wechat, people, uploads, mongo, work } = deps;
  const models = safetyModels(mongo);
  const hearers = new Map<ToCheck['kind'], Hear>();
  const parts: SafetyParts = { ...models, settings, clock, log, cipher, wechat, people, uploads, hearers };
  // In this order a run of all jobs brings a verdict all the way.
  work.add({ name: 'ask-content-security', every: EVERY_MS, run: () => askDue(parts) });
  work.add({ name: 'apply-picture-verdicts', every: EVERY_MS, run: () => applyResults(parts) });
  work.add({ name: 'tell-verdicts', every: EVERY_MS, run: () => tellVerdicts(parts) });
  return {
    check: (given) => keepCheck(parts, given),
    onVerdict: (kind, hear) => {
      hearers.set(kind, hear);
    },
    takeMediaCheck: (body, now) => takeMediaCheck(parts, body, now),
    models: Object.values(models) as AnyModel[],
    dataHolder: safetyData(parts),
  };
}
