import type { handInContract } from '../../../shared/contract/cases';
import type { AnswerOf } from '../../../shared/contract/core';
import { caseStates } from '../../../shared/domain/case';
import { Problem } from '../../problem';
import { readNumber } from './case-number';
import { currentCase } from './find-case';
import type { HandInParts } from './hand-in';
import { type CaseDoc, casePurposes } from './model';
import { outcomeWords } from './notices';
import { nextStepOf } from './presenter';
import { timelineFor } from './timeline';
import { deadlineViews, handlerView, venueNameOf } from './views';

type LookUp = AnswerOf<(typeof handInContract)['POST /case-lookups']>;

/**
 * How a case stands, for who has its number and the last four digits of the phone. An unknown number and wrong digits
 * are answered the same; wrong tries are counted for the number and for the address.
 * @throws Problem NOT_FOUND, RATE_LIMITED
 */
export async function lookUpCase(
  parts: HandInParts,
  {
    number: typed,
    phoneTail,
    address,
    now,
  }: { number: string; phoneTail: string; address: string; now: Date },
): Promise<LookUp> {
  const number = readNumber(typed) ?? typed.toUpperCase();
  const counted = [
    { limiter: parts.lookups.address, key: address },
    { limiter: parts.lookups.number, key: number },
  ];
  for (const { limiter, key } of counted) {
    const wait = await limiter.take(key);
    if (wait !== null) throw new Problem('RATE_LIMITED', { retryAfter: wait });
  }
  const doc = await caseWith(parts, number, phoneTail, now);
  if (!doc?.number)
    throw new Problem('NOT_FOUND', { next: '对照回执核对办件编号和手机号后四位；也可以拨打 12345。' });
  for (const { limiter, key } of counted) await limiter.giveBack(key);
  return present(parts, { ...doc, number: doc.number }, now);
}

async function caseWith(
  parts: HandInParts,
  number: string,
  phoneTail: string,
  now: Date,
): Promise<CaseDoc | null> {
  const given = await parts.numbers.findById(number).lean<{ caseId: string }>();
  const find = () => parts.cases.findOne({ _id: given?.caseId ?? '', number }).lean<CaseDoc>();
  const doc = await currentCase(parts, find, now);
  const phone = doc?.form.phone ? parts.cipher.open(doc.form.phone, casePurposes.phone) : '';
  return phone.length >= 4 && phone.slice(-4) === phoneTail ? doc : null;
}

/** Less than its owner sees: no name, no phone, no papers, no reasons. */
function present(parts: HandInParts, doc: CaseDoc & { number: string }, now: Date): LookUp {
  const { promised, legal } = deadlineViews(parts, doc, now);
  return {
    number: doc.number,
    itemName: doc.itemName,
    department: doc.department,
    venueName: venueNameOf(parts, doc),
    venuePhone: parts.venues.venue(doc.venueId)?.phone ?? '12345',
    state: doc.state,
    stateWords:
      doc.state === 'decided' && doc.decision
        ? outcomeWords[doc.decision.outcome]
        : caseStates[doc.state].words,
    nextStep: nextStepOf(parts, doc, now),
    promised,
    legal,
    handler: handlerView(parts, doc),
    timeline: timelineFor(doc, 'anyone', now),
  };
}
