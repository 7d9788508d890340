import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { findForStaff, handlerFrom, officer } from './act-on-case';
import { begun } from './advance';
import { giveNumber, receiptOf } from './case-number';
import { beginCase } from './change-case';
import { courseOf } from './finish-instant';
import type { CaseDoc } from './model';
import { blankCase } from './new-case';
import type { CaseParts } from './parts';
import { receive, ticked } from './steps';

export interface TakeIn {
  staff: StaffCaller;
  itemCode?: string;
  appointmentId?: string;
  /** From the ID card on the counter. */
  applicant?: { name: string; idNumber: string };
  phone?: string;
  note?: string;
  /** What lies on the counter. */
  received: readonly string[];
  /** Pass every step of an instant item in this one visit. */
  finish?: boolean;
  operationId: string;
  now: Date;
}

/**
 * Takes in what someone hands over at the window: the officer becomes the first handler, the five days begin. An
 * appointment is taken in once, whoever tries again.
 * @throws Problem NOT_FOUND, STAFF_ROLE, VALIDATION_FAILED, CASE_NOT_INSTANT, CASE_PAPERS_MISSING
 */
export async function takeInCase(parts: CaseParts, command: TakeIn): Promise<CaseDoc> {
  const { staff, now } = command;
  const before = await takenInBefore(parts, command);
  if (before) return findForStaff(parts, before._id, staff, now);
  const who = await applicantOf(parts, command);
  const item = await parts.catalogue.caseItem(command.itemCode ?? who.itemCode ?? '');
  if (!item) throw new Problem('NOT_FOUND', { next: '重新选择事项。' });
  if (staff.department !== null && ![item.department, ...item.jointDepartments].includes(staff.department))
    throw new Problem('STAFF_ROLE');
  const blank = blankCase(parts, {
    id: command.operationId,
    item,
    ...who,
    mandateId: null,
    agentOf: null,
    channel: 'window',
    appointmentId: command.appointmentId ?? null,
    venueId: staff.venueId ?? who.venueId ?? item.venueId,
    phone: command.phone ?? null,
    note: command.note ?? null,
    now,
  });
  const materials = ticked(blank, command.received);
  const number = await giveNumber(parts.numbers, blank._id, now);
  const start: CaseDoc = { ...blank, number };
  const taken = { by: officer(staff, 'window'), at: now };
  const first = receive(taken, { receipt: receiptOf(number), handler: handlerFrom(staff), materials });
  const rest = command.finish
    ? courseOf(parts, begun(start, first, parts.venues.calendar).doc, staff, now)
    : [];
  try {
    return await beginCase(parts, start, [first, ...rest]);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
    const other = await takenInBefore(parts, command);
    if (!other) throw error;
    return findForStaff(parts, other._id, staff, now);
  }
}

/** By this very operation, or this appointment by anyone. */
async function takenInBefore(
  { cases }: CaseParts,
  { operationId, appointmentId }: TakeIn,
): Promise<CaseDoc | null> {
  const same = await cases.findById(operationId).lean<CaseDoc>();
  if (same || appointmentId === undefined) return same;
  return cases.findOne({ appointmentId }).lean<CaseDoc>();
}

async function applicantOf(parts: CaseParts, { staff, appointmentId, applicant, now }: TakeIn) {
  if (appointmentId !== undefined) {
    const booked = await parts.appointments.appointmentFor(appointmentId);
    const here = booked && (staff.venueId === null || staff.venueId === booked.venueId);
    const name = here ? await parts.people.fullName(booked.personId) : null;
    if (!here || name === null) throw new Problem('NOT_FOUND', { next: '核对预约，或用身份证收件。' });
    const { personId, accountId, itemCode, venueId } = booked;
    return { personId, accountId, itemCode, venueId, applicantName: name };
  }
  if (!applicant) throw new Problem('VALIDATION_FAILED', { fields: { 'body.applicant': '还没有填' } });
  const personId = await parts.people.personOfCard(applicant, now);
  const venueId = staff.venueId ?? undefined;
  return { personId, accountId: null, itemCode: undefined, venueId, applicantName: applicant.name };
}
