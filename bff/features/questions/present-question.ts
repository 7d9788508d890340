import type { QuestionDetail } from '../../../shared/contract/questions';
import { lastDay } from '../../../shared/domain/case-clock';
import { dateOf, toIso } from '../../../shared/domain/time';
import { dateWords } from '../../../shared/domain/words';
import { type QuestionDoc, questionPurposes } from './model';
import type { QuestionParts } from './parts';

/** Who answers questions in general. */
const GENERAL_DESK = '总服务台';
const HOTLINE = '12345';

/** A question as its asker sees it. */
export async function presentQuestion(
  parts: QuestionParts,
  doc: QuestionDoc,
  now: Date,
): Promise<QuestionDetail> {
  const { evaluationId, canEvaluate } =
    doc.state === 'answered'
      ? await parts.evaluations.ratingOf('question', doc._id, doc.personId, now)
      : { evaluationId: null, canEvaluate: false };
  return {
    id: doc._id,
    words: wordsOf(parts, doc),
    itemCode: doc.itemCode,
    itemName: doc.itemName,
    state: doc.state,
    stateWords: stateWordsOf(doc),
    tone: toneOf(doc),
    holder: officeOf(parts, doc),
    nextStep: nextStepOf(parts, doc),
    byWords: byWordsOf(doc, now),
    by: doc.state === 'asked' ? toIso(doc.dueBy) : null,
    askedAt: toIso(doc.askedAt),
    answer: answerOf(parts, doc),
    canWithdraw: doc.state === 'asked',
    evaluationId,
    canEvaluate,
    phone: await phoneOf(parts, doc),
    version: doc.version,
    now: toIso(now),
  };
}

/** What was asked; of a sample what everybody reads of it. */
export function wordsOf({ cipher }: Pick<QuestionParts, 'cipher'>, doc: QuestionDoc): string {
  if (doc.words !== null) return cipher.open(doc.words, questionPurposes.words);
  return doc.published?.question ?? '提问人删除了账号，内容已清除';
}

/** What stands as answered. */
export function answerOf({ cipher }: Pick<QuestionParts, 'cipher'>, doc: QuestionDoc) {
  const { answer, answerWords, published } = doc;
  if (!answer) return null;
  const words =
    answerWords === null
      ? (published?.answer ?? '内容已清除')
      : cipher.open(answerWords, questionPurposes.answer);
  return { words, by: answer.by, at: toIso(answer.at) };
}

/** `昭通市政务服务中心 公安局` */
export function officeOf(
  { venues }: Pick<QuestionParts, 'venues'>,
  { venueId, department }: Pick<QuestionDoc, 'venueId' | 'department'>,
): string {
  return `${venues.venue(venueId)?.name ?? ''} ${department ?? GENERAL_DESK}`.trim();
}

export function stateWordsOf({ state, closing }: Pick<QuestionDoc, 'state' | 'closing'>): string {
  if (state === 'asked') return '等待答复';
  if (state === 'answered') return '已答复';
  return closing === null ? '已撤回' : '已说明';
}

/** An answer that was not read is what its asker has to do. */
export function toneOf({ state, readAt }: Pick<QuestionDoc, 'state' | 'readAt'>): QuestionDetail['tone'] {
  if (state === 'asked') return 'waiting';
  if (state === 'closed') return 'lost';
  return readAt === null ? 'action' : 'done';
}

export function nextStepOf({ cipher }: Pick<QuestionParts, 'cipher'>, doc: QuestionDoc): string {
  if (doc.state === 'asked') return '部门会在期限内答复，答复后通知您';
  if (doc.state === 'answered')
    return doc.readAt === null ? '看答复有没有说清楚' : '没说清楚的，可以再问一次';
  return doc.closing === null
    ? '需要时可以再问'
    : `说明：${cipher.open(doc.closing, questionPurposes.closing)}`;
}

/** `12月4日前答复`; null once it is over. */
export function byWordsOf(
  { state, dueBy, provisional }: Pick<QuestionDoc, 'state' | 'dueBy' | 'provisional'>,
  now: Date,
): string | null {
  if (state !== 'asked') return null;
  const day = dateWords(lastDay(dueBy), dateOf(now));
  if (isLate({ state, dueBy }, now)) return `应在${day}前答复，已经催办`;
  return `${day}前答复${provisional ? '（放假安排公布后可能有变）' : ''}`;
}

export function isLate({ state, dueBy }: Pick<QuestionDoc, 'state' | 'dueBy'>, now: Date): boolean {
  return state === 'asked' && dueBy <= now;
}

/** Whom to ring: the item's enquiry phone, else the hall's. */
export async function phoneOf(
  { venues, catalogue }: Pick<QuestionParts, 'venues' | 'catalogue'>,
  { itemCode, venueId }: Pick<QuestionDoc, 'itemCode' | 'venueId'>,
): Promise<string> {
  const item = itemCode === null ? null : await catalogue.caseItem(itemCode);
  return item?.enquiryPhone ?? venues.venue(venueId)?.phone ?? HOTLINE;
}
