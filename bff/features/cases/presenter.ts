import type { CaseDetail, CaseRow } from '../../../shared/contract/cases';
import { type CaseAction, caseStates } from '../../../shared/domain/case';
import { EXTENSION_DAYS, lastDay } from '../../../shared/domain/case-clock';
import { refusalOf } from '../../../shared/domain/case-rules';
import { maskName } from '../../../shared/domain/mask';
import { dateOf, toIso } from '../../../shared/domain/time';
import { dateWords, moneyWords } from '../../../shared/domain/words';
import type { Caller } from '../../http/route';
import { factsOf, toFollow } from './facts';
import { type CaseDoc, casePurposes } from './model';
import type { ParcelOfCase } from './needs';
import { outcomeWords } from './notices';
import type { CaseParts } from './parts';
import { resultWords } from './steps';
import { timelineFor } from './timeline';
import {
  deadlineViews,
  feeView,
  handlerView,
  materialView,
  pausedView,
  refusalView,
  supplementView,
  venueNameOf,
} from './views';

/** A citizen's case: with `presentRow` the only form in which it leaves the server for one. */
export async function presentCase(
  parts: CaseParts,
  doc: CaseDoc,
  caller: Caller,
  now: Date,
): Promise<CaseDetail> {
  const parcel = (await parcelsFor(parts, [doc])).get(doc._id);
  const own = doc.personId === caller.personId;
  const { running: _, ...deadlines } = deadlineViews(parts, doc, now);
  const open = (value: string | null, purpose: string) => value && parts.cipher.open(value, purpose);
  const may = (action: CaseAction) =>
    refusalOf({ ...factsOf(doc), incomplete: false }, action, { role: own ? 'citizen' : 'agent' }, now) ===
    null;
  const { decision, extension } = doc;
  return {
    ...presentRow(parts, doc, caller, now, parcel),
    receiptNumber: doc.receiptNumber,
    channel: doc.channel,
    caseKind: doc.caseKind,
    venue: venueOf(parts, doc),
    createdAt: toIso(doc.createdAt),
    handedInAt: doc.handedInAt && toIso(doc.handedInAt),
    form: {
      phone: open(doc.form.phone, casePurposes.phone),
      note: open(doc.form.note, casePurposes.note),
    },
    materials: doc.materials.map(materialView),
    ...deadlines,
    paused: pausedView(doc, now),
    extended:
      extension?.state === 'approved' && extension.answeredAt
        ? { at: toIso(extension.answeredAt), reason: extension.reason, workingDays: EXTENSION_DAYS }
        : null,
    handler: handlerView(parts, doc),
    reviews: doc.reviews.map(({ department, opinion }) => ({ department, done: opinion !== null })),
    supplement: doc.supplement && supplementView(doc.supplement, now),
    declined: doc.declined && refusalView(doc.declined),
    decision: decision && {
      outcome: decision.outcome,
      words: outcomeWords[decision.outcome],
      at: toIso(decision.at),
      refusal: decision.refusal && refusalView(decision.refusal),
    },
    fee: feeView(parts, doc),
    result: doc.result && {
      how: doc.result.how,
      words: resultWords[doc.result.how],
      readyAt: toIso(doc.result.readyAt),
      deliveryId: parcel?.deliveryId ?? null,
    },
    phones: phonesOf(parts, doc),
    canEdit: may('save-draft'),
    canSupplement: may('supplement'),
    canWithdraw: may('withdraw'),
    toFollow: may('add-later') ? toFollow(doc).map(({ id }) => id) : [],
    timeline: timelineFor(doc, own ? 'self' : 'agent', now),
    version: doc.version,
    now: toIso(now),
  };
}

/** The parcels that bring the results of cases, by case: asked only of those that may have one. */
export async function parcelsFor(parts: CaseParts, docs: readonly CaseDoc[]): Promise<Parcels> {
  const sent = docs.filter(({ result }) => result !== null && result.how !== 'electronic');
  return sent.length === 0 ? new Map() : parts.deliveries.parcelsOf(sent.map(({ _id }) => _id));
}

export type Parcels = ReadonlyMap<string, ParcelOfCase>;

/** The parcel that a case waits for; one that is over says nothing any more. */
const waitedFor = ({ state, result }: CaseDoc, parcel: ParcelOfCase | undefined) =>
  state === 'delivering' && result?.how === 'courier' ? parcel : undefined;

/** A line of a list. @param parcel of its result, once there is one */
export function presentRow(
  parts: CaseParts,
  doc: CaseDoc,
  caller: Caller,
  now: Date,
  parcel: ParcelOfCase | undefined,
): CaseRow {
  const shown = waitedFor(doc, parcel);
  const { words, tone } = shown ? { words: shown.stateWords, tone: shown.tone } : caseStates[doc.state];
  const { running } = deadlineViews(parts, doc, now);
  const own = doc.personId === caller.personId;
  return {
    id: doc._id,
    number: doc.number ?? null,
    state: doc.state,
    stateWords: doc.state === 'decided' && doc.decision ? outcomeWords[doc.decision.outcome] : words,
    tone: doc.decision?.outcome === 'refused' && tone === 'done' ? 'lost' : tone,
    itemCode: doc.itemCode,
    itemName: doc.itemName,
    department: doc.department,
    venueName: venueNameOf(parts, doc),
    forWhom: own
      ? null
      : {
          name: maskName(parts.cipher.open(doc.applicant.name, casePurposes.applicantName)),
          relation: doc.agentOf ?? '代办人',
        },
    waitingOn: shown?.holder ?? waitingOn(parts, doc),
    nextStep: shown?.nextStep ?? nextStepOf(parts, doc, now),
    byWords:
      doc.state === 'supplement-requested' && doc.supplement
        ? supplementView(doc.supplement, now).dueWords
        : (running?.words ?? null),
    by: running?.by ?? null,
    action: actionOf(doc, parcel),
    updatedAt: toIso(doc.updatedAt),
  };
}

/** The one thing a citizen must do now. */
export function actionOf(doc: CaseDoc, parcel: ParcelOfCase | undefined): CaseRow['action'] {
  switch (doc.state) {
    case 'draft':
      return { kind: 'continue-draft', label: '继续填写' };
    case 'supplement-requested':
      return { kind: 'supplement', label: '补材料' };
    case 'delivering':
      if (doc.result?.how !== 'courier') return { kind: 'collect', label: '领取结果' };
      return parcel?.actionLabel ? { kind: 'delivery', label: parcel.actionLabel } : null;
    default:
      return null;
  }
}

/** Who has it now: an office, a person, or the citizen. */
export function waitingOn(parts: CaseParts, doc: CaseDoc): string {
  const hall = venueNameOf(parts, doc);
  const officer = doc.handler
    ? `${hall} ${[doc.handler.window, doc.handler.name].filter(Boolean).join(' ')}`
    : hall;
  const open = doc.reviews.filter(({ opinion }) => opinion === null).map(({ department }) => department);
  switch (doc.state) {
    case 'draft':
    case 'supplement-requested':
      return '您';
    case 'submitted':
    case 'received':
      return officer;
    case 'in-review':
      return open.length > 0 ? open.join('、') : doc.department;
    case 'delivering':
      return doc.result?.how === 'courier' ? '快递' : '您';
    default:
      return doc.department;
  }
}

/** What happens next and what the citizen can do about it. */
export function nextStepOf(parts: CaseParts, doc: CaseDoc, now: Date): string {
  const day = (by: Date | null) => (by ? dateWords(lastDay(by), dateOf(now)) : '');
  const hall = venueNameOf(parts, doc);
  switch (doc.state) {
    case 'draft':
      return '填好并交齐材料就可以提交；填到一半的内容替您留着。';
    case 'submitted':
    case 'received':
      return `${hall}会在 ${day(doc.acceptBy)}前答复是否受理；到时没有答复就视为受理。`;
    case 'supplement-requested':
      return `在 ${day(doc.supplement?.dueAt ?? null)}前把要补的材料一次交齐；到时没有补，这次申请会关闭，可以重新申请。`;
    case 'accepted':
      return `${doc.department}接下来审查您的材料。`;
    case 'in-review':
      return doc.reviews.some(({ opinion }) => opinion === null)
        ? `${waitingOn(parts, doc)}正在审查，意见齐了就作出决定。`
        : `${doc.department}接下来作出决定。`;
    case 'special-step':
      return `“${doc.specialSteps.at(-1)?.name ?? '特别程序'}”结束以后继续审查。`;
    case 'decided':
    case 'issuing':
      return doc.decision?.outcome === 'refused'
        ? `书面决定会在 ${day(doc.deliverBy)}前送出；理由和救济办法见下面。`
        : `结果会在 ${day(doc.deliverBy)}前送出。`;
    case 'delivering':
      if (doc.fee?.state === 'owed')
        return `先付清 ${moneyWords(doc.fee.fen)}的费用：在手机上付，或到${hall}窗口付；付清就可以领取结果。`;
      return doc.result?.how === 'window'
        ? `带身份证到${hall}领取。`
        : doc.result?.how === 'courier'
          ? '快递送到以后，当面核对再签收。'
          : '在手机上就可以查看结果。';
    case 'completed':
      return '已经办结。';
    case 'declined':
      return '理由和救济办法见下面；补齐条件以后可以重新申请。';
    case 'withdrawn':
      return '需要时可以重新申请。';
    case 'closed':
      return '材料备齐以后可以重新申请。';
  }
}

function venueOf(parts: CaseParts, doc: CaseDoc) {
  const venue = parts.venues.venue(doc.venueId);
  return {
    id: doc.venueId,
    name: venue?.name ?? '大厅已调整',
    address: venue?.address.text ?? '',
    phone: venue?.phone ?? '12345',
  };
}

/** Whom to ring, each number once. */
function phonesOf(parts: CaseParts, doc: CaseDoc): CaseDetail['phones'] {
  const all = [
    { label: venueNameOf(parts, doc), phone: parts.venues.venue(doc.venueId)?.phone ?? '12345' },
    { label: `${doc.department}咨询`, phone: doc.phones.enquiry },
    { label: '监督', phone: doc.phones.supervision },
    { label: '政务服务热线', phone: '12345' },
  ];
  return all.filter(({ phone }, index) => all.findIndex((other) => other.phone === phone) === index);
}
