import type { ComplaintDetail, complaintsContract } from '../../shared/contract/complaints';
import type { BodyIn } from '../../shared/contract/core';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { type StaffClient, staff } from './staff';

export type Filing = BodyIn<(typeof complaintsContract)['POST /complaints']>;

/** What a citizen might type. */
export const aFiling: Filing = {
  category: 'matter-not-done',
  what: '材料都带齐了，窗口说系统坏了，让我过几天再来，跑了三次都没办成。',
  wanted: '给个准确的办理时间。',
};

/** Files one by name. */
export async function filed(who: SignedIn, given: Partial<Filing> = {}): Promise<ComplaintDetail> {
  return (await who.get('POST /complaints', { body: { ...aFiling, ...given } })).complaint;
}

/** Those at the desk of the city hall who take a complaint to its answer. */
export interface Desk {
  dispatcher: StaffClient;
  handler: StaffClient;
}

export async function openDesk(app: TestApp): Promise<Desk> {
  return { dispatcher: await staff(app, 'dispatcher'), handler: await staff(app, 'supervisor') };
}

/** No two answers are alike. */
const answerTo = (id: string) => ({
  found: `经查看编号 ${id} 所说当天的取号记录和监控，系统升级，窗口没有按规定出具受理凭证。`,
  done: '已经约好明天上午优先办理，并向窗口人员重申一次性告知的要求。',
  basis: '《云南省政务服务监督管理办法》关于一次性告知的规定。',
  ending: 'planned' as const,
  endingWords: '系统恢复后优先办理',
  planBy: '2026-12-04',
});

/** Accepted, given to the handler, looked into. */
export async function investigated({ dispatcher, handler }: Desk, id: string): Promise<void> {
  const params = { id };
  await dispatcher.get('POST /staff/complaints/{id}/accept', { params, body: {} });
  await dispatcher.get('POST /staff/complaints/{id}/assign', {
    params,
    body: { staffId: handler.member.id },
  });
  await handler.get('POST /staff/complaints/{id}/take-up', { params, body: {} });
}

/** The same, and answered. */
export async function answered(desk: Desk, id: string): Promise<void> {
  await investigated(desk, id);
  await desk.handler.get('POST /staff/complaints/{id}/reply', { params: { id }, body: answerTo(id) });
}
