import type { sessionContract } from '../../../shared/contract/session';
import type { Deps } from '../../deps';
import type { Authenticate } from '../../http/access';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import { authenticate } from './authenticate';
import type { DataHolder } from './data-holders';
import { finishLeftErasures } from './erase-data';
import { sessionModels } from './model';
import type { SessionParts } from './parts';
import { createPeople, type People } from './people';
import { privacyNotices } from './privacy-notice';
import { sessionRoutes } from './routes';
import { SessionCache } from './session-cache';

export type { DataHolder } from './data-holders';
export type { People, ReachableAccount } from './people';

export interface SessionDoor {
  routes: Routes<typeof sessionContract>;
  models: AnyModel[];
  authenticate: Authenticate;
  people: People;
  /** Each feature that keeps something about people does this once. */
  registerDataHolder(holder: DataHolder): void;
}

const DAY_SECONDS = 86_400;
const FINISH_ERASURES_EVERY_MS = 60_000;
const FORGET_SESSIONS_EVERY_MS = 60_000;

/** Signing in, who one is, consent, export and erasure. @throws when the privacy notice in force is not written */
export function createSession(deps: Deps): SessionDoor {
  const { settings, limiters, redis, mongo, log, clock, cipher, wechat, identity, work } = deps;
  const notice = privacyNotices.find(({ version }) => version === settings.privacyNoticeVersion);
  if (!notice) {
    throw new Error(`PRIVACY_NOTICE_VERSION: there is no notice of version ${settings.privacyNoticeVersion}`);
  }
  const { identityTriesPerDay, identityTriesPerAddressPerDay } = settings.limits;
  const models = sessionModels(mongo);
  const parts: SessionParts = {
    ...models,
    settings,
    clock,
    log,
    cipher,
    wechat,
    identity,
    cache: new SessionCache(redis, log),
    holders: [],
    tries: {
      account: limiters.limiter('identity-account', identityTriesPerDay, DAY_SECONDS),
      address: limiters.limiter('identity-address', identityTriesPerAddressPerDay, DAY_SECONDS),
    },
  };
  work.add({
    name: 'finish erasures',
    every: FINISH_ERASURES_EVERY_MS,
    run: () => finishLeftErasures(parts),
  });
  work.add({
    name: 'forget ended sessions',
    every: FORGET_SESSIONS_EVERY_MS,
    run: async () => {
      await parts.sessions.deleteMany({ expiresAt: { $lte: clock.now() } });
    },
  });
  return {
    routes: sessionRoutes(parts, notice),
    models: Object.values(models),
    authenticate: (token) => authenticate(parts, token),
    people: createPeople(parts),
    registerDataHolder: (holder) => {
      parts.holders.push(holder);
    },
  };
}
