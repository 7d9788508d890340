import { dateOf } from '../../../shared/domain/time';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import { deadlineOf } from './deadline';
import { type QuestionDoc, questionPurposes } from './model';
import { isDuplicate, type QuestionParts } from './parts';
import { checkSafety } from './safety-due';

export interface AskCommand {
  caller: Caller;
  words: string;
  itemCode?: string;
  venueId?: string;
  operationId: string;
  now: Date;
}

/**
 * Asks the department of an item, or in general the dispatchers of a hall. Repeated under the same operation it finds the
 * question it asked.
 * @throws Problem NOT_FOUND for an item or a hall that is not there, QUESTIONS_TOO_MANY
 */
export async function askQuestion(parts: QuestionParts, command: AskCommand): Promise<QuestionDoc> {
  const { caller, words, operationId, now } = command;
  const { personId, accountId } = caller;
  if (personId === null) throw new Problem('IDENTITY_REQUIRED');
  const { questions, settings, cipher } = parts;
  const askedOn = dateOf(now);
  const { dueBy, provisional } = deadlineOf(parts, askedOn);
  // Whenever a slot turns out to be taken there is one less: in the end one is had, or none is left.
  for (let turn = 0; turn <= settings.questions.perDay + 1; turn += 1) {
    const asked = await questions.findOne({ _id: operationId, personId }).lean<QuestionDoc>();
    if (asked) return asked;
    const taken = await questions
      .find({ personId, askedOn }, { slot: 1 })
      .lean<Pick<QuestionDoc, 'slot'>[]>();
    const slot = freeSlot(taken, settings.questions.perDay);
    if (slot === null) throw new Problem('QUESTIONS_TOO_MANY');
    const doc: QuestionDoc = {
      _id: operationId,
      personId,
      accountId,
      askedOn,
      slot,
      words: cipher.seal(words, questionPurposes.words),
      ...placeOf(parts, command),
      state: 'asked',
      askedAt: now,
      dueBy,
      provisional,
      forwardedAt: null,
      answer: null,
      answerWords: null,
      inTime: null,
      readAt: null,
      closing: null,
      published: null,
      safety: 'waiting',
      safetyDue: now,
      overdueDue: dueBy,
      version: 0,
      operations: [],
      sample: false,
    };
    try {
      await questions.create(doc);
    } catch (error) {
      // The slot was taken in this very moment, or this is the same operation once more: look again.
      if (!isDuplicate(error)) throw error;
      continue;
    }
    await checkSafety(parts, doc);
    return doc;
  }
  throw new Problem('STORE_UNAVAILABLE', { retryAfter: 5 });
}

/** Who answers: the department of the item at its hall; else whoever hands out work at the hall. */
function placeOf(
  { venues, catalogue }: QuestionParts,
  { itemCode, venueId }: AskCommand,
): Pick<QuestionDoc, 'itemCode' | 'itemName' | 'venueId' | 'department'> {
  if (itemCode !== undefined) {
    const item = catalogue.findItem(itemCode);
    if (!item) throw new Problem('NOT_FOUND', { next: '在“办事”里重新找到这个事项再问。' });
    const { name, department } = item;
    return { itemCode, itemName: name, venueId: item.venueId, department };
  }
  const general = { itemCode: null, itemName: null, department: null };
  if (venueId === undefined) {
    const centre = venues.all().find(({ level }) => level === 'city');
    if (!centre) throw new Problem('NOT_FOUND');
    return { ...general, venueId: centre.id };
  }
  const venue = venues.venue(venueId);
  if (!venue) throw new Problem('NOT_FOUND', { next: '在“找大厅”里重新选一个。' });
  // A township or a village has nobody who hands out questions: the centre of its county does.
  const small = venue.level === 'township' || venue.level === 'village';
  const county =
    small && venues.all().find(({ level, county }) => level === 'county' && county === venue.county);
  return { ...general, venueId: county ? county.id : venue.id };
}

/** A free slot, any of them: phones that write at once then seldom want the same. */
function freeSlot(taken: readonly { slot: number }[], most: number): number | null {
  const used = new Set(taken.map(({ slot }) => slot));
  const free = Array.from({ length: most }, (_, slot) => slot).filter((slot) => !used.has(slot));
  return free[Math.floor(Math.random() * free.length)] ?? null;
}
