import type { Deps } from '../../deps';
import type { Limiter } from '../../http/limits';
import type { DataHolder } from './data-holders';
import type { SessionModels } from './model';
import type { SessionCache } from './session-cache';

/** What the commands work with. Made once in index.ts. */
export interface SessionParts
  extends SessionModels,
    Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'wechat' | 'identity'> {
  cache: SessionCache;
  holders: DataHolder[];
  /** Wrong names or numbers. */
  tries: { account: Limiter; address: Limiter };
}
