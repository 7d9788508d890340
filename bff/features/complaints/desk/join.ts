import type { ComplaintState } from '../../../../shared/contract/complaints';
import { Problem } from '../../../problem';
import type { ComplaintDoc } from '../model';
import { actOnComplaint, type ComplaintCommand } from './act-on-complaint';
import type { DeskParts } from './parts';
import { findWithin } from './reach';

/** Open, and not answered yet in its round. */
export const unanswered: readonly ComplaintState[] = ['submitted', 'accepted', 'assigned', 'investigating'];

/**
 * The same thing as another complaint: handled together with it, and each is answered. Whoever is kept from the one that
 * joins is kept from having the other as well; they never learn of the one that joins.
 * @throws Problem COMPLAINT_JOIN when the other is unknown, itself, answered, joined to a third, or with somebody who has to
 * do with this one; also when this one has others joined to it
 */
export async function join(
  parts: DeskParts,
  command: ComplaintCommand,
  leadId: string,
): Promise<ComplaintDoc> {
  return actOnComplaint(parts, command, 'join', async (doc) => {
    const lead = await leadFor(parts, command, leadId);
    const has = lead.handler?.staffId;
    const sitting = doc.barredWindowId === null ? [] : await parts.officers.sittingAt(doc.barredWindowId);
    const barred = has !== undefined && (doc.barred.includes(has) || sitting.includes(has));
    const again = has !== undefined && doc.round === 2 && doc.handledBy.includes(has);
    const leads = await parts.complaints.exists({ leadId: doc._id, open: true });
    if (lead._id === doc._id || barred || again || leads) throw new Problem('COMPLAINT_JOIN');
    return { facts: { lead: lead.number }, set: { leadId: lead._id, handler: null, assignedAt: null } };
  });
}

async function leadFor(parts: DeskParts, { staff }: ComplaintCommand, leadId: string): Promise<ComplaintDoc> {
  const lead = await findWithin(parts, leadId, staff).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'NOT_FOUND') throw new Problem('COMPLAINT_JOIN');
    throw error;
  });
  if (!unanswered.includes(lead.state)) throw new Problem('COMPLAINT_JOIN');
  return lead;
}
