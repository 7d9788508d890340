import type { Evaluation, RateableService } from '../../../shared/contract/evaluations';
import { grades, rectificationStates } from '../../../shared/domain/evaluation';
import { toIso } from '../../../shared/domain/time';
import { changeableUntil } from './change-evaluation';
import { ratedUntil } from './find-service';
import {
  type EvaluationDoc,
  evaluationPurposes,
  type RectificationDoc,
  type Served,
  type ServiceDoc,
} from './model';
import type { EvaluationParts } from './parts';
import { timelineOf } from './timeline';

type Needed = Pick<EvaluationParts, 'settings' | 'cipher' | 'venues'>;

/** What somebody can rate. */
export function presentService(parts: Needed, doc: ServiceDoc): RateableService {
  return { ...serviceOf(parts, doc, doc.serviceId), until: toIso(ratedUntil(parts, doc.endedAt)) };
}

/** A rating for whoever gave it, with what came of it. */
export function presentEvaluation(
  parts: Needed,
  doc: EvaluationDoc,
  rectification: RectificationDoc | null,
  now: Date,
): Evaluation {
  const until = changeableUntil(doc);
  return {
    id: doc._id,
    service: serviceOf(parts, doc, doc.serviceId),
    grade: doc.grade,
    gradeWords: grades[doc.grade].words,
    tags: doc.tags,
    words: wordsOf(parts, doc),
    givenAt: toIso(doc.givenAt),
    changeUntil: now < until ? toIso(until) : null,
    rectification: rectification && {
      state: rectification.state,
      stateWords: rectificationStates[rectification.state].words,
      by: rectification.open ? toIso(rectification.by) : null,
      timeline: timelineOf(rectification, 'citizen'),
    },
    version: doc.version,
  };
}

/** What was written; empty when nothing was. */
export function wordsOf({ cipher }: Pick<Needed, 'cipher'>, { words }: Pick<EvaluationDoc, 'words'>): string {
  return words === null ? '' : cipher.open(words, evaluationPurposes.words);
}

/** The hall and the window a service was at, as staff and citizens call them. */
export function placeOf({ venues }: Pick<Needed, 'venues'>, { venueId, windowId }: Served) {
  const venue = venues.venue(venueId);
  const window = windowId === null ? null : venue?.windows.find(({ id }) => id === windowId);
  return { venueName: venue?.name ?? '大厅已调整', windowName: window?.name ?? null };
}

function serviceOf(parts: Needed, doc: Served, id: string) {
  const { venueName, windowName } = placeOf(parts, doc);
  return {
    kind: doc.kind,
    id,
    title: doc.title,
    placeWords: windowName ? `${venueName} · ${windowName}` : venueName,
    endedAt: toIso(doc.endedAt),
  };
}
