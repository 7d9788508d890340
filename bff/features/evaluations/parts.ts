import type { Deps } from '../../deps';
import type { EvaluationModels } from './model';
import type { EvaluationNeeds } from './needs';
import type { ServiceProvider } from './provider';

/** What the commands work with. Made once in index.ts. */
export interface EvaluationParts
  extends Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'reached'>,
    EvaluationModels,
    EvaluationNeeds {
  providers: readonly ServiceProvider[];
}
