import type { DeliveryHow } from '../../../shared/contract/delivery';
import { caseStates } from '../../../shared/domain/case';
import type { Caller } from '../../http/route';
import type { CaseStep } from './advance';
import { changeCase } from './change-case';
import { citizenBy, findCase } from './find-case';
import type { CaseDoc, CaseEventBy } from './model';
import type { CaseParts } from './parts';
import { changeHow, deliver, sendByCourier } from './steps';

/** A case as far as its result is to be brought to somebody. */
export interface CaseForDelivery {
  caseId: string;
  /** null while it is a draft. */
  number: string | null;
  itemCode: string;
  itemName: string;
  personId: string;
  accountId: string | null;
  mandateId: string | null;
  /** As what somebody acts for the person: `子女`. */
  agentOf: string | null;
  appointmentId: string | null;
  venueId: string;
  department: string;
  /** Somebody still has to do something. */
  open: boolean;
  /** How the result comes, once it is ready; null before. */
  ready: DeliveryHow | null;
  /** The parcel that the case knows of. */
  deliveryId: string | null;
}

/** What a case may hear of the parcel that brings its result. */
export type ParcelWord =
  /** There is one: the case waits for it. */
  | 'opened'
  /** Signed for, or handed over at the window in place of being sent: the case is done. */
  | 'signed'
  | 'collected'
  /** It is not sent after all: the result lies at the window. */
  | 'window';

const MOST_TURNS = 20;

/** Cases whose result is ready to be packed and that know of no parcel yet, the oldest first. */
export async function casesToSend(parts: CaseParts, most: number): Promise<CaseForDelivery[]> {
  const docs = await parts.cases
    // Nothing is sent while its fee is owed.
    .find({ awaits: 'courier', 'fee.state': { $ne: 'owed' } })
    .sort({ changedAt: 1 })
    .limit(most)
    .lean<CaseDoc[]>();
  return docs.map(forDelivery);
}

/** A case by its id; null when there is none. */
export async function caseForDelivery(parts: CaseParts, caseId: string): Promise<CaseForDelivery | null> {
  const doc = await parts.cases.findById(caseId).lean<CaseDoc>();
  return doc && forDelivery(doc);
}

/**
 * A case of the caller's own, or one they act in, and as whom.
 * @throws Problem NOT_FOUND, also when it is another citizen's
 */
export async function theirCase(
  parts: CaseParts,
  caseId: string,
  asked: { caller: Caller; now: Date },
): Promise<{ found: CaseForDelivery; by: ReturnType<typeof citizenBy> }> {
  const doc = await findCase(parts, caseId, asked);
  return { found: forDelivery(doc), by: citizenBy(doc, asked.caller) };
}

/**
 * Tells a case of its parcel; each word of each parcel takes effect once. @returns whether the case is as the parcel says:
 * false when the result is by now to be had otherwise
 */
export async function hearOfParcel(
  parts: CaseParts,
  caseId: string,
  parcelId: string,
  word: ParcelWord,
): Promise<boolean> {
  const operationId = `parcel ${parcelId} ${word}`;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await parts.cases.findById(caseId).lean<CaseDoc>();
    if (!doc?.result) return false;
    if (doc.operations.includes(operationId)) return true;
    if (doc.state !== 'delivering') return doc.state === 'completed' && word !== 'opened';
    const now = parts.clock.now();
    const step = stepFor(doc, parcelId, word, now);
    if (step === null) return word === 'window';
    if (await changeCase(parts, doc, { steps: [step], now, operationId })) return true;
  }
  throw new Error(`Case ${caseId} changes all the time`);
}

/**
 * The citizen wants the result by courier, or at the window after all; nothing happens when it is so already.
 * @returns false when the result cannot be had otherwise any more, or a parcel brings it
 */
export async function changeResultHow(
  parts: CaseParts,
  caseId: string,
  how: 'window' | 'courier',
  by: CaseEventBy,
): Promise<boolean> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const doc = await parts.cases.findById(caseId).lean<CaseDoc>();
    if (doc?.state !== 'delivering' || !doc.result || doc.result.how === 'electronic') return false;
    if (doc.result.how === how) return true;
    if (doc.result.deliveryId) return false;
    const now = parts.clock.now();
    const step = changeHow(doc, { by, at: now }, how);
    if (await changeCase(parts, doc, { steps: [step], now })) return true;
  }
  throw new Error(`Case ${caseId} changes all the time`);
}

function stepFor(doc: CaseDoc, parcelId: string, word: ParcelWord, now: Date): CaseStep | null {
  const taken = { by: { role: 'system' as const }, at: now };
  switch (word) {
    case 'opened':
      return doc.result?.how === 'courier' ? sendByCourier(doc, taken, parcelId) : null;
    case 'signed':
      return deliver(doc, taken, parcelId, '快递已签收');
    case 'collected':
      return deliver(doc, taken, parcelId, '已在窗口领取');
    case 'window':
      return doc.result?.how === 'courier' ? changeHow(doc, taken, 'window') : null;
  }
}

function forDelivery(doc: CaseDoc): CaseForDelivery {
  return {
    caseId: doc._id,
    number: doc.number ?? null,
    itemCode: doc.itemCode,
    itemName: doc.itemName,
    personId: doc.personId,
    accountId: doc.accountId,
    mandateId: doc.mandateId,
    agentOf: doc.agentOf,
    appointmentId: doc.appointmentId,
    venueId: doc.venueId,
    department: doc.department,
    open: caseStates[doc.state].open,
    ready: doc.state === 'delivering' || doc.state === 'completed' ? (doc.result?.how ?? null) : null,
    deliveryId: doc.result?.deliveryId ?? null,
  };
}
