import type {
  StaffComplaint,
  StaffComplaintAction,
  StaffComplaintRow,
} from '../../../../shared/contract/staff-complaints';
import { staffComplaintAction } from '../../../../shared/contract/staff-complaints';
import { workingDaysLeft, workingDaysOver } from '../../../../shared/domain/case-clock';
import {
  type ComplaintAction,
  complaintCategories,
  complaintStates,
} from '../../../../shared/domain/complaint';
import { complaintRefusalOf } from '../../../../shared/domain/complaint-rules';
import { toIso } from '../../../../shared/domain/time';
import type { StaffCaller } from '../../../http/route';
import { endingNeeded, placeWordsOf } from '../facts';
import type { ComplaintDoc, PhotoDoc } from '../model';
import { taskOf } from '../tasks';
import { textOf } from '../texts';
import { timelineOf } from '../timeline';
import { deskFacts, roleFor } from './act-on-complaint';
import { extensionWhy, handlerWords } from './acts';
import { proposalFor } from './handlers';
import type { DeskParts } from './parts';
import { phoneFor } from './phone';
import { dispatches, withinReach } from './reach';
import { gistOf, similarTo } from './similar';

/** A complaint as lists show it. */
export function presentStaffRow(parts: DeskParts, doc: ComplaintDoc, now: Date): StaffComplaintRow {
  return {
    id: doc._id,
    number: doc.number,
    category: doc.category,
    categoryWords: complaintCategories[doc.category].words,
    gist: gistOf(parts, doc),
    placeWords: placeWordsOf(parts.venues, doc),
    itemName: doc.itemName,
    state: doc.state,
    stateWords: complaintStates[doc.state].words,
    anonymous: doc.anonymous,
    round: doc.round,
    handler: doc.handler && officeOf(doc.handler),
    escalated: doc.escalated,
    overdue: doc.by !== null && doc.by <= now,
    byWords: byWordsOf(parts, doc, now),
    by: doc.by && toIso(doc.by),
    task: taskOf(doc)?.words ?? null,
    filedAt: toIso(doc.filedAt),
  };
}

/** A complaint as an officer within reach sees it: who complained masked, and the phone only to whoever calls back. */
export async function presentForStaff(
  parts: DeskParts,
  doc: ComplaintDoc,
  staff: StaffCaller,
  now: Date,
): Promise<StaffComplaint> {
  const words = textOf(parts, doc, 'words');
  const said = textOf(parts, doc, 'supplementWords') ?? [];
  const { extension, personId } = doc;
  const leads = dispatches(parts, doc, staff);
  const waits = leads && doc.open === true && doc.state !== 'joined';
  const [joined, proposal, similar, complainant, phone] = await Promise.all([
    joinedWith(parts, doc, staff),
    waits && complaintStates[doc.state].step !== 4 ? proposalFor(parts, doc) : null,
    leads && doc.open ? similarTo(parts, doc, staff, now) : [],
    personId === null ? null : parts.people.maskedName(personId),
    phoneFor(parts, doc, staff),
  ]);
  return {
    ...presentStaffRow(parts, doc, now),
    what: words?.what ?? '',
    wanted: words?.wanted ?? '',
    whenWords: [doc.on, words?.around].filter(Boolean).join(' ') || null,
    caseId: doc.caseId,
    caseNumber: doc.caseNumber,
    complainant,
    phone,
    photos: photosOf(doc.photos),
    supplements: doc.supplements.map(({ at, photos }, index) => ({
      at: toIso(at),
      words: said[index] ?? '',
      photos: photosOf(photos),
    })),
    replies: textOf(parts, doc, 'replies') ?? [],
    safety: doc.safety,
    proposal: proposal && {
      department: proposal.department,
      handlers: proposal.handlers.map(({ staffId, number, name, department }) => ({
        id: staffId,
        number,
        name,
        department,
      })),
      why: proposal.why,
    },
    similar,
    lead: joined.lead,
    members: joined.members,
    extension: { state: extension.state, days: extension.days, why: extensionWhy(parts, doc) },
    endingNeeded: endingNeeded(doc) || joined.endingNeeded,
    publication: await parts.publication.view(doc),
    actions: [...actionsFor(parts, doc, staff, now), ...(leads ? parts.publication.actions(doc, staff) : [])],
    timeline: timelineOf(parts, doc, 'staff'),
    version: doc.version,
    now: toIso(now),
  };
}

/** What an officer may do now, by the same rules that refuse it. What an answer has to say is known when it is given. */
function actionsFor(
  parts: DeskParts,
  doc: ComplaintDoc,
  staff: StaffCaller,
  now: Date,
): StaffComplaintAction[] {
  const facts = { ...deskFacts(parts, doc, now), endingSaid: true };
  return staffComplaintAction.options.filter((action) => {
    if (action.endsWith('publication')) return false;
    const role = roleFor(parts, doc, action as ComplaintAction, staff);
    return (
      role !== null &&
      complaintRefusalOf(facts, action as ComplaintAction, { role, staffId: staff.staffId }) === null
    );
  });
}

/** What it is joined to and what is joined to it, as far as the officer may know of them. */
async function joinedWith(parts: DeskParts, doc: ComplaintDoc, staff: StaffCaller) {
  const found = await parts.complaints
    .find({
      $and: [await withinReach(parts, staff), { $or: [{ _id: doc.leadId ?? '' }, { leadId: doc._id }] }],
    })
    .sort({ filedAt: 1 })
    .lean<ComplaintDoc[]>();
  const row = ({ _id, number }: ComplaintDoc) => ({ id: _id, number });
  const members = found.filter(({ leadId }) => leadId === doc._id);
  const lead = found.find(({ _id }) => _id === doc.leadId);
  return {
    lead: lead ? row(lead) : null,
    members: members.map(row),
    endingNeeded: members.some((member) => member.state === 'joined' && endingNeeded(member)),
  };
}

function byWordsOf(parts: DeskParts, doc: ComplaintDoc, now: Date): string | null {
  if (doc.by === null) return null;
  const { calendar } = parts.venues;
  if (doc.by <= now) return `超过期限 ${Math.max(1, workingDaysOver(doc.by, now, calendar))} 个工作日`;
  const left = workingDaysLeft(doc.by, now, calendar);
  return left === 0 ? '今天到期' : `还剩 ${left} 个工作日`;
}

function officeOf(handler: NonNullable<ComplaintDoc['handler']>): string {
  return [handler.department, handlerWords(handler)].filter(Boolean).join(' ');
}

/** Without the name that a file had on somebody's phone. */
const photosOf = (photos: readonly PhotoDoc[]) => photos.map(({ id, type }) => ({ id, name: null, type }));
