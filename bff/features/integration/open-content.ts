import { type CaseEvent, caseEvent } from '../../../shared/contract/integration';
import type { PersonalDataCipher } from '../../crypto/personal-data';
import { type EventDoc, integrationPurposes } from './model';

/** What a waiting event says. @throws SealBroken, or when it is settled and its words were let go */
export function openContent(cipher: PersonalDataCipher, { _id, content }: EventDoc): CaseEvent {
  if (content === null) throw new Error(`The content of ${_id} was let go`);
  return caseEvent.parse(JSON.parse(cipher.open(content, integrationPurposes.event)));
}
