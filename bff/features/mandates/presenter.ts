import type { Mandate } from '../../../shared/contract/mandates';
import { toIso } from '../../../shared/domain/time';
import { stands } from './act-for';
import type { MandateDoc, MandateEnd } from './model';
import type { MandateParts } from './parts';
import { relationWords } from './terms';

const endWords: Record<MandateEnd, { principal: string; agent: string }> = {
  principal: { principal: '您已结束', agent: '对方已结束' },
  agent: { principal: '对方已不再代办', agent: '您已结束' },
  lapsed: { principal: '代办码已过期', agent: '代办码已过期' },
  replaced: { principal: '换了新的代办码', agent: '换了新的代办码' },
  'grown-up': { principal: '已满 16 周岁，自动结束', agent: '孩子已满 16 周岁，自动结束' },
  erased: { principal: '对方已删除账号', agent: '对方已删除账号' },
};

/** A mandate as one of its two sides sees it: the other one masked. */
export async function presentMandate(
  parts: MandateParts,
  doc: MandateDoc,
  personId: string,
  now: Date,
): Promise<Mandate> {
  const side = doc.principalId === personId ? 'principal' : 'agent';
  const other = side === 'principal' ? doc.agentId : doc.principalId;
  const lapsed = doc.state === 'offered' && doc.codeUntil !== null && doc.codeUntil <= now;
  const over = doc.state === 'ended' || lapsed || (doc.state === 'active' && !stands(doc, now));
  const endedBy = doc.endedBy ?? (lapsed ? 'lapsed' : 'grown-up');
  return {
    id: doc._id,
    side,
    relation: doc.relation,
    relationWords: relationWords[doc.relation],
    name: other === null ? null : await parts.people.maskedName(other),
    state: over ? 'ended' : doc.state,
    stateWords: over ? endWords[endedBy][side] : doc.state === 'offered' ? '等对方填写代办码' : '可以代办',
    createdAt: toIso(doc.createdAt),
    codeUntil: doc.state === 'offered' && !over && doc.codeUntil ? toIso(doc.codeUntil) : null,
    acceptedAt: doc.acceptedAt && toIso(doc.acceptedAt),
    endedAt: doc.endedAt && toIso(doc.endedAt),
    endsOn: doc.endsOn,
    termsVersion: (side === 'agent' ? doc.agentConsent : doc.principalConsent)?.version ?? '',
    canWithdraw: !over,
  };
}
