import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { type StaffClient, staff } from './staff';

/** What an officer says in the answers of these tests. */
export const answered = {
  found: '当天窗口人手不够，确实让您等了两个小时。',
  done: '已加开一个窗口，并约好时间为您当面办理。',
  basis: '《政务服务窗口服务规范》第五条',
};

/** A dispatcher and an officer of the city's centre who have nothing to do with anything. */
export async function complaintDesk(app: TestApp): Promise<Record<'dispatcher' | 'handler', StaffClient>> {
  const [dispatcher, handler] = await Promise.all([
    staff(app, 'dispatcher', { venueId: null }),
    staff(app, 'supervisor', { venueId: 'v530600' }),
  ]);
  return { dispatcher, handler };
}

/** Takes a complaint if nobody has yet, gives it to the officer, and has it answered. */
export async function answerComplaint(
  { dispatcher, handler }: Record<'dispatcher' | 'handler', StaffClient>,
  id: string,
  ending?: 'done',
): Promise<void> {
  const params = { id };
  const { state } = await dispatcher.get('GET /staff/complaints/{id}', { params });
  if (state === 'submitted') await dispatcher.get('POST /staff/complaints/{id}/accept', { params, body: {} });
  await dispatcher.get('POST /staff/complaints/{id}/assign', {
    params,
    body: { staffId: handler.member.id },
  });
  await handler.get('POST /staff/complaints/{id}/take-up', { params, body: {} });
  await handler.get('POST /staff/complaints/{id}/reply', {
    params,
    body: { ...answered, ...(ending && { ending }) },
  });
}

/** A complaint by name about attitude, at the city's centre. */
export async function filedComplaint(who: SignedIn): Promise<{ id: string; number: string }> {
  const { complaint } = await who.get('POST /complaints', {
    body: {
      category: 'attitude',
      what: '问了三次都没有人理，等了两个小时。',
      wanted: '希望有人当面说明。',
      venueId: 'v530600',
    },
  });
  return complaint;
}
