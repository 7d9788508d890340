import {
  createCipheriv,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomInt,
  sign,
} from 'node:crypto';
import { toIso } from '../../../shared/domain/time';
import type { Clock } from '../../clock';
import { certificateOf } from './certificate';

interface Pair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** A platform certificate with the key that it speaks for. */
interface Platform extends Pair {
  serial: string;
  pem: string;
  from: Date;
  until: Date;
}

const DAY_MS = 86_400_000;
const YEARS_MS = 5 * 365 * DAY_MS;

/** The keys of WeChat Pay and of the merchant, made when they are first needed: RSA takes its time. */
export class PayKeys {
  readonly mchid = '1900000001';
  readonly apiV3Key = randomBytes(16).toString('hex');
  readonly publicKeyId = `PUB_KEY_ID_01${this.mchid}2026${randomBytes(8).toString('hex').toUpperCase()}`;
  readonly merchantSerial = serial();
  private readonly platform: Platform[] = [];

  constructor(private readonly clock: Clock) {}

  get merchant(): Pair {
    return once('merchant');
  }

  /** WeChat Pay's own pair behind PUB_KEY_ID. */
  get publicMode(): Pair {
    return once('public');
  }

  /** The newest certificate's pair. */
  get certificate(): Platform {
    return this.platform.at(-1) ?? this.rotate();
  }

  /** A new certificate signs from now on; the old ones stay in the list. */
  rotate(): Platform {
    const { publicKey, privateKey } = this.platform.length === 0 ? once('platform') : pair();
    const from = new Date(this.clock.now().getTime() - DAY_MS);
    const facts = { serial: serial(), from, until: new Date(from.getTime() + YEARS_MS) };
    const made = { ...facts, publicKey, privateKey, pem: certificateOf(facts, publicKey, privateKey) };
    this.platform.push(made);
    return made;
  }

  /** Takes the old certificates out of the list. */
  dropOld(): void {
    this.platform.splice(0, Math.max(this.platform.length - 1, 0));
  }

  /** What GET /v3/certificates answers. */
  list(): object {
    const newest = this.certificate;
    const all = this.platform.length > 0 ? this.platform : [newest];
    return {
      data: all.map(({ serial: serial_no, from, until, pem }) => ({
        serial_no,
        effective_time: toIso(from).replace(/\.\d+/, ''),
        expire_time: toIso(until).replace(/\.\d+/, ''),
        encrypt_certificate: sealed(pem, 'certificate', this.apiV3Key),
      })),
    };
  }
}

const made = new Map<string, Pair>();

/** A pair for all sandboxes of this process: tests start many. */
function once(name: 'merchant' | 'public' | 'platform'): Pair {
  const known = made.get(name);
  if (known) return known;
  const first = pair();
  made.set(name, first);
  return first;
}

function pair(): Pair {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 });
}

/** 20 bytes, the first neither zero nor negative in DER. */
function serial(): string {
  return Buffer.concat([Buffer.from([randomInt(0x10, 0x7f)]), randomBytes(19)])
    .toString('hex')
    .toUpperCase();
}

/** AEAD_AES_256_GCM as WeChat Pay writes it. */
export function sealed(text: string, associatedData: string, key: string) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(associatedData));
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    nonce,
    associated_data: associatedData,
    ciphertext: bytes.toString('base64'),
  };
}

/** The four headers beside a body. */
export function signedHeadersOf(body: string, serialNo: string, privateKey: KeyObject, now: Date) {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const nonce = randomBytes(16).toString('hex');
  const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), privateKey);
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': signature.toString('base64'),
    'Wechatpay-Serial': serialNo,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}
