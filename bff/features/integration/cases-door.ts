import type { Cases } from '../cases';

/** What this feature asks of cases. */
export type CasesForSystems = Pick<Cases, 'standingOf' | 'applyFromSystem'>;
