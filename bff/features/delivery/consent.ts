import type { CarrierCode } from '../../../shared/contract/delivery';
import { carriers } from '../../../shared/domain/delivery';
import { Problem } from '../../problem';
import type { DeliveryParts } from './parts';

/** What is passed on to whom, as it is read before somebody agrees: apart from every other consent (PIPL §23). */
export function consentWords(): string {
  const names = (Object.keys(carriers) as CarrierCode[]).map((code) => carriers[code].name).join('、');
  return `寄送时，收件人的姓名、手机号和地址会交给承运的快递公司（${names}），只用于送这一件。不同意也没关系，可以到窗口领取。`;
}

/**
 * Agreed to in the words that are shown now.
 * @throws Problem COURIER_CONSENT_REQUIRED, CONSENT_VERSION_UNKNOWN
 */
export function consentFrom({ settings }: DeliveryParts, version: string | undefined, now: Date) {
  if (version === undefined) throw new Problem('COURIER_CONSENT_REQUIRED');
  if (version !== settings.delivery.consentVersion) throw new Problem('CONSENT_VERSION_UNKNOWN');
  return { version, at: now };
}
