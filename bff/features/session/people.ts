import { maskName } from '../../../shared/domain/mask';
import { activeConsent } from './consents';
import { type AccountDoc, type PersonDoc, purposes } from './model';
import type { SessionParts } from './parts';
import { type Claim, personByAuthority, personOfCard } from './verify-identity';

/** What other features may know about people. */
export interface People {
  /** `王**`; null when there is no such person (any more). */
  maskedName(personId: string): Promise<string | null>;
  /** The same of many; who is gone is absent. */
  maskedNames(personIds: readonly string[]): Promise<Map<string, string>>;
  /** The whole name, for the file of a case; null when there is no such person (any more). */
  fullName(personId: string): Promise<string | null>;
  /**
   * The person of an ID card that a member of staff has before them; made when they were never here.
   * @throws Problem VALIDATION_FAILED when it cannot be one
   */
  personOfCard(card: { name: string; idNumber: string }, now: Date): Promise<string>;
  /**
   * The person behind a name and an ID number that the authority confirms; made when they were never here.
   * @throws Problem VALIDATION_FAILED, IDENTITY_NOT_VERIFIED, IDENTITY_TRIES_EXHAUSTED, IDENTITY_UNAVAILABLE
   */
  personByAuthority(claim: Claim): Promise<string>;
  /** Whether the account chose elder mode. */
  elderMode(accountId: string): Promise<boolean>;
  /** Where a person can be reached: their accounts with a consent in force, first verified first. */
  accountsOf(personId: string): Promise<ReachableAccount[]>;
  /** The same of one account; null when it is gone or its consent was withdrawn. */
  accountToReach(accountId: string): Promise<ReachableAccount | null>;
  /** The phone that WeChat vouched for in an account; null when there is none. */
  phoneOf(accountId: string): Promise<string | null>;
  /** The account that belongs to an openid, whether or not it exists. */
  accountIdOf(openid: string): string;
}

/** An account as a gateway needs it to send something: in the clear, to be used and forgotten. */
export interface ReachableAccount {
  accountId: string;
  personId: string | null;
  openid: string;
  phone: string | null;
}

export function createPeople(parts: SessionParts): People {
  const reachable = (account: AccountDoc): ReachableAccount[] =>
    activeConsent(account)
      ? [
          {
            accountId: account._id,
            personId: account.personId,
            openid: parts.cipher.open(account.openid, purposes.accountOpenid),
            phone: account.phone === null ? null : parts.cipher.open(account.phone, purposes.accountPhone),
          },
        ]
      : [];
  return {
    async accountsOf(personId) {
      const accounts = await parts.accounts
        .find({ personId, erasing: null })
        .sort({ verifiedAt: 1 })
        .lean<AccountDoc[]>();
      return accounts.flatMap(reachable);
    },
    async accountToReach(accountId) {
      const account = await parts.accounts.findOne({ _id: accountId, erasing: null }).lean<AccountDoc>();
      return (account && reachable(account)[0]) ?? null;
    },
    async phoneOf(accountId) {
      const account = await parts.accounts.findOne({ _id: accountId, erasing: null }).lean<AccountDoc>();
      return account?.phone ? parts.cipher.open(account.phone, purposes.accountPhone) : null;
    },
    accountIdOf: (openid) => parts.cipher.blindIndex(openid, purposes.accountOpenid),
    async maskedName(personId) {
      const person = await parts.persons.findOne({ _id: personId, erasing: null }).lean<PersonDoc>();
      return person && maskName(parts.cipher.open(person.name, purposes.personName));
    },
    async fullName(personId) {
      const person = await parts.persons.findOne({ _id: personId, erasing: null }).lean<PersonDoc>();
      return person && parts.cipher.open(person.name, purposes.personName);
    },
    personOfCard: (card, now) => personOfCard(parts, card, now),
    personByAuthority: (claim) => personByAuthority(parts, claim),
    async maskedNames(personIds) {
      const persons = await parts.persons
        .find({ _id: { $in: [...personIds] }, erasing: null }, { name: 1 })
        .lean<PersonDoc[]>();
      return new Map(
        persons.map(({ _id, name }) => [_id, maskName(parts.cipher.open(name, purposes.personName))]),
      );
    },
    async elderMode(accountId) {
      const account = await parts.accounts.findById(accountId, { settings: 1 }).lean<AccountDoc>();
      return account?.settings.elderMode ?? false;
    },
  };
}
