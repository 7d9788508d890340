import type { StaffComplaint, StaffComplaintAction } from '../../../../shared/contract/staff-complaints';
import type { StaffCaller } from '../../../http/route';
import type { PublicationSide } from '../desk/publication-side';
import type { ComplaintDoc } from '../model';
import type { ComplaintParts } from '../parts';
import { type ComplaintDraft, textOf } from '../texts';
import { marksIn, type PublishedWords } from './marks';

/** What the desk shows of publishing an answered complaint, and what can be done about it. */
export function createPublicationSide(parts: ComplaintParts): PublicationSide {
  return { view: (doc) => view(parts, doc), actions: publicationActions };
}

async function view(parts: ComplaintParts, doc: ComplaintDoc): Promise<StaffComplaint['publication']> {
  const { consented, state } = doc.publication;
  const draft = textOf(parts, doc, 'draft');
  const words = consented ? wordsAsTheyStand(parts, doc) : null;
  return {
    consented,
    state,
    draft: draft && draft.what !== '' ? await presentDraft(parts, doc, draft) : null,
    refusedWhy: (state === 'refused' && draft?.refused) || null,
    marks: words ? await marksIn(parts, doc, words) : [],
  };
}

async function presentDraft(parts: ComplaintParts, doc: ComplaintDoc, draft: ComplaintDraft) {
  const { what, found, done, basis, by } = draft;
  return { what, found, done, basis, by, marks: await marksIn(parts, doc, draft) };
}

/** What was complained of and answered last, as it was written; null while nothing was answered. */
function wordsAsTheyStand(parts: ComplaintParts, doc: ComplaintDoc): PublishedWords | null {
  const reply = textOf(parts, doc, 'replies')?.at(-1);
  if (!reply) return null;
  const { found, done, basis } = reply;
  return { what: textOf(parts, doc, 'words')?.what ?? '', found, done, basis };
}

/** Those of the three that an officer who dispatches it may do now: the same that the commands ask. */
export function publicationActions(doc: ComplaintDoc, staff: StaffCaller): StaffComplaintAction[] {
  const { consented, state, draftedBy } = doc.publication;
  if (doc.state !== 'closed' || !consented) return [];
  const supervises = staff.roles.includes('supervisor');
  const actions: StaffComplaintAction[] = [];
  if (state !== 'published') actions.push('draft-publication');
  if (supervises && state === 'drafted' && draftedBy !== staff.staffId) actions.push('approve-publication');
  if (supervises && state !== 'refused') actions.push('refuse-publication');
  return actions;
}
