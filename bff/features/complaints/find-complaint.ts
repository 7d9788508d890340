import type { ComplaintAction } from '../../../shared/domain/complaint';
import { complaintRefusalOf } from '../../../shared/domain/complaint-rules';
import type { Limiter } from '../../http/limits';
import type { Caller } from '../../http/route';
import { Problem } from '../../problem';
import { factsOf } from './facts';
import type { ComplaintDoc } from './model';
import { readNumber } from './number';
import type { ComplaintParts } from './parts';
import { isCodeOf } from './query-code';

/** More collisions than a complaint can have. */
const MOST_TURNS = 10;

/** Who asks for a complaint of theirs: by session, or by query code for one without a name. */
export interface Asking {
  id: string;
  caller: Caller | undefined;
  code?: string;
  operationId: string;
  address: string;
  now: Date;
}

const elsewhere = { next: '在“我的事”里查看您的全部投诉。' };
const checkCode = { next: '核对投诉编号和查询码；查询码丢了补不回来，可以重新投诉，或拨打 12345。' };

/** A complaint of a person. @throws Problem NOT_FOUND, also when it is another's */
export async function ownComplaint(
  { complaints }: Pick<ComplaintParts, 'complaints'>,
  id: string,
  personId: string | null,
): Promise<ComplaintDoc> {
  const doc = await complaints.findById(id).lean<ComplaintDoc>();
  if (!doc || personId === null || doc.personId !== personId) throw new Problem('NOT_FOUND', elsewhere);
  return doc;
}

/**
 * A complaint without a name, by what whoever filed it keeps. An unknown number and a wrong code are answered the same; wrong
 * tries are counted for the number and for the address, so that nobody guesses.
 * @throws Problem NOT_FOUND, RATE_LIMITED
 */
export async function lookUpComplaint(
  parts: ComplaintParts,
  asked: { number: string; code: string; address: string },
): Promise<ComplaintDoc> {
  const number = readNumber(asked.number) ?? asked.number.toUpperCase();
  return slowly(parts, number, asked.address, async () => {
    const doc = await parts.complaints.findOne({ number }).lean<ComplaintDoc>();
    return doc && isCodeOf(parts, doc, asked.code) ? doc : null;
  });
}

/**
 * The complaint that somebody may act in.
 * @throws Problem NOT_SIGNED_IN, NOT_FOUND, RATE_LIMITED
 */
async function theirComplaint(parts: ComplaintParts, asking: Asking): Promise<ComplaintDoc> {
  const { id, caller, code, address } = asking;
  if (code === undefined) {
    if (!caller) throw new Problem('NOT_SIGNED_IN');
    return ownComplaint(parts, id, caller.personId);
  }
  return slowly(parts, id, address, async () => {
    const doc = await parts.complaints.findById(id).lean<ComplaintDoc>();
    return doc && isCodeOf(parts, doc, code) ? doc : null;
  });
}

async function slowly(
  { limits }: ComplaintParts,
  key: string,
  address: string,
  find: () => Promise<ComplaintDoc | null>,
): Promise<ComplaintDoc> {
  const counted: { limiter: Limiter; key: string }[] = [
    { limiter: limits.lookupAddress, key: address },
    { limiter: limits.lookupNumber, key },
  ];
  for (const { limiter, key } of counted) {
    const wait = await limiter.take(key);
    if (wait !== null) throw new Problem('RATE_LIMITED', { retryAfter: wait });
  }
  const doc = await find();
  if (!doc) throw new Problem('NOT_FOUND', checkCode);
  for (const { limiter, key } of counted) await limiter.giveBack(key);
  return doc;
}

/**
 * Does something to the complaint as it is now, again when someone else changed it in between. What was already done under this
 * operation is answered, not repeated.
 * @param change gives null when the complaint was no longer as given
 */
export async function withLatest(
  parts: ComplaintParts,
  asking: Asking,
  change: (doc: ComplaintDoc) => Promise<ComplaintDoc | null>,
): Promise<ComplaintDoc> {
  const first = await theirComplaint(parts, asking);
  for (let turn = 0, doc: ComplaintDoc | null = first; doc && turn < MOST_TURNS; turn += 1) {
    if (doc.operations.includes(asking.operationId)) return doc;
    const changed = await change(doc);
    if (changed) return changed;
    doc = await parts.complaints.findById(first._id).lean<ComplaintDoc>();
  }
  throw new Problem('COMPLAINT_STATE');
}

/** @throws Problem saying why the citizen may not do that now */
export function refuseCitizen(
  parts: Pick<ComplaintParts, 'settings' | 'venues'>,
  doc: ComplaintDoc,
  action: ComplaintAction,
  now: Date,
): void {
  const facts = factsOf(doc, now, parts.venues.calendar, parts.settings.complaints.returnDays);
  const refusal = complaintRefusalOf(facts, action, { role: 'citizen' });
  if (refusal) throw new Problem(refusal);
}
