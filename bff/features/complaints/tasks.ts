import { complaintCategories } from '../../../shared/domain/complaint';
import type { StaffRole } from '../../../shared/domain/staff';
import { toIso } from '../../../shared/domain/time';
import type { OwedNotice } from '../../work/outbox';
import type { ComplaintDoc } from './model';
import { factsFor } from './notices';
import type { ComplaintParts } from './parts';

/** Why somebody of the staff has to look at a complaint. */
export interface ComplaintTask {
  /** Of this reason and this time: told once. */
  key: string;
  /** What is to be done, in one sentence. */
  words: string;
  /** Those with a role at the place (`city`: those of the city's own hall instead), or one officer. */
  to: { role: StaffRole; city?: true } | { staffId: string };
}

/** What has to be done with a complaint by staff; null when nothing has. */
export function taskOf(doc: ComplaintDoc): ComplaintTask | null {
  const task = (what: string, words: string, to: ComplaintTask['to']): ComplaintTask => ({
    key: `${what}:${doc.round}:${doc.by?.getTime() ?? 0}`,
    words,
    to,
  });
  if (doc.publication.state === 'drafted')
    return task('publish', '核对脱敏后决定是否公开', { role: 'supervisor' });
  if (!doc.open) return null;
  if (doc.escalated === 2) return task('city', '超过期限，市级督办', { role: 'supervisor', city: true });
  if (doc.escalated === 1) return task('over', '超过期限，由主管督办', { role: 'supervisor' });
  switch (doc.state) {
    case 'submitted':
      return task('accept', '决定是否受理', { role: 'dispatcher' });
    case 'accepted':
      return task(doc.returned ? 'assign-again' : 'assign', '分派承办人', { role: 'dispatcher' });
    case 'assigned':
    case 'investigating':
      if (doc.extension.state === 'asked')
        return task('extension', '决定是否同意延期', { role: 'supervisor' });
      return doc.handler
        ? task(`handle:${doc.handler.staffId}`, '核查并答复', { staffId: doc.handler.staffId })
        : null;
    case 'replied':
      return task('call-back', '回访投诉人', { role: 'dispatcher' });
    case 'called-back':
      return doc.satisfied === false && doc.round === 1
        ? task('again', '回访不满意，换人核查', { role: 'dispatcher' })
        : task('close', '办结归档', { role: 'dispatcher' });
    default:
      return null;
  }
}

/** What those who have the task are told; never whoever it is about, nor who sits at the window it is about. */
export async function taskNotices(
  parts: ComplaintParts,
  doc: ComplaintDoc,
  task: ComplaintTask,
  at: Date,
): Promise<OwedNotice[]> {
  const staffIds = await staffFor(parts, doc, task);
  const window = doc.barredWindowId;
  const sitting = window === null ? [] : await parts.staff.sittingAt(window);
  const told = staffIds.filter((staffId) => !doc.barred.includes(staffId) && !sitting.includes(staffId));
  return told.map((staffId) => ({
    key: `complaint:${doc._id}:task:${task.key}:${staffId}`,
    kind: 'staff-complaint-task',
    to: { staffId },
    subject: { kind: 'complaint', id: doc._id },
    facts: { ...factsFor(parts, doc), reason: task.words, ...(doc.by && { by: toIso(doc.by) }) },
    at,
  }));
}

/** Whose dispatchers have it: those of the whole hall, or also those of the department that it is about. */
function deskDepartment({ category, department }: ComplaintDoc): string | null {
  return complaintCategories[category].desk === 'department' ? department : null;
}

async function staffFor({ staff, venues }: ComplaintParts, doc: ComplaintDoc, { to }: ComplaintTask) {
  if ('staffId' in to) return [to.staffId];
  const place = to.city
    ? { venueId: venues.all().find(({ level }) => level === 'city')?.id ?? null, department: null }
    : { venueId: doc.deskVenueId, department: deskDepartment(doc) };
  return staff.staffIn({ ...place, role: to.role });
}
