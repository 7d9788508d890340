import { Problem } from '../../problem';
import { terms } from './terms';

/** Only what stands now can be agreed to. @throws Problem MANDATE_TERMS_CHANGED */
export function requireCurrent(version: string): void {
  if (version !== terms.version) throw new Problem('MANDATE_TERMS_CHANGED');
}
