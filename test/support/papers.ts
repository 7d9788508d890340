import type { Guide } from '../../shared/contract';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { onlineItem } from './hand-in';
import { knownCitizen, openPhone, press } from './road';
import { staff } from './staff';
import type { Weapp, WeappOptions } from './weapp';

export interface Applicant {
  phone: Weapp;
  client: SignedIn;
  guide: Guide;
  /** Of the case that is being filled in. */
  id: string;
  /** What must be handed in, in the order of the page. */
  required: string[];
  options: { storage: Map<string, string>; files: Map<string, Buffer> };
}

/** A citizen who has tapped 在线申请 on the guide of an item with that channel, on the form. */
export async function applicant(app: TestApp, options: Partial<WeappOptions> = {}): Promise<Applicant> {
  const known = await knownCitizen(app);
  const code = await onlineItem(app);
  const guide = await known.client.get('GET /items/{code}', { params: { code } });
  const kept = { storage: known.storage, files: new Map<string, Buffer>() };
  const phone = await openPhone(app, known.citizen, { ...kept, ...options });
  await phone.open(`/packages/guide/guide/index?code=${code}`);
  await press(phone, '在线申请');
  await phone.until('联系电话');
  const required = guide.materials
    .filter(({ necessity, waivedBy }) => necessity === 'required' && waivedBy === null)
    .map(({ name }) => name);
  return { phone, client: known.client, guide, id: phone.options.id ?? '', required, options: kept };
}

/** An officer of the hall that is responsible for an item. */
export function officerFor(app: TestApp, guide: Guide) {
  return staff(app, 'window', { venueId: guide.venueId });
}
