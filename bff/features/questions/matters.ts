import type { Matter } from '../../../shared/contract/matters';
import { toIso } from '../../../shared/domain/time';
import type { SortKey } from '../../http/cursor';
import type { MatterProvider, MatterState } from '../matters';
import type { QuestionDoc } from './model';
import { listOwn } from './own-questions';
import type { QuestionParts } from './parts';
import { byWordsOf, nextStepOf, officeOf, stateWordsOf, toneOf } from './present-question';

/** Larger than any time in milliseconds; the scale that all kinds of matters share. */
const GROUP = 1e15;

/** Questions as matters of a citizen: open until the answer was read. */
export function questionMatters(parts: QuestionParts): MatterProvider {
  return {
    list: async ({ personId }, state, now) => {
      if (personId === null) return [];
      const mine = await listOwn(parts, personId);
      return mine
        .filter((doc) => fits(doc, state))
        .map((doc) => ({ order: orderOf(doc), matter: matterOf(parts, doc, now) }));
    },
  };
}

function fits(doc: QuestionDoc, state: MatterState): boolean {
  return state === 'all' || isOpen(doc) === (state === 'open');
}

function isOpen(doc: QuestionDoc): boolean {
  return doc.state === 'asked' || isUnread(doc);
}

function isUnread({ state, readAt }: QuestionDoc): boolean {
  return state === 'answered' && readAt === null;
}

function orderOf(doc: QuestionDoc): SortKey {
  if (isUnread(doc)) return [(doc.answer?.at ?? doc.askedAt).getTime() - GROUP, doc._id];
  if (doc.state === 'asked') return [doc.dueBy.getTime(), doc._id];
  return [2 * GROUP - (doc.answer?.at ?? doc.askedAt).getTime(), doc._id];
}

function matterOf(parts: QuestionParts, doc: QuestionDoc, now: Date): Matter {
  return {
    kind: 'question',
    id: doc._id,
    reference: null,
    // The words themselves are on its own page: a list is read over one's shoulder.
    title: `咨询：${doc.itemName ?? '综合问题'}`,
    stateWords: stateWordsOf(doc),
    tone: toneOf(doc),
    holder: officeOf(parts, doc),
    nextStep: nextStepOf(parts, doc),
    byWords: byWordsOf(doc, now),
    by: doc.state === 'asked' ? toIso(doc.dueBy) : null,
    action: isUnread(doc) ? { label: '看答复', kind: 'read-answer' } : null,
    forWhom: null,
    open: isOpen(doc),
  };
}
