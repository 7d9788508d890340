import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import { type PayKeys, signedHeadersOf } from './keys';

/** With which key WeChat Pay signs: `both` in turn, as during a migration. */
export const keyModes = ['public', 'certificate', 'both'] as const;
export type KeyMode = (typeof keyModes)[number];

/** How a signature can be wrong. */
export const spoilings = [
  'unsigned',
  'wrong',
  'old',
  'early',
  'probe',
  'unknown-serial',
  'tampered',
] as const;
export type Spoiling = (typeof spoilings)[number];

const OFF_MS = 301_000;

/** Signs what WeChat Pay says, as it should be or wrong in a way that was asked for. */
export class Signing {
  mode: KeyMode = 'public';
  private turn = 0;

  constructor(
    private readonly keys: PayKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * @param wanted the serial number in the request: who names a certificate is not answered with the public key
   * @returns the headers, and the body as it is sent
   */
  sign(
    body: string,
    { spoil, wanted, mode = this.mode }: { spoil?: Spoiling; wanted?: string; mode?: KeyMode } = {},
  ): { body: string; headers: Record<string, string> } {
    if (spoil === 'unsigned') return { body, headers: {} };
    const shift = spoil === 'old' ? -OFF_MS : spoil === 'early' ? OFF_MS + 1_000 : 0;
    const now = new Date(this.clock.now().getTime() + shift);
    const { serial, key } = this.signer(mode, wanted);
    const headers = signedHeadersOf(body, serial, key, now);
    if (spoil === 'wrong') headers['Wechatpay-Signature'] = randomBytes(256).toString('base64');
    if (spoil === 'probe')
      headers['Wechatpay-Signature'] = `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']}`;
    if (spoil === 'unknown-serial')
      headers['Wechatpay-Serial'] = randomBytes(20).toString('hex').toUpperCase();
    if (spoil !== 'tampered') return { body, headers };
    // An empty body stays empty: 204 has no other.
    if (body === '') headers['Wechatpay-Nonce'] = randomBytes(16).toString('hex');
    return { body: tampered(body), headers };
  }

  private signer(mode: KeyMode, wanted: string | undefined) {
    this.turn += 1;
    const { keys } = this;
    const isPublic =
      mode === 'both'
        ? this.turn % 2 === 0 && (wanted ?? keys.publicKeyId) === keys.publicKeyId
        : mode === 'public';
    if (isPublic) return { serial: keys.publicKeyId, key: keys.publicMode.privateKey };
    return { serial: keys.certificate.serial, key: keys.certificate.privateKey };
  }
}

/** A digit, or else a letter, is another: the body still parses. */
function tampered(body: string): string {
  return body.replace(/\d|[a-z]/, (char) => (char === '1' ? '2' : '1'));
}
