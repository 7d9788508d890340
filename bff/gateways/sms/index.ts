/** One text message to one phone. */
export interface Sms {
  /** Ours; comes back in the provider's records. */
  id: string;
  /** A mainland number of 11 digits, or `+852 91234567`. */
  phone: string;
  /** The provider's number of the approved template. */
  templateId: string;
  /** In the order of the template. */
  params: string[];
}

/** The provider understood and said no. */
export class SmsRefusal extends Error {
  constructor(
    /** In the provider's words: `LimitExceeded.PhoneNumberDailyLimit`. */
    readonly code: string,
    /** `later`: the same may go through another time; `receiver`: this phone takes none; `ours`: someone must mend it. */
    readonly meaning: 'later' | 'receiver' | 'ours',
  ) {
    super(`sms: ${code}`);
    this.name = 'SmsRefusal';
  }
}

/** Sends text messages. The provider cannot be asked whether it already has one: whoever calls sends each once. */
export interface SmsGateway {
  /**
   * @returns the provider's serial number
   * @throws SmsRefusal; OutboundFailure, after which it may or may not have gone out
   */
  send(sms: Sms): Promise<{ serial: string }>;
}
