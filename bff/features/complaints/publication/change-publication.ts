import type { StaffComplaintAction } from '../../../../shared/contract/staff-complaints';
import { Problem } from '../../../problem';
import type { OwedNotice } from '../../../work/outbox';
import { changeComplaint } from '../change-complaint';
import type { ComplaintCommand } from '../desk/act-on-complaint';
import { handlerWords } from '../desk/acts';
import type { DeskParts } from '../desk/parts';
import { dispatches, findWithin } from '../desk/reach';
import type { ComplaintDoc } from '../model';
import { factsFor } from '../notices';
import { sealText, textOf } from '../texts';
import { marksIn, type PublishedWords } from './marks';
import { publicationActions } from './publication-side';

const MOST_TURNS = 10;

/** Words for publication, in place of those before. @throws Problem PUBLICATION_NOT_AGREED */
export function draftPublication(parts: DeskParts, command: ComplaintCommand, words: PublishedWords) {
  const { staff } = command;
  const { what, found, done, basis } = words;
  return changePublication(parts, command, 'draft-publication', (doc) => ({
    publication: { ...doc.publication, state: 'drafted', draftedBy: staff.staffId, approvedBy: null },
    draft: sealText(parts, 'draft', { what, found, done, basis, by: handlerWords(staff) }),
  }));
}

/**
 * Publishes what another drafted: this is the person's decision that content security leaves open. Phones, ID numbers and
 * plates are no matter of opinion and must be gone; of names and addresses the officer says how many were looked at.
 * @throws Problem PUBLICATION_NOT_AGREED, PUBLICATION_SAME_OFFICER, PUBLICATION_MARKS
 */
export function approvePublication(parts: DeskParts, command: ComplaintCommand, lookedAt: number) {
  const { staff, now } = command;
  return changePublication(parts, command, 'approve-publication', async (doc) => {
    const draft = textOf(parts, doc, 'draft');
    if (!draft) throw new Problem('COMPLAINT_STATE');
    const marks = await marksIn(parts, doc, draft);
    const mayStay = marks.every(({ kind }) => kind === 'name' || kind === 'address');
    if (!mayStay || marks.length !== lookedAt) throw new Problem('PUBLICATION_MARKS');
    return {
      publication: { ...doc.publication, state: 'published', approvedBy: staff.staffId, publishedAt: now },
      notices: publishedNotices(parts, doc, now),
    };
  });
}

/** Not published, or not any more. Why is kept with the draft, for whoever would write another. */
export function refusePublication(parts: DeskParts, command: ComplaintCommand, why: string) {
  return changePublication(parts, command, 'refuse-publication', (doc) => ({
    publication: { ...doc.publication, state: 'refused', publishedAt: null },
    draft: sealText(parts, 'draft', { ...(textOf(parts, doc, 'draft') ?? noDraft), refused: why }),
  }));
}

const noDraft = { what: '', found: '', done: '', basis: '', by: '' };

/** Whoever agreed is told when it is done; without a name they see it where they look the complaint up. */
function publishedNotices(parts: DeskParts, doc: ComplaintDoc, at: Date): OwedNotice[] {
  if (doc.personId === null) return [];
  return [
    {
      key: `complaint:${doc._id}:${doc.version}:published`,
      kind: 'complaint-published',
      to: { personId: doc.personId },
      subject: { kind: 'complaint', id: doc._id },
      facts: factsFor(parts, doc),
      at,
    },
  ];
}

type Change = Pick<ComplaintDoc, 'publication'> &
  Partial<Pick<ComplaintDoc, 'draft'>> & { notices?: OwedNotice[] };

/**
 * Takes one of the three acts on a complaint as it is now; what was done under this operation is answered, not repeated.
 * @throws Problem NOT_FOUND, COMPLAINT_STATE, COMPLAINT_CHANGED
 */
async function changePublication(
  parts: DeskParts,
  { id, staff, version, operationId, now }: ComplaintCommand,
  action: StaffComplaintAction,
  make: (doc: ComplaintDoc) => Change | Promise<Change>,
): Promise<ComplaintDoc> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await findWithin(parts, id, staff);
    if (doc.operations.includes(operationId)) return doc;
    if (version !== undefined && version !== doc.version) throw new Problem('COMPLAINT_CHANGED');
    if (!dispatches(parts, doc, staff)) throw new Problem('COMPLAINT_STATE');
    refuse(doc, staff.staffId, action);
    if (!publicationActions(doc, staff).includes(action)) throw new Problem('COMPLAINT_STATE');
    // A draft is news on the screen: whoever approves says which one they have read.
    const { notices = [], ...made } = await make(doc);
    const set = { ...made, version: doc.version + 1 };
    const changed = await changeComplaint(parts, doc, { steps: [], now, operationId, set, notices });
    if (changed) return changed;
  }
  throw new Problem('COMPLAINT_CHANGED');
}

/** What is said of an act that would be there for another, or with consent. */
function refuse({ state, publication }: ComplaintDoc, staffId: string, action: StaffComplaintAction): void {
  if (state !== 'closed' || action === 'refuse-publication') return;
  if (!publication.consented) throw new Problem('PUBLICATION_NOT_AGREED');
  const same = publication.state === 'drafted' && publication.draftedBy === staffId;
  if (action === 'approve-publication' && same) throw new Problem('PUBLICATION_SAME_OFFICER');
}
