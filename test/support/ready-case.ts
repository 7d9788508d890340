import type { CaseDetail, StaffCase } from '../../shared/contract';
import type { DeliveryHow } from '../../shared/contract/delivery';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { onlineItem, submitted } from './hand-in';
import { staff } from './staff';

/** An application from the phone that officers brought to its ready result. */
export async function readyCase(
  app: TestApp,
  citizen: SignedIn,
  how: DeliveryHow,
  itemCode?: string,
  /** What the citizen does once it is handed in. */
  meanwhile: (id: string) => Promise<void> = async () => undefined,
): Promise<{ handedIn: CaseDetail; ready: StaffCase }> {
  const handedIn = await submitted(citizen, itemCode ?? (await onlineItem(app)));
  await meanwhile(handedIn.id);
  const officer = await staff(app, ['window', 'reviewer']);
  const head = await staff(app, 'approver');
  const params = { id: handedIn.id };
  const received = handedIn.materials.map(({ id }) => id);
  await officer.get('POST /staff/cases/{id}/receive', { params, body: { received } });
  await officer.get('POST /staff/cases/{id}/accept', { params, body: {} });
  const { reviews } = await officer.get('POST /staff/cases/{id}/start-review', { params, body: {} });
  for (const { department } of reviews)
    await officer.get('POST /staff/cases/{id}/review', { params, body: { opinion: 'agree', department } });
  await head.get('POST /staff/cases/{id}/decide-approve', { params, body: {} });
  await officer.get('POST /staff/cases/{id}/issue', { params, body: {} });
  const ready = await officer.get('POST /staff/cases/{id}/make-ready', { params, body: { how } });
  return { handedIn, ready };
}
