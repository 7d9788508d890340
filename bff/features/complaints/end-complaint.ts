import { changeComplaint } from './change-complaint';
import { type Asking, refuseCitizen, withLatest } from './find-complaint';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';

/** Takes it back. @throws Problem NOT_SIGNED_IN, NOT_FOUND, COMPLAINT_STATE */
export function withdrawComplaint(
  parts: ComplaintParts,
  command: Asking & { reason: string },
): Promise<ComplaintDoc> {
  const { reason, operationId, now } = command;
  return withLatest(parts, command, async (doc) => {
    refuseCitizen(parts, doc, 'withdraw', now);
    const step = { action: 'withdraw', by: { role: 'citizen' }, at: now, why: reason } as const;
    return changeComplaint(parts, doc, { steps: [step], now, operationId });
  });
}

/**
 * Satisfied: it is closed. Not satisfied: somebody else handles it again, once.
 * @throws Problem NOT_SIGNED_IN, NOT_FOUND, COMPLAINT_STATE, COMPLAINT_AGAIN_ONCE
 */
export function giveFeedback(
  parts: ComplaintParts,
  command: Asking & { satisfied: boolean; why: string },
): Promise<ComplaintDoc> {
  const { satisfied, why, operationId, now } = command;
  const action = satisfied ? 'satisfied' : 'not-satisfied';
  return withLatest(parts, command, async (doc) => {
    refuseCitizen(parts, doc, action, now);
    const step = { action, by: { role: 'citizen' }, at: now, why } as const;
    return changeComplaint(parts, doc, { steps: [step], now, operationId });
  });
}
