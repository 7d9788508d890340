import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import Pay from 'wechatpay-node-v3';
import type { Clock } from '../../clock';

type Http = Parameters<Pay['createHttp']>[0];
type VerifyInput = Parameters<Pay['verifySign']>[0];

export interface LibraryParts {
  appid: string;
  mchid: string;
  serial: string;
  privateKey: string;
  apiV3Key: string;
  userAgent: string;
  clock: Clock;
  http: Http;
  /** Checks a signature with the keys that are known now; makes no call. */
  isOurs(given: VerifyInput): boolean;
}

/** Where the library believes WeChat Pay to be; what is signed is the rest. */
export const LIBRARY_HOST = 'https://api.mch.weixin.qq.com';
const TAG_BYTES = 16;

/**
 * wechatpay-node-v3 with what it leaves open closed: the tag of AES-GCM is checked, nonces come from the
 * system, time from our clock, and no signature is looked at with keys that are fetched on demand or shared between
 * instances.
 */
export class CheckedPay extends Pay {
  private readonly signer: KeyObject;

  constructor(private readonly parts: LibraryParts) {
    const signer = createPrivateKey(parts.privateKey);
    super({
      appid: parts.appid,
      mchid: parts.mchid,
      serial_no: parts.serial,
      // Asked for and never used once the serial number is known.
      publicKey: Buffer.from(createPublicKey(signer).export({ type: 'spki', format: 'pem' })),
      privateKey: Buffer.from(parts.privateKey),
      userAgent: parts.userAgent,
      key: parts.apiV3Key,
    });
    this.signer = signer;
    this.createHttp(parts.http);
  }

  override sha256WithRsa(data: string): string {
    return sign('RSA-SHA256', Buffer.from(data), this.signer).toString('base64');
  }

  /** The library takes the time of the machine and a nonce from Math.random. */
  protected override buildAuthorization(
    method: string,
    url: string,
    params?: Record<string, unknown>,
  ): string {
    const nonce = newNonce();
    const timestamp = String(Math.floor(this.parts.clock.now().getTime() / 1_000));
    const path = url.replace(LIBRARY_HOST, '');
    return this.getAuthorization(nonce, timestamp, this.getSignature(method, nonce, timestamp, path, params));
  }

  /** @throws when the tag, the key, the associated data or the nonce do not belong to the text */
  override decipher_gcm<T>(ciphertext: string, associatedData: string, nonce: string, key?: string): T {
    const plain = openSealed(ciphertext, associatedData, nonce, key ?? this.parts.apiV3Key);
    try {
      return JSON.parse(plain);
    } catch {
      // As the library has it: a certificate is no JSON.
      return plain as T;
    }
  }

  /** The library would fetch certificates for an unknown serial number, as often as anybody sends one. */
  override async verifySign(given: VerifyInput): Promise<boolean> {
    return this.parts.isOurs(given);
  }

  /** What wx.requestPayment takes. */
  paymentFor(prepayId: string, now: Date) {
    const timeStamp = String(Math.floor(now.getTime() / 1_000));
    const nonceStr = newNonce();
    const held = `prepay_id=${prepayId}`;
    const paySign = this.sign([this.appid, timeStamp, nonceStr, held, ''].join('\n'));
    return { timeStamp, nonceStr, package: held, signType: 'RSA' as const, paySign };
  }

  /** The header that a call of ours carries beside the library's. */
  authorizationFor(method: 'GET', path: string): string {
    return this.buildAuthorization(method, LIBRARY_HOST + path);
  }
}

/** 32 characters, as long as WeChat Pay allows. */
const newNonce = () => randomBytes(16).toString('hex').toUpperCase();

/** AEAD_AES_256_GCM as WeChat Pay writes it: base64, the last 16 bytes the tag. @throws when anything was changed */
export function openSealed(ciphertext: string, associatedData: string, nonce: string, key: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  if (bytes.toString('base64') !== ciphertext) throw new TypeError('not base64');
  if (bytes.length < TAG_BYTES) throw new TypeError('too short');
  const tag = bytes.subarray(bytes.length - TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(associatedData));
  decipher.setAuthTag(tag);
  const plain = Buffer.concat([
    decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)),
    decipher.final(),
  ]);
  return new TextDecoder('utf-8', { fatal: true }).decode(plain);
}
