import type { CaseDetail } from '../../shared/contract';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { Client } from './client';
import { photo, upload } from './files';

/** An item that can be applied for from the phone, not done in one visit, with something required on its list. */
export async function onlineItem(app: TestApp): Promise<string> {
  const visitor = new Client(app.api);
  const { items } = await visitor.get('GET /items', { query: { q: '许可', county: '530600' } });
  for (const { code, channels, caseKind } of items) {
    if (!channels.includes('online') || caseKind !== 'promised') continue;
    const { materials } = await visitor.get('GET /items/{code}', { params: { code } });
    if (
      materials.filter(({ necessity, waivedBy }) => necessity === 'required' && waivedBy === null).length >= 2
    )
      return code;
  }
  throw new Error('The sample has no item to apply for from the phone');
}

/** An item of the same kind with something on its list that may follow later. */
export async function itemWithLater(app: TestApp): Promise<string> {
  const visitor = new Client(app.api);
  for (const q of ['许可', '检验', '核准', '登记']) {
    const { items } = await visitor.get('GET /items', { query: { q, county: '530600' } });
    for (const { code, channels, caseKind } of items) {
      if (!channels.includes('online') || caseKind !== 'promised') continue;
      const { materials } = await visitor.get('GET /items/{code}', { params: { code } });
      if (materials.some(({ necessity, waivedBy }) => necessity === 'later' && waivedBy === null))
        return code;
    }
  }
  throw new Error('The sample has no item with something that may follow');
}

/** An item that is done at windows only. */
export async function windowItem(app: TestApp): Promise<string> {
  const { items } = await new Client(app.api).get('GET /items', { query: { q: '身份证', county: '530600' } });
  const found = items.find(({ channels }) => !channels.includes('online'));
  if (!found) throw new Error('The sample has no item for windows only');
  return found.code;
}

export const wanted = ({ materials }: CaseDetail) => materials.filter(({ status }) => status === 'missing');

/** A draft with a phone and a photograph for everything that is required. */
export async function filledDraft(
  citizen: SignedIn,
  itemCode: string,
  { mandateId, phone = '13900001234' }: { mandateId?: string; phone?: string } = {},
): Promise<CaseDetail> {
  const draft = await citizen.get('POST /cases', { body: { itemCode, ...(mandateId && { mandateId }) } });
  const materials = [];
  for (const { id } of wanted(draft))
    materials.push({ id, uploads: [(await upload(citizen, await photo())).id] });
  return citizen.get('PUT /cases/{id}/draft', {
    params: { id: draft.id },
    body: { form: { phone, note: null }, materials },
  });
}

/** An application that was handed in. */
export async function submitted(
  citizen: SignedIn,
  itemCode: string,
  given: { mandateId?: string; phone?: string } = {},
): Promise<CaseDetail> {
  const { id } = await filledDraft(citizen, itemCode, given);
  return citizen.get('POST /cases/{id}/submit', { params: { id } });
}
