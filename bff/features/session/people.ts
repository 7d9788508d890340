import { maskName } from '../../../shared/domain/mask';
import { type AccountDoc, type PersonDoc, purposes } from './model';
import type { SessionParts } from './parts';

/** What other features may know about people. */
export interface People {
  /** `王**`; null when there is no such person (any more). */
  maskedName(personId: string): Promise<string | null>;
  /** Whether the account chose elder mode. */
  elderMode(accountId: string): Promise<boolean>;
}

export function createPeople(parts: SessionParts): People {
  return {
    async maskedName(personId) {
      const person = await parts.persons.findOne({ _id: personId, erasing: null }).lean<PersonDoc>();
      return person && maskName(parts.cipher.open(person.name, purposes.personName));
    },
    async elderMode(accountId) {
      const account = await parts.accounts.findById(accountId, { settings: 1 }).lean<AccountDoc>();
      return account?.settings.elderMode ?? false;
    },
  };
}
