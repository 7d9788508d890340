import type { RectificationTransition } from '../../../shared/domain/evaluation';
import type { NoticeFacts } from '../../../shared/domain/notices';
import type { StaffRole } from '../../../shared/domain/staff';
import { addDays, at, dateOf, toIso } from '../../../shared/domain/time';
import type { OwedNotice } from '../../work/outbox';
import type { RectificationStep } from './change-rectification';
import type { RectificationDoc } from './model';
import type { EvaluationParts } from './parts';

type Needed = Pick<EvaluationParts, 'venues' | 'staff'>;

/** When staff hear in the morning of what was rated the day before. */
const MORNING = '08:30';

/** Whose task it is after a step, and why. */
const tasks: Partial<Record<RectificationStep['action'], { roles: readonly StaffRole[]; reason: string }>> = {
  open: { roles: ['dispatcher', 'supervisor'], reason: '收到差评，核实情况' },
  appeal: { roles: ['supervisor'], reason: '有人认为差评不属实，等您认定' },
  'refuse-appeal': { roles: ['dispatcher', 'reviewer'], reason: '认定属实，按要求整改' },
  rectify: { roles: ['supervisor'], reason: '已整改，等您回访' },
  escalate: { roles: ['supervisor'], reason: '整改超过期限，督办' },
};

/** What the results are called in a notice: the words of officers are read in the app alone. */
const outcomes: Partial<Record<RectificationStep['action'], string>> = {
  'accept-appeal': '核实后认定不属实，点开看原因',
  rectify: '已核实并整改，点开看改了什么',
};

/** Who is told of a step: the one who rated, and those whose task it becomes. Never the officer who was rated. */
export async function noticesOf(
  parts: Needed,
  doc: RectificationDoc,
  row: RectificationTransition,
  step: RectificationStep,
): Promise<OwedNotice[]> {
  const { action } = step;
  const key = `rectification:${doc._id}:${doc.version}:${action}`;
  const place = { venueId: doc.venueId, ...(doc.department && { department: doc.department }) };
  const notices: OwedNotice[] = [];
  if (row.notice && doc.personId !== null)
    notices.push({
      key: `${key}:person`,
      kind: row.notice,
      to: { personId: doc.personId },
      subject: { kind: 'evaluation', id: doc._id },
      place,
      facts: { ...factsFor(parts, doc), outcome: outcomes[action] ?? row.words },
      at: step.at,
    });
  const task = tasks[action];
  if (!task) return notices;
  // A message at once would tell the hall who had just been there.
  const when = action === 'open' ? at(addDays(dateOf(step.at), 1), MORNING) : step.at;
  for (const staffId of await recipients(parts, doc, task.roles))
    notices.push({
      key: `${key}:${staffId}`,
      kind: 'staff-rectification-task',
      to: { staffId },
      subject: { kind: 'rectification', id: doc._id },
      place,
      facts: { ...factsFor(parts, doc), reason: task.reason, by: toIso(doc.by) },
      at: when,
      notBefore: when,
    });
  return notices;
}

async function recipients(
  { staff }: Needed,
  { venueId, department, staffId, appealedBy }: RectificationDoc,
  roles: readonly StaffRole[],
): Promise<Set<string>> {
  const to = new Set<string>();
  for (const role of roles) for (const one of await staff.staffIn({ venueId, department, role })) to.add(one);
  if (staffId !== null) to.delete(staffId);
  if (appealedBy !== null && roles.length === 1) to.delete(appealedBy);
  return to;
}

function factsFor({ venues }: Needed, { title, venueId }: RectificationDoc): NoticeFacts {
  const venue = venues.venue(venueId);
  return { itemName: title, ...(venue && { venueName: venue.name, phone: venue.phone }) };
}
