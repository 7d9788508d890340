import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../../clock';

/** A platform certificate as it was downloaded and decrypted. */
export interface PlatformKey {
  serial: string;
  key: KeyObject;
  from: number;
  until: number;
}

interface Parts {
  publicKey: { id: string; pem: string } | null;
  clock: Clock;
  log: Logger;
  /** GET /v3/certificates, decrypted. */
  download(): Promise<PlatformKey[]>;
}

/** WeChat Pay asks to look for new certificates within 12 hours; an old one stays good for days beside a new one. */
const FRESH_MS = 11 * 3_600_000;
/** However many forged serial numbers arrive, there is one download in this time. */
const APART_MS = 60_000;
const CERTIFICATE_SERIAL = /^[0-9A-F]{40}$/;

/**
 * The keys with which WeChat Pay signs, by serial number: its public key from the settings, and its platform certificates as
 * downloaded. During a migration both are met.
 */
export class PlatformKeys {
  private readonly fixed: ReadonlyMap<string, KeyObject>;
  private downloaded = new Map<string, PlatformKey>();
  private freshUntil = Number.NEGATIVE_INFINITY;
  private triedAt = Number.NEGATIVE_INFINITY;
  private underWay: Promise<void> | null = null;

  constructor(private readonly parts: Parts) {
    const { publicKey } = parts;
    this.fixed = new Map(publicKey ? [[publicKey.id, createPublicKey(publicKey.pem)]] : []);
  }

  /** The key of a serial number, of those that are known now. */
  known(serial: string): KeyObject | null {
    const fixed = this.fixed.get(serial);
    if (fixed) return fixed;
    const now = this.parts.clock.now().getTime();
    const found = this.downloaded.get(serial.toUpperCase());
    return found && found.from <= now && now <= found.until ? found.key : null;
  }

  /**
   * The key of a serial number. One that could be a certificate and is not known has them downloaded, at most once a
   * minute; so have certificates that are getting old, without anybody waiting.
   */
  async of(serial: string): Promise<KeyObject | null> {
    const key = this.known(serial);
    if (key) {
      if (!this.fixed.has(serial) && this.parts.clock.now().getTime() > this.freshUntil) void this.refresh();
      return key;
    }
    if (!CERTIFICATE_SERIAL.test(serial.toUpperCase())) return null;
    await this.refresh();
    return this.known(serial);
  }

  /** Downloads, unless that was tried within the last minute. Never throws: what was known stays. */
  private refresh(): Promise<void> {
    const now = this.parts.clock.now().getTime();
    if (this.underWay) return this.underWay;
    // A sandbox's clock may have been set back.
    if (Math.abs(now - this.triedAt) < APART_MS) return Promise.resolve();
    this.triedAt = now;
    this.underWay = this.parts
      .download()
      .then((keys) => {
        this.downloaded = new Map(keys.map((one) => [one.serial, one]));
        this.freshUntil = now + FRESH_MS;
        this.parts.log.info({ certificates: keys.length }, 'platform certificates downloaded');
      })
      .catch(() => this.parts.log.warn('platform certificates could not be downloaded'))
      .finally(() => {
        this.underWay = null;
      });
    return this.underWay;
  }
}

/** @throws when it is no certificate, or of another serial number */
export function platformKey(pem: string, serial: string): PlatformKey {
  const certificate = new X509Certificate(pem);
  if (certificate.serialNumber.padStart(40, '0') !== serial.toUpperCase())
    throw new TypeError('a certificate of another serial number');
  return {
    serial: serial.toUpperCase(),
    key: certificate.publicKey,
    from: Date.parse(certificate.validFrom),
    until: Date.parse(certificate.validTo),
  };
}
