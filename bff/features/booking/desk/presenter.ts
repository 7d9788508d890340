import type { DeskTicket, PriorityKind } from '../../../../shared/contract/desk';
import { type AppointmentAction, appointmentStates, refusalOf } from '../../../../shared/domain/appointment';
import { toIso } from '../../../../shared/domain/time';
import { type AppointmentDoc, factsOf } from '../model';
import type { BookingParts } from '../parts';
import { windowOf } from '../presenter';
import { NO_ITEM } from './take-ticket';
import { canUndo } from './undo';

const priorityWords: Record<PriorityKind, string> = {
  elder: '老年人',
  disabled: '残疾人',
  pregnant: '孕妇',
  military: '军人、退役军人',
  urgent: '急事',
};

type Offered = DeskTicket['actions'][number];
/** What the desk's buttons do, by the action of the table. */
const offered: readonly [Offered, AppointmentAction][] = [
  ['check-in', 'check-in'],
  ['call', 'call'],
  ['recall', 'recall'],
  ['miss', 'miss'],
  ['requeue', 'requeue'],
  ['start', 'serve'],
  ['finish', 'finish'],
  ['transfer', 'transfer'],
  ['park', 'park'],
  ['unpark', 'unpark'],
  ['prioritise', 'prioritise'],
];

/** A ticket as the desk sees it: the only form in which it goes there. */
export async function presentTicket(
  parts: BookingParts,
  doc: AppointmentDoc,
  staffId: string,
  now: Date,
): Promise<DeskTicket> {
  const [ticket] = await presentTickets(parts, [doc], staffId, now);
  return ticket as DeskTicket;
}

/** Many at once; names are asked for together. */
export async function presentTickets(
  parts: BookingParts,
  docs: readonly AppointmentDoc[],
  staffId: string,
  now: Date,
): Promise<DeskTicket[]> {
  const known = docs.filter(({ turn }) => !turn?.walkIn).map(({ personId }) => personId);
  const names = known.length > 0 ? await parts.people.maskedNames(known) : new Map<string, string>();
  return docs.map((doc) => ticketOf(parts, doc, names.get(doc.personId) ?? null, staffId, now));
}

function ticketOf(
  parts: BookingParts,
  doc: AppointmentDoc,
  name: string | null,
  staffId: string,
  now: Date,
): DeskTicket {
  const { turn, undo } = doc;
  const undoable = canUndo(doc, staffId, now);
  const facts = factsOf(doc);
  const may = offered
    .filter(([, action]) => {
      const refusal = refusalOf(facts, action, 'desk', now, parts.settings.booking);
      // The pause between two calls ends by itself, with nothing to make the desk look again.
      return refusal === null || refusal === 'CALLED_JUST_NOW';
    })
    .map(([name]) => name);
  return {
    id: doc._id,
    ticket: turn?.ticket ?? null,
    reference: doc.reference ?? null,
    state: doc.state,
    stateWords: appointmentStates[doc.state].words,
    queueId: doc.queueId,
    queueName: parts.venues.queue(doc.queueId)?.name ?? '窗口已调整',
    name,
    itemCode: doc.itemCode === NO_ITEM ? null : doc.itemCode,
    itemName: doc.itemName,
    walkIn: turn?.walkIn ?? false,
    bookedFor: turn?.walkIn ? null : toIso(doc.start),
    since: turn ? toIso(turn.since) : null,
    priority: turn?.priority ? { ...turn.priority, words: priorityWords[turn.priority.kind] } : null,
    requeued: Boolean(turn?.requeuedAt),
    calls: turn?.calls ?? 0,
    calledAt: turn?.calledAt ? toIso(turn.calledAt) : null,
    window: windowOf(doc),
    forWindow: turn?.forWindow ?? null,
    by: turn?.by ? { number: turn.by.number, name: turn.by.name } : null,
    servingSince: turn?.servingSince ? toIso(turn.servingSince) : null,
    undoUntil: undoable && undo ? toIso(undo.until) : null,
    actions: undoable ? [...may, 'undo'] : may,
    version: doc.version,
  };
}
