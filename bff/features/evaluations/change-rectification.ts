import { addWorkingDays, type WorkingDayCalendar } from '../../../shared/domain/calendar';
import {
  type RectificationAction,
  rectificationStates,
  rectificationTransitionOf,
} from '../../../shared/domain/evaluation';
import { at, dateOf } from '../../../shared/domain/time';
import { owing, owingFrom } from '../../work/outbox';
import {
  type EvaluationDoc,
  isDuplicate,
  type RectificationDoc,
  type RectificationEvent,
  servedOf,
} from './model';
import { noticesOf } from './notices';
import type { EvaluationParts } from './parts';

/** One step of a rectification. */
export interface RectificationStep {
  action: RectificationAction;
  by: RectificationEvent['by'];
  at: Date;
  /** For the words of the timeline: `found`, `why`, `done`, `outcome`, `grade`. */
  facts?: Record<string, string>;
  set?: Partial<RectificationDoc>;
}

type Needed = Pick<EvaluationParts, 'rectifications' | 'venues' | 'staff'>;

/** As many repetitions as can be on their way at once. */
const OPERATIONS_KEPT = 8;

/**
 * The only way a rectification changes: one update of one document, whose filter names the state and version it leaves. When
 * it escalates, the timeline and who is told follow from the table in shared/domain/evaluation.ts and are written together.
 * @returns null when it is no longer as given: someone else was first
 * @throws Error when the state does not know the action: a defect, commands have asked before
 */
export async function changeRectification(
  parts: Needed,
  before: RectificationDoc,
  step: RectificationStep,
  operationId?: string,
): Promise<RectificationDoc | null> {
  const row = rectificationTransitionOf(before.state, step.action);
  if (!row) throw new Error(`No ${step.action} from ${before.state}`);
  const after: RectificationDoc = {
    ...before,
    ...step.set,
    state: row.to,
    changedAt: step.at,
    version: before.version + 1,
  };
  const { open } = rectificationStates[row.to];
  const dueAt = escalatesAt(after);
  const { $push, $min } = owing(await noticesOf(parts, after, row, step));
  const event: RectificationEvent = {
    at: step.at,
    from: before.state,
    action: step.action,
    by: step.by,
    facts: { ...step.facts },
  };
  const gone = { ...(!open && { open: 1 as const }), ...(!dueAt && { dueAt: 1 as const }) };
  return parts.rectifications
    .findOneAndUpdate(
      { _id: before._id, state: before.state, version: before.version },
      {
        $set: {
          ...step.set,
          state: row.to,
          changedAt: step.at,
          version: after.version,
          ...(dueAt && { dueAt }),
        },
        ...(Object.keys(gone).length > 0 && { $unset: gone }),
        ...($min && { $min }),
        $push: {
          ...$push,
          timeline: event,
          ...(operationId && { operations: { $each: [operationId], $slice: -OPERATIONS_KEPT } }),
        },
      },
      { returnDocument: 'after' },
    )
    .lean<RectificationDoc>();
}

/** Opens what a bad grade opens. Its id is the rating's, so there is one however often this runs. */
export async function openRectification(
  parts: Needed & Pick<EvaluationParts, 'settings'>,
  evaluation: EvaluationDoc,
): Promise<void> {
  const row = rectificationTransitionOf(null, 'open');
  if (!row) throw new Error('nothing opens a rectification');
  const { _id, givenAt, personId, grade } = evaluation;
  const step: RectificationStep = { action: 'open', by: { role: 'system' }, at: givenAt };
  const { by, provisional } = deadlineOf(
    givenAt,
    parts.settings.evaluations.rectificationDays,
    parts.venues.calendar,
  );
  const doc: RectificationDoc = {
    _id,
    ...servedOf(evaluation),
    personId,
    grade,
    state: row.to,
    open: true,
    openedAt: givenAt,
    by,
    provisional,
    dueAt: by,
    escalatedAt: null,
    appealedBy: null,
    answeredAt: null,
    rectifiedAt: null,
    satisfied: null,
    callBack: null,
    changedAt: givenAt,
    timeline: [{ at: givenAt, from: null, action: 'open', by: step.by, facts: {} }],
    version: 1,
    operations: [],
  };
  const owed = owingFrom(await noticesOf(parts, doc, row, step));
  try {
    await parts.rectifications.create({ ...doc, ...owed });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

/** The end of the last of so many working days after a day. */
export function deadlineOf(
  from: Date,
  days: number,
  calendar: WorkingDayCalendar,
): { by: Date; provisional: boolean } {
  const { date, provisional } = addWorkingDays(calendar, dateOf(from), days);
  return { by: at(date, '24:00'), provisional };
}

/** Once, in a state that can; null otherwise. */
function escalatesAt({ state, escalatedAt, by }: RectificationDoc): Date | null {
  return escalatedAt === null && rectificationTransitionOf(state, 'escalate') ? by : null;
}
