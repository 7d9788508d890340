import { lastDay } from '../../../shared/domain/case-clock';
import { complaintStates } from '../../../shared/domain/complaint';
import { dateOf } from '../../../shared/domain/time';
import { dateWords } from '../../../shared/domain/words';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';

type Placed = Pick<ComplaintParts, 'venues'>;

/** The hall whose desk has it. */
export function deskOf({ venues }: Placed, { deskVenueId }: ComplaintDoc): { name: string; phone: string } {
  return venues.venue(deskVenueId) ?? { name: '政务服务中心', phone: '12345' };
}

/** Who has it now, with a phone. */
export function holderOf(parts: Placed, doc: ComplaintDoc): string {
  const { name, phone } = deskOf(parts, doc);
  switch (complaintStates[doc.state].holder) {
    case 'dispatcher':
      return `${name}投诉受理岗（${phone}）`;
    case 'handler':
      return doc.handler
        ? `${doc.handler.department ?? name} ${doc.handler.name}（工号 ${doc.handler.number}，电话 ${phone}）`
        : `${name}承办人（${phone}）`;
    case 'caller-back':
      return `${name}回访岗（${phone}）`;
    case 'nobody':
      return `${name}（${phone}）`;
  }
}

/** `11月27日前答复您`; null when no clock runs. */
export function byWordsOf(doc: ComplaintDoc, now: Date): string | null {
  const { clock } = complaintStates[doc.state];
  if (doc.by === null || clock === null) return null;
  const day = dateWords(lastDay(doc.by), dateOf(now));
  if (now >= doc.by) return `应在 ${day}前完成，已超过期限`;
  // Whoever gave no name can be told nothing and not be called: they come and look.
  const what = doc.anonymous
    ? { accept: '写明是否受理', reply: '答复', 'call-back': '归档' }[clock]
    : { accept: '告诉您是否受理', reply: '答复您', 'call-back': '回访您' }[clock];
  return `${day}前${what}`;
}

/** What happens next, and what whoever complained can do about it. */
export function nextStepOf(parts: Placed, doc: ComplaintDoc, now: Date): string {
  const { phone } = deskOf(parts, doc);
  if (doc.open && doc.by && now >= doc.by)
    return `超过期限，主管正在督办；着急可以打 ${phone}，或拨打 12345。`;
  switch (doc.state) {
    case 'submitted':
      return doc.anonymous
        ? '是否受理会写在这里，凭查询码随时来看；有新情况可以补充。'
        : '受理或不受理都会告诉您；有新情况可以补充。';
    case 'accepted':
      return doc.round === 2 ? '换一位和这件事无关的工作人员重新核查。' : '交给和这件事无关的工作人员核查。';
    case 'assigned':
      return '承办人接手后开始核查；有新情况可以补充。';
    case 'investigating':
      return '查清后书面答复您：查到了什么、做了什么、依据是什么。';
    case 'joined':
      return '和同一件事的投诉一起核查，查清后单独答复您。';
    case 'replied':
      return doc.round === 1
        ? '看答复，说说满不满意；不满意可以换人再核查一次。'
        : '看答复；仍不满意，可以拨打 12345，或按答复里写的办法办理。';
    case 'called-back':
      return '归档前您还可以说满不满意。';
    case 'closed':
      return doc.planBy
        ? `答应在 ${dateWords(doc.planBy, dateOf(now))}前办成，没办成可以打 ${phone}。`
        : '已经办结；有新的情况可以重新提交。';
    case 'declined':
      return doc.declined ? `可以找：${doc.declined.channel}` : '可以拨打 12345。';
    case 'withdrawn':
      return '已经撤回，需要时可以重新提交。';
  }
}
