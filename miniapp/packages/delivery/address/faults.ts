import type { FieldError } from '../../../components/error-summary';

/** What is typed into the form. */
export interface AddressForm {
  name: string;
  phone: string;
  /** County or township; null while none is picked. */
  regionCode: string | null;
  regionWords: string;
  detail: string;
  isDefault: boolean;
}

export const emptyForm: AddressForm = {
  name: '',
  phone: '',
  regionCode: null,
  regionWords: '',
  detail: '',
  isDefault: false,
};

/** The number as it is kept: without what people put between its digits, and without the country's. */
export function cleanPhone(typed: string): string {
  return typed.replace(/[^\d]/g, '').replace(/^(?:0086|86)(?=1\d{10}$)/, '');
}

/** What has to be mended, in the order of the form. */
export function faultsOf({ name, phone, regionCode, detail }: AddressForm): FieldError[] {
  const faults: FieldError[] = [];
  if (name.trim().length < 2 || name.trim().length > 30) {
    faults.push({ field: 'name', message: '写上收件人的姓名，2 到 30 个字。' });
  }
  if (!/^1[3-9]\d{9}$/.test(cleanPhone(phone))) {
    faults.push({ field: 'phone', message: '手机号是 11 位数字，以 1 开头。' });
  }
  if (regionCode === null) faults.push({ field: 'region', message: '选一下所在地区，到县区或乡镇。' });
  if (detail.trim().length < 2 || detail.trim().length > 100) {
    faults.push({ field: 'detail', message: '写清楚路名和门牌，或者村、组，2 到 100 个字。' });
  }
  return faults;
}
