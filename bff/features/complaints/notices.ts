import type { ComplaintTransition } from '../../../shared/domain/complaint';
import type { NoticeFacts } from '../../../shared/domain/notices';
import { toIso } from '../../../shared/domain/time';
import type { OwedNotice } from '../../work/outbox';
import type { ComplaintStep } from './change-complaint';
import { titleOf } from './facts';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';

/** What the citizen is told of a step. Whoever complained without a name is told nothing: they look it up. */
export function noticesOf(
  parts: Pick<ComplaintParts, 'venues'>,
  doc: ComplaintDoc,
  row: ComplaintTransition,
  step: ComplaintStep,
): OwedNotice[] {
  if (row.notice === null || doc.personId === null) return [];
  return [
    {
      key: `complaint:${doc._id}:${doc.version}:${row.action}`,
      kind: row.notice,
      to: { personId: doc.personId },
      subject: { kind: 'complaint', id: doc._id },
      // No place: staff of the hall it is about may not find it by its messages.
      facts: said({
        ...factsFor(parts, doc),
        ...(doc.by && { by: toIso(doc.by) }),
        ...(doc.declined && row.action === 'decline' && { outcome: doc.declined.channel }),
        ...(step.facts?.handler && { handler: step.facts.handler }),
      }),
      at: step.at,
    },
  ];
}

/** What every notice of a complaint says. */
export function factsFor(parts: Pick<ComplaintParts, 'venues'>, doc: ComplaintDoc): NoticeFacts {
  const venue = doc.venueId === null ? null : parts.venues.venue(doc.venueId);
  return {
    itemName: titleOf(parts.venues, doc),
    reference: doc.number,
    ...(venue && { venueName: venue.name, phone: venue.phone }),
  };
}

/** Without what is not said: the store would keep it as null. */
function said(facts: NoticeFacts): NoticeFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
