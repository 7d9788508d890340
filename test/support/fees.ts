import type { OrderDetail } from '../../shared/contract/payments';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { orderOf, owedCase, payDoor } from './payments';
import { type StaffClient, staff } from './staff';

/** A fee that somebody owes for a case that was accepted at the window. */
export interface OwedFee {
  order: OrderDetail;
  caseId: string;
  clerk: StaffClient;
}

/** Somebody hands in everything at the window, and it is accepted: the fee is owed from then on. 20 元 unless told. */
export async function owedFee(app: TestApp, who: SignedIn, itemName?: string): Promise<OwedFee> {
  const clerk = await staff(app, 'window');
  const owed = await owedCase(app, clerk, who, itemName);
  return { order: await orderOf(who, owed.order.id), caseId: owed.case.id, clerk };
}

/** WeChat Pay does not answer one of its questions until it is told to. @returns what ends it */
export async function deafWeChatPay(
  app: TestApp,
  target: 'pay-prepay' | 'pay-query',
): Promise<() => Promise<void>> {
  await payDoor(app, '/faults', { target, kind: 'drop' });
  return async () => {
    await fetch(`${app.url}/sandbox/faults`, { method: 'DELETE' });
  };
}
