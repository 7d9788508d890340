import { createDecipheriv, createVerify, generateKeyPairSync } from 'node:crypto';
import pino from 'pino';
import { MovableClock } from '../../bff/clock';
import { createWeChatPayGateway } from '../../bff/gateways/wechat-pay/client';
import { sealed, signedHeadersOf } from '../../bff/sandbox/pay/keys';
import { readSettings } from '../../bff/settings';
import { median, type Row, row } from './report';

const NOTIFICATIONS = 2_000;
const ROUNDS = 5;
const API_V3_KEY = 'bench0000000000000000000000bench';
const PUB_KEY_ID = 'PUB_KEY_ID_01BENCH';

interface Letter {
  headers: Record<string, string>;
  body: string;
}

/**
 * How many notifications a second the gateway verifies, opens and reads, beside an RSA-SHA256 verification and an AES-256-GCM
 * decryption and nothing else. Both run in turn in one process, one notification after another.
 */
export async function bench(): Promise<Row[]> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const clock = new MovableClock();
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  const settings = readSettings({
    NODE_ENV: 'test',
    WECHAT_PAY_MCHID: '1900000001',
    WECHAT_PAY_SERIAL: 'A'.repeat(40),
    WECHAT_PAY_PRIVATE_KEY: privateKey.export(pem).toString(),
    WECHAT_PAY_API_V3_KEY: API_V3_KEY,
    WECHAT_PAY_PUBLIC_KEY_ID: PUB_KEY_ID,
    WECHAT_PAY_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    WECHAT_PAY_NOTIFY_BASE_URL: 'https://bench.example',
  });
  const pay = createWeChatPayGateway({ settings, clock, log: pino({ level: 'silent' }) });
  if (!pay) throw new Error('there is no account');
  const letters = Array.from({ length: NOTIFICATIONS }, (_, index): Letter => {
    const body = bodyOf(index);
    const headers = Object.fromEntries(
      Object.entries(signedHeadersOf(body, PUB_KEY_ID, privateKey, clock.now())).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ]),
    );
    return { headers, body };
  });

  const bare: number[] = [];
  const opened: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const bareSeconds = await seconds(async () => {
      for (const letter of letters) verifyAndDecrypt(letter, publicKey);
    });
    const openSeconds = await seconds(async () => {
      for (const [index, { headers, body }] of letters.entries()) {
        const notice = await pay.open(headers, body, clock.now());
        if (notice.kind !== 'transaction' || notice.transaction.outTradeNo !== numberOf(index))
          throw new Error('another notification');
      }
    });
    // The first is for the compiler.
    if (round < 0) continue;
    bare.push(NOTIFICATIONS / bareSeconds);
    opened.push(NOTIFICATIONS / openSeconds);
  }
  const ratios = opened.map((value, index) => value / (bare[index] ?? Number.NaN));
  return [
    row('notifications opened / bare RSA verification and AES-GCM', median(ratios), 'ratio', {
      atLeast: 0.3,
    }),
    row('notifications verified, opened and read by the gateway', median(opened), '/s'),
    row('bare RSA-SHA256 verification and AES-256-GCM decryption', median(bare), '/s'),
  ];
}

const numberOf = (index: number) => `ZT20261124${String(index).padStart(6, '0')}`;

/** As WeChat Pay writes it: some 700 bytes of it encrypted. */
function bodyOf(index: number): string {
  const transaction = {
    transaction_id: `42000000002026112400${String(index).padStart(8, '0')}`,
    amount: { payer_total: 2_000, total: 2_000, currency: 'CNY', payer_currency: 'CNY' },
    mchid: '1900000001',
    trade_state: 'SUCCESS',
    bank_type: 'CMC',
    success_time: '2026-11-24T10:34:56+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    out_trade_no: numberOf(index),
    appid: 'wx0000000000sandbox',
    trade_state_desc: '支付成功',
    trade_type: 'JSAPI',
    attach: '',
  };
  return JSON.stringify({
    id: `EV-${index}`,
    create_time: '2026-11-24T10:34:57+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      ...sealed(JSON.stringify(transaction), 'transaction', API_V3_KEY),
    },
  });
}

type PublicKey = ReturnType<typeof generateKeyPairSync>['publicKey'];

function verifyAndDecrypt({ headers, body }: Letter, publicKey: PublicKey): void {
  const text = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`;
  const isRight = createVerify('RSA-SHA256')
    .update(text)
    .verify(publicKey, headers['wechatpay-signature'] ?? '', 'base64');
  if (!isRight) throw new Error('not signed');
  const { resource } = JSON.parse(body) as { resource: ReturnType<typeof sealed> };
  const bytes = Buffer.from(resource.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', API_V3_KEY, resource.nonce);
  decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(bytes.subarray(-16));
  Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
