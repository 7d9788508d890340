import { type KeyObject, sign } from 'node:crypto';

/** What stands in a platform certificate that somebody could look at. */
export interface CertificateFacts {
  /** 40 hex digits. */
  serial: string;
  from: Date;
  until: Date;
}

const SHA256_RSA = der(0x30, oid('2a864886f70d01010b'), der(0x05));
const NAME = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from('Sandbox Tenpay.com')))));

/** An X.509 certificate as WeChat Pay hands them out, in PEM, signed with its own key. */
export function certificateOf(
  { serial, from, until }: CertificateFacts,
  publicKey: KeyObject,
  privateKey: KeyObject,
): string {
  const content = der(
    0x30,
    // Version 3.
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from(serial, 'hex')),
    SHA256_RSA,
    NAME,
    der(0x30, timeOf(from), timeOf(until)),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('RSA-SHA256', content, privateKey);
  const whole = der(0x30, content, SHA256_RSA, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Tag, length and content of DER. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

/** UTCTime: good until 2049. */
function timeOf(instant: Date): Buffer {
  const text = `${instant.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`;
  return der(0x17, Buffer.from(text));
}
