import type { ComplaintDetail, ComplaintRow } from '../../../shared/contract/complaints';
import {
  type ComplaintAction,
  complaintCategories,
  complaintStates,
  complaintSteps,
} from '../../../shared/domain/complaint';
import { complaintRefusalOf } from '../../../shared/domain/complaint-rules';
import { dateOf, toIso } from '../../../shared/domain/time';
import { dayWords } from '../../../shared/domain/words';
import { factsOf, placeWordsOf, titleOf } from './facts';
import type { ComplaintDoc, PhotoDoc } from './model';
import { byWordsOf, deskOf, holderOf, nextStepOf } from './next-step';
import type { ComplaintParts } from './parts';
import { textOf } from './texts';
import { timelineOf } from './timeline';

/** A complaint in its citizen's list. */
export function presentRow(
  parts: Pick<ComplaintParts, 'venues'>,
  doc: ComplaintDoc,
  now: Date,
): ComplaintRow {
  const { words, tone } = complaintStates[doc.state];
  return {
    id: doc._id,
    number: doc.number,
    category: doc.category,
    categoryWords: complaintCategories[doc.category].words,
    title: titleOf(parts.venues, doc),
    state: doc.state,
    stateWords: words,
    tone,
    holder: holderOf(parts, doc),
    nextStep: nextStepOf(parts, doc, now),
    byWords: byWordsOf(doc, now),
    by: doc.by && toIso(doc.by),
    filedAt: toIso(doc.filedAt),
  };
}

/** A complaint as whoever filed it sees it: the only form in which it leaves the server for them. */
export async function presentComplaint(
  parts: ComplaintParts,
  doc: ComplaintDoc,
  now: Date,
): Promise<ComplaintDetail> {
  const { what = '', wanted = '' } = textOf(parts, doc, 'words') ?? {};
  const said = textOf(parts, doc, 'supplementWords') ?? [];
  const may = (action: ComplaintAction) => mayCitizen(parts, doc, action, now);
  const rating =
    doc.repliedAt !== null && doc.personId !== null
      ? await parts.evaluations.ratingOf('complaint', doc._id, doc.personId, now)
      : { evaluationId: null, canEvaluate: false };
  return {
    ...presentRow(parts, doc, now),
    anonymous: doc.anonymous,
    what,
    wanted,
    whenWords: whenWordsOf(parts, doc, now),
    placeWords: placeWordsOf(parts.venues, doc),
    itemName: doc.itemName,
    caseNumber: doc.caseNumber,
    photos: doc.photos.map(photoOf),
    supplements: doc.supplements.map(({ at, photos }, index) => ({
      at: toIso(at),
      words: said[index] ?? '',
      photos: photos.map(photoOf),
    })),
    replies: textOf(parts, doc, 'replies') ?? [],
    declined: doc.declined,
    steps: [...complaintSteps],
    step: complaintStates[doc.state].step,
    round: doc.round,
    escalated: doc.escalated > 0,
    timeline: timelineOf(parts, doc, 'self'),
    canSupplement: may('supplement') && doc.supplements.length < parts.settings.complaints.supplements,
    canWithdraw: may('withdraw'),
    feedback: may('not-satisfied') ? 'both' : may('satisfied') ? 'satisfied-only' : null,
    ...rating,
    publishConsent: doc.publication.consented,
    publication: publicationOf(doc),
    supervisionPhone: deskOf(parts, doc).phone,
    version: doc.version,
    now: toIso(now),
  };
}

/** A draft is the officers' own: until it is decided on, whoever agreed waits. */
function publicationOf({ publication: { consented, state } }: ComplaintDoc): ComplaintDetail['publication'] {
  if (!consented) return null;
  return state === 'published' || state === 'refused' ? state : 'waiting';
}

function mayCitizen(parts: ComplaintParts, doc: ComplaintDoc, action: ComplaintAction, now: Date): boolean {
  const facts = factsOf(doc, now, parts.venues.calendar, parts.settings.complaints.returnDays);
  return complaintRefusalOf(facts, action, { role: 'citizen' }) === null;
}

/** When it happened, in words; null when it was not said. */
export function whenWordsOf(
  parts: Pick<ComplaintParts, 'cipher'>,
  doc: Pick<ComplaintDoc, 'on' | 'words'>,
  now: Date,
): string | null {
  const around = textOf(parts, doc, 'words')?.around ?? '';
  return [doc.on && dayWords(doc.on, dateOf(now)), around].filter(Boolean).join(' ') || null;
}

/** Names of files stay with uploads: they may tell who sent them. */
export function photoOf({ id, type }: PhotoDoc) {
  return { id, name: null, type };
}
