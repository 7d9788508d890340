import { addDays, dateOf, at as instant } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import type { CaseStep } from './advance';
import type { CaseDoc, CaseEventBy, HandlerDoc, RefusalDoc } from './model';

/**
 * What each step of a case sets, whoever takes it: an officer, an outside system, or the one visit of an instant item. Pure;
 * whether it may be taken is asked elsewhere.
 */

/** Who takes a step, and when it happened. */
export interface Taken {
  by: CaseEventBy;
  at: Date;
}

const step = (action: CaseStep['action'], taken: Taken, more: Partial<CaseStep> = {}): CaseStep => ({
  action,
  by: taken.by,
  at: taken.at,
  ...more,
});

export const handlerWords = ({ name, number, window }: Omit<HandlerDoc, 'staffId'>) =>
  `${name}（工号 ${number}${window ? `，${window}` : ''}）`;

export function receive(
  taken: Taken,
  given: { receipt: string; handler: HandlerDoc | null; materials?: CaseDoc['materials'] },
): CaseStep {
  return step('receive', taken, {
    facts: { receipt: given.receipt },
    set: {
      receiptNumber: given.receipt,
      ...(given.handler && { handler: given.handler }),
      ...(given.materials && { materials: given.materials }),
    },
  });
}

/**
 * The list with exactly those ticked.
 * @throws Problem VALIDATION_FAILED when something is not on it
 */
export function ticked(doc: Pick<CaseDoc, 'materials'>, received: readonly string[]): CaseDoc['materials'] {
  const known = new Set(doc.materials.map(({ id }) => id));
  if (received.some((id) => !known.has(id)))
    throw new Problem('VALIDATION_FAILED', { fields: { 'body.received': '有的材料不在这个事项的清单里' } });
  return doc.materials.map((material) => ({ ...material, received: received.includes(material.id) }));
}

/**
 * The list with those ticked as well: what was brought later joins what was there.
 * @throws Problem VALIDATION_FAILED when something is not on it
 */
export function alsoTicked(
  doc: Pick<CaseDoc, 'materials'>,
  received: readonly string[],
): CaseDoc['materials'] {
  const before = doc.materials.flatMap((material) => (material.received ? [material.id] : []));
  return ticked(doc, [...before, ...received]);
}

export function recordPapers(taken: Taken, materials: CaseDoc['materials']): CaseStep {
  const count = materials.filter(({ received }) => received).length;
  return step('record-papers', taken, { facts: { count: String(count) }, set: { materials } });
}

export function decline(
  doc: CaseDoc,
  taken: Taken,
  { reason, basis, elsewhere }: { reason: string; basis: string; elsewhere?: string },
): CaseStep {
  const remedies = [...(elsewhere ? [`这件事可以到${elsewhere}办理。`] : []), ...remediesOf(doc)];
  return step('decline', taken, {
    why: reason,
    set: { declined: { at: taken.at, reason, basis, remedies } },
  });
}

/**
 * What can be done against it, as the guide says; where it says nothing, what the law gives against every decision
 * (行政许可法 §38; 行政复议法 §20; 行政诉讼法 §46).
 */
function remediesOf({ remedies }: CaseDoc): RefusalDoc['remedies'] {
  if (remedies.length > 0) return remedies;
  return [
    '不服的，可以自知道之日起 60 日内申请行政复议。',
    '也可以自知道之日起 6 个月内向人民法院提起行政诉讼。',
  ];
}

/**
 * One request that names everything (一次性告知, 行政许可法 §32).
 * @param days how long the citizen has: to the end of that day
 * @throws Problem VALIDATION_FAILED when something is neither on the list nor named
 */
export function requestSupplement(
  doc: CaseDoc,
  taken: Taken,
  given: { reason: string; asked: { materialId?: string; name?: string; why: string }[] },
  days: number,
): CaseStep {
  const asked = given.asked.map(({ materialId, name, why }, index) => {
    const listed = doc.materials.find(({ id }) => id === materialId);
    const called = name ?? listed?.name;
    if ((materialId !== undefined && !listed) || called === undefined)
      throw new Problem('VALIDATION_FAILED', { fields: { [`body.asked.${index}.name`]: '写明是什么材料' } });
    return { materialId: listed?.id ?? null, name: called, why };
  });
  const dueAt = instant(addDays(dateOf(taken.at), days), '24:00');
  return step('request-supplement', taken, {
    why: given.reason,
    clock: { why: 'citizen', reason: given.reason },
    set: { supplement: { asked, reason: given.reason, askedAt: taken.at, dueAt, answeredAt: null } },
  });
}

export function supplement(doc: CaseDoc, taken: Taken, materials: CaseDoc['materials']): CaseStep {
  if (!doc.supplement) throw new Error('Nothing was asked for');
  return step('supplement', taken, {
    set: { materials, supplement: { ...doc.supplement, answeredAt: taken.at } },
  });
}

/** @param names of what came */
export function addLater(taken: Taken, materials: CaseDoc['materials'], names: readonly string[]): CaseStep {
  return step('add-later', taken, { facts: { names: names.join('、') }, set: { materials } });
}

export function assign(taken: Taken, handler: HandlerDoc, reason?: string): CaseStep {
  return step('assign', taken, {
    ...(reason && { why: reason }),
    facts: { handler: handlerWords(handler) },
    set: { handler },
  });
}

export function review(
  doc: CaseDoc,
  taken: Taken,
  given: { department: string; opinion: 'agree' | 'object'; note?: string },
): CaseStep {
  const { department, opinion, note = null } = given;
  const { staffId = null, name = null } = taken.by;
  const reviews = doc.reviews.map((each) =>
    each.department === department ? { department, opinion, note, staffId, by: name, at: taken.at } : each,
  );
  return step('review', taken, { facts: { department }, set: { reviews } });
}

/** @throws Problem CASE_NO_SUCH_STEP when the guide does not name it: nothing else may stop the clock */
export function beginSpecialStep(
  doc: CaseDoc,
  taken: Taken,
  given: { name: string; reason: string },
): CaseStep {
  const choice = doc.specialStepChoices.find(({ name }) => name === given.name);
  if (!choice) throw new Problem('CASE_NO_SUCH_STEP');
  const { name, basis, counted } = choice;
  const begun = { name, basis, counted, reason: given.reason, from: taken.at, until: null, outcome: null };
  return step('begin-special-step', taken, {
    why: given.reason,
    facts: { step: name, clock: counted ? '' : '，这段时间不计入期限' },
    clock: { why: 'special-step', reason: `${name}：${given.reason}`, counted },
    set: { specialSteps: [...doc.specialSteps, begun] },
  });
}

export function endSpecialStep(doc: CaseDoc, taken: Taken, outcome: string): CaseStep {
  const last = doc.specialSteps.at(-1);
  if (!last) throw new Error('No special step was begun');
  const ended = { ...last, until: taken.at, outcome };
  return step('end-special-step', taken, {
    why: outcome,
    facts: { step: last.name },
    set: { specialSteps: [...doc.specialSteps.slice(0, -1), ended] },
  });
}

export function requestExtension(taken: Taken, reason: string): CaseStep {
  return step('request-extension', taken, {
    why: reason,
    set: {
      extension: {
        state: 'asked',
        reason,
        askedBy: taken.by.staffId ?? null,
        askedName: taken.by.name ?? '',
        askedAt: taken.at,
        answeredName: null,
        answeredAt: null,
      },
    },
  });
}

/** @param days working days that are added */
export function approveExtension(doc: CaseDoc, taken: Taken, days: number): CaseStep {
  return step('approve-extension', taken, {
    why: doc.extension?.reason,
    facts: { days: String(days) },
    set: { extension: answered(doc, taken, 'approved') },
  });
}

export function refuseExtension(doc: CaseDoc, taken: Taken, reason: string): CaseStep {
  return step('refuse-extension', taken, {
    why: reason,
    set: { extension: answered(doc, taken, 'refused') },
  });
}

function answered(doc: CaseDoc, { by, at }: Taken, state: 'approved' | 'refused') {
  if (!doc.extension) throw new Error('No extension was asked for');
  return { ...doc.extension, state, answeredName: by.name ?? '', answeredAt: at };
}

export function approve(taken: Taken, note?: string): CaseStep {
  return step('decide-approve', taken, {
    set: {
      decision: {
        outcome: 'approved',
        at: taken.at,
        by: deciderOf(taken),
        note: note ?? null,
        refusal: null,
      },
    },
  });
}

export function refuseCase(doc: CaseDoc, taken: Taken, { reason, basis }: { reason: string; basis: string }) {
  const refusal = { at: taken.at, reason, basis, remedies: remediesOf(doc) };
  return step('decide-refuse', taken, {
    why: reason,
    set: { decision: { outcome: 'refused', at: taken.at, by: deciderOf(taken), note: null, refusal } },
  });
}

const deciderOf = ({ by }: Taken) => by.name ?? by.systemId ?? '';

export const resultWords = {
  window: '到窗口领取',
  courier: '免费快递送到家',
  electronic: '在手机上查看电子结果',
} as const;

export function makeReady(taken: Taken, how: keyof typeof resultWords): CaseStep {
  return step('make-ready', taken, {
    facts: { how: resultWords[how] },
    set: { result: { how, readyAt: taken.at, deliveryId: null } },
  });
}

/** A parcel brings it from now on. */
export function sendByCourier(doc: CaseDoc, taken: Taken, deliveryId: string): CaseStep {
  return step('send', taken, { set: { result: { ...ready(doc), deliveryId } } });
}

/** The result is to be had otherwise than was said when it was ready. */
export function changeHow(doc: CaseDoc, taken: Taken, how: 'window' | 'courier'): CaseStep {
  return step('change-how', taken, {
    facts: { how: resultWords[how] },
    set: { result: { ...ready(doc), how, deliveryId: null } },
  });
}

/** @param how by what it reached the citizen, in words */
export function deliver(doc: CaseDoc, taken: Taken, deliveryId: string, how: string): CaseStep {
  return step('deliver', taken, { facts: { how }, set: { result: { ...ready(doc), deliveryId } } });
}

function ready({ result }: CaseDoc) {
  if (!result) throw new Error('The result is not ready');
  return result;
}

/** Taken back at the counter, by whoever stands there: the officer only writes it down. */
export function withdrawAtWindow(taken: Taken, reason: string): CaseStep {
  return step('withdraw', taken, { why: reason, facts: { asked: '应申请人在窗口的要求，' } });
}

export function handOver(taken: Taken, note?: string): CaseStep {
  return step('hand-over', taken, { ...(note && { why: note }) });
}
