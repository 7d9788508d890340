import { randomUUID } from 'node:crypto';
import type { Contract, ErrorCode } from '../../shared/contract';
import type { ComplaintDetail } from '../../shared/contract/complaints';
import type { BodyIn } from '../../shared/contract/core';
import type {
  StaffComplaint,
  StaffComplaintAction,
  staffComplaintsContract,
} from '../../shared/contract/staff-complaints';
import type { Client } from './client';

/** The city hall, whose desk it comes to. */
export const HALL = 'v530600';

/** Every act on a complaint by its name in the contract. */
type ComplaintAct = Extract<keyof typeof staffComplaintsContract, `POST /staff/complaints/{id}/${string}`>;

export const complaintAct = (action: StaffComplaintAction) =>
  `POST /staff/complaints/{id}/${action}` as ComplaintAct;

/** Does something with a complaint at the desk. @throws with the error's code */
export function actOn(
  by: Client,
  id: string,
  action: StaffComplaintAction,
  body: object = {},
  key?: string,
): Promise<StaffComplaint> {
  const given = { params: { id }, body: body as never, ...(key && { key }) };
  return by.get(complaintAct(action), given) as Promise<StaffComplaint>;
}

/** The same where it must be refused. @returns the code */
export function refusedOn(
  by: Client,
  id: string,
  action: StaffComplaintAction,
  body: object = {},
): Promise<ErrorCode> {
  return by.refused(complaintAct(action), { params: { id }, body: body as never });
}

/** As an officer sees it. */
export const seenBy = (by: Client, id: string): Promise<StaffComplaint> =>
  by.get('GET /staff/complaints/{id}', { params: { id } });

/** Words that no other complaint or answer has. */
export const ownWords = () =>
  randomUUID()
    .replaceAll('-', '')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '');

/** Files a complaint about the city hall. */
export async function complain(
  who: Client,
  more: Partial<BodyIn<Contract['POST /complaints']>> = {},
): Promise<ComplaintDetail> {
  const { complaint } = await who.get('POST /complaints', {
    body: {
      category: 'attitude',
      what: `窗口的人没有说清要带什么，来了三次。${ownWords()}`,
      venueId: HALL,
      ...more,
    },
  });
  return complaint;
}

/** An answer that says something of the matter. */
export function answer(more: object = {}) {
  const tag = ownWords().slice(0, 12);
  return {
    found: `调了 11 月 23 日的叫号记录和监控，第 ${tag} 号等了四十分钟，窗口没有一次说清材料。`,
    done: `当面向投诉人说明了材料，收下了 ${tag} 号的申请，当天办好。`,
    basis: '《政务服务窗口规范》第七条：一次说清',
    ...more,
  };
}
