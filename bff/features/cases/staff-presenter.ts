import type { StaffCase, StaffCaseAction, StaffCaseRow } from '../../../shared/contract/staff-cases';
import { staffCaseAction } from '../../../shared/contract/staff-cases';
import { caseStates, instantStepsFrom } from '../../../shared/domain/case';
import { EXTENSION_DAYS, warningsOf } from '../../../shared/domain/case-clock';
import { refusalOf } from '../../../shared/domain/case-rules';
import { maskName } from '../../../shared/domain/mask';
import { toIso } from '../../../shared/domain/time';
import type { StaffCaller } from '../../http/route';
import { roleFor, spokenFor } from './act-on-case';
import { factsOf } from './facts';
import { type CaseDoc, casePurposes } from './model';
import type { CaseParts } from './parts';
import { timelineFor } from './timeline';
import {
  deadlineViews,
  feeView,
  handlerView,
  materialView,
  pausedView,
  refusalView,
  supplementView,
  venueNameOf,
} from './views';

/** A case as those who work on it see it: in full, within their scope. */
export async function presentForStaff(
  parts: CaseParts,
  doc: CaseDoc,
  staff: StaffCaller,
  now: Date,
): Promise<StaffCase> {
  const { running: _, ...deadlines } = deadlineViews(parts, doc, now);
  const open = (value: string | null, purpose: string) => value && parts.cipher.open(value, purpose);
  const { decision, extension } = doc;
  return {
    ...presentStaffRow(parts, doc, now),
    itemCode: doc.itemCode,
    caseKind: doc.caseKind,
    receiptNumber: doc.receiptNumber,
    channel: doc.channel,
    jointDepartments: doc.jointDepartments,
    applicantName: parts.cipher.open(doc.applicant.name, casePurposes.applicantName),
    applicantPhone: open(doc.form.phone, casePurposes.phone),
    byAgent: doc.mandateId !== null,
    note: open(doc.form.note, casePurposes.note),
    appointmentId: doc.appointmentId,
    handedInAt: doc.handedInAt && toIso(doc.handedInAt),
    materials: doc.materials.map(materialView),
    ...deadlines,
    paused: pausedView(doc, now),
    supplement: doc.supplement && supplementView(doc.supplement, now),
    reviews: doc.reviews.map(({ department, opinion, note, by, at }) => ({
      department,
      opinion,
      note,
      by,
      at: at && toIso(at),
    })),
    specialSteps: doc.specialSteps.map(({ from, until, ...step }) => ({
      ...step,
      from: toIso(from),
      until: until && toIso(until),
    })),
    specialStepChoices: doc.specialStepChoices,
    extension: extension && {
      state: extension.state,
      reason: extension.reason,
      askedBy: extension.askedName,
      askedAt: toIso(extension.askedAt),
      answeredBy: extension.answeredName,
      answeredAt: extension.answeredAt && toIso(extension.answeredAt),
      workingDays: EXTENSION_DAYS,
    },
    declined: doc.declined && refusalView(doc.declined),
    decision: decision && {
      outcome: decision.outcome,
      by: decision.by,
      at: toIso(decision.at),
      note: decision.note,
      refusal: decision.refusal && refusalView(decision.refusal),
    },
    fee: feeView(parts, doc),
    result: doc.result && {
      how: doc.result.how,
      readyAt: toIso(doc.result.readyAt),
      deliveryId: doc.result.deliveryId,
    },
    chosenHow: await parts.deliveries.chosenHow(doc._id, doc.appointmentId),
    actions: actionsFor(doc, staff, now),
    timeline: timelineFor(doc, 'staff', now),
    version: doc.version,
    now: toIso(now),
  };
}

export function presentStaffRow(parts: CaseParts, doc: CaseDoc, now: Date): StaffCaseRow {
  const { words, runs } = caseStates[doc.state];
  const { running } = deadlineViews(parts, doc, now);
  return {
    id: doc._id,
    number: doc.number ?? '',
    state: doc.state,
    stateWords: words,
    itemName: doc.itemName,
    department: doc.department,
    venueName: venueNameOf(parts, doc),
    applicant: maskName(parts.cipher.open(doc.applicant.name, casePurposes.applicantName)),
    handler: handlerView(parts, doc),
    due: running,
    dueKind: running && (runs === 'limit' ? 'promised' : runs),
    urgency: urgencyOf(parts, doc, now),
  };
}

/** How pressing it is for staff; while the citizen or a special step is waited for, not at all. */
function urgencyOf(parts: CaseParts, doc: CaseDoc, now: Date): StaffCaseRow['urgency'] {
  const { runs, open } = caseStates[doc.state];
  if (!open) return 'over';
  const from = {
    acceptance: doc.clocks.acceptanceFrom,
    limit: doc.clocks.acceptedAt,
    delivery: doc.clocks.decidedAt,
    supplement: null,
  }[runs ?? 'supplement'];
  if (!from || !doc.dueBy) return 'waiting';
  const unit = runs === 'limit' ? doc.limits.promised.unit : 'working-day';
  const passed = warningsOf(from, doc.dueBy, unit, parts.venues.calendar).filter(({ at }) => at <= now);
  const kind = passed.at(-1)?.kind;
  return kind === 'over' ? 'overdue' : (kind ?? 'calm');
}

/** What an officer may do now, by the same rules that refuse it. */
function actionsFor(doc: CaseDoc, staff: StaffCaller, now: Date): StaffCaseAction[] {
  return staffCaseAction.options.filter((action) => {
    if (action === 'finish-instant') return mayFinish(doc, staff);
    const role = roleFor(doc, action, staff);
    if (!role) return false;
    const actor = { role, staffId: staff.staffId, department: departmentToSpeakFor(doc, staff) };
    // What lies on the counter is only known when it is sent.
    const facts = { ...factsOf(doc), incomplete: false };
    return refusalOf(facts, action, actor, now) === null;
  });
}

/** What a case waits for that any officer of a role may do, whoever received it. */
const calling = new Set<StaffCaseAction>([
  'receive',
  'start-review',
  'review',
  'end-special-step',
  'approve-extension',
  'decide-approve',
]);

/** Whether a case is on an officer's desk: they have it, or it waits for their role. */
export function isOnDesk(doc: CaseDoc, staff: StaffCaller, now: Date): boolean {
  if (doc.handler?.staffId === staff.staffId) return true;
  return actionsFor(doc, staff, now).some((action) => calling.has(action));
}

/** An officer of the whole hall may speak for whichever department has not yet. */
function departmentToSpeakFor(doc: CaseDoc, staff: StaffCaller): string {
  const open = doc.reviews.find(({ opinion }) => opinion === null)?.department;
  return spokenFor(doc, staff, open);
}

function mayFinish(doc: CaseDoc, staff: StaffCaller): boolean {
  const { papersMissing, opinionsOpen } = factsOf(doc);
  const alone = opinionsOpen.every((department) => department === spokenFor(doc, staff, doc.department));
  if (doc.caseKind !== 'instant' || papersMissing || !alone) return false;
  const next = instantStepsFrom(doc.state)?.[0];
  return next !== undefined && roleFor(doc, next, staff) === 'window';
}
