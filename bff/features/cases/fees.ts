import type { CaseTransition } from '../../../shared/domain/case';
import type { CaseDoc, FeeDoc } from './model';
import type { CaseItem } from './needs';

/** Ends in which nothing is owed for a case any more. */
const ends: readonly string[] = ['declined', 'withdrawn', 'closed'];

/** What a case will owe, as the guide has it when it begins. */
export function feeOf({ charges }: Pick<CaseItem, 'charges'>): FeeDoc | null {
  const lines = charges.map(({ name, fen, basis }) => ({ name, fen, basis }));
  const fen = lines.reduce((total, line) => total + line.fen, 0);
  if (fen === 0) return null;
  const exemptions = [...new Set(charges.flatMap(({ exemption }) => exemption ?? []))];
  return { fen, lines, exemptions, state: 'not-yet' };
}

/** What a step makes of the fee: owed from the acceptance on, not any more when the case comes to nothing. */
export function feeAfter(
  { fee, state }: Pick<CaseDoc, 'fee' | 'state'>,
  row: CaseTransition,
): Partial<Pick<CaseDoc, 'fee' | 'feeStep'>> {
  if (!fee || fee.state === 'dropped') return {};
  if (row.to === 'accepted' && state !== 'accepted' && fee.state === 'not-yet')
    return { fee: { ...fee, state: 'owed' }, feeStep: 'owe' };
  if (!ends.includes(row.to) && row.action !== 'decide-refuse') return {};
  return { fee: { ...fee, state: 'dropped' }, ...(fee.state !== 'not-yet' && { feeStep: 'drop' as const }) };
}
