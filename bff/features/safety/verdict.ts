import type { SafetyVerdict } from '.';
import type { CheckDoc } from './model';

/** From harmless to worst. What could not be asked is looked at by a person, so it is worse than a pass. */
const severity: readonly SafetyVerdict[] = ['pass', 'unknown', 'review', 'risky'];

/** Whether all of it was said. */
export function isSettled({ wordsVerdict, pictures }: Pick<CheckDoc, 'wordsVerdict' | 'pictures'>): boolean {
  return wordsVerdict !== null && pictures.every(({ verdict }) => verdict !== null);
}

/**
 * The worst of what was said of one thing.
 * @returns null while nothing is wrong with what was said and more is to come
 */
export function verdictOf(
  checks: readonly Pick<CheckDoc, 'wordsVerdict' | 'pictures'>[],
): SafetyVerdict | null {
  const said = checks
    .flatMap(({ wordsVerdict, pictures }) => [wordsVerdict, ...pictures.map(({ verdict }) => verdict)])
    .filter((verdict) => verdict !== null);
  const worst = said.reduce((a, b) => (severity.indexOf(b) > severity.indexOf(a) ? b : a), 'pass');
  return worst === 'pass' && !checks.every(isSettled) ? null : worst;
}
