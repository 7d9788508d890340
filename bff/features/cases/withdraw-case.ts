import { changeCase } from './change-case';
import { type Asking, citizenBy, refuse, withLatest } from './find-case';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';

/**
 * The citizen, or who acts for them, takes an application back before it is decided.
 * @throws Problem NOT_FOUND, CASE_STATE
 */
export async function withdrawCase(
  parts: CaseParts,
  command: Asking & { id: string; reason?: string },
): Promise<CaseDoc> {
  return withLatest(parts, command, async (doc) => {
    const by = citizenBy(doc, command.caller);
    refuse(doc, 'withdraw', { role: by.role }, command.now);
    return changeCase(parts, doc, {
      steps: [{ action: 'withdraw', by, at: command.now, ...(command.reason && { why: command.reason }) }],
      now: command.now,
      operationId: command.operationId,
    });
  });
}
