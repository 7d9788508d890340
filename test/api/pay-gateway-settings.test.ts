import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWeChatPayGateway } from '../../bff/gateways/wechat-pay/client';
import { readSettings, UnsafeSettings } from '../../bff/settings';
import { startApp } from '../support/app';
import { payEnvironment } from '../support/pay-env';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const account = {
  WECHAT_PAY_MCHID: '1900000109',
  WECHAT_PAY_SERIAL: '5157f09efdc096de15ebe81a47057a7232f1b8e1',
  WECHAT_PAY_PRIVATE_KEY: privatePem,
  WECHAT_PAY_API_V3_KEY: 'abcdefghijklmnopqrstuvwxyz012345',
  WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000001092026112400',
  WECHAT_PAY_PUBLIC_KEY: publicPem,
  WECHAT_PAY_NOTIFY_BASE_URL: 'https://zt.example/',
};

function problemsOf(env: Record<string, string | undefined>): string {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof UnsafeSettings) return error.problems.join('\n');
    throw error;
  }
  return '';
}

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pay-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe("the merchant's account in the settings", () => {
  it('is read whole, keys as text or as files', async () => {
    const wanted = {
      mchid: '1900000109',
      serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
      privateKey: privatePem,
      apiV3Key: account.WECHAT_PAY_API_V3_KEY,
      publicKey: { id: account.WECHAT_PAY_PUBLIC_KEY_ID, pem: publicPem },
      baseUrl: 'https://api.mch.weixin.qq.com',
      notifyBaseUrl: 'https://zt.example',
    };
    expect(readSettings(account).pay).toEqual(wanted);
    const oneLine = { ...account, WECHAT_PAY_PRIVATE_KEY: privatePem.replaceAll('\n', '\\n') };
    expect(readSettings(oneLine).pay).toEqual(wanted);
    const file = join(dir, 'apiclient_key.pem');
    await writeFile(file, privatePem);
    expect(readSettings({ ...account, WECHAT_PAY_PRIVATE_KEY: file }).pay).toEqual(wanted);
  });

  it('may be absent, and then nothing is paid in the app', () => {
    expect(readSettings({}).pay).toBeNull();
    const { WECHAT_PAY_PUBLIC_KEY_ID: _id, WECHAT_PAY_PUBLIC_KEY: _key, ...certificates } = account;
    expect(readSettings(certificates).pay?.publicKey).toBeNull();
  });

  it.each(
    Object.keys(account).filter(
      (name) => name !== 'WECHAT_PAY_PUBLIC_KEY_ID' && name !== 'WECHAT_PAY_PUBLIC_KEY',
    ),
  )('is not half: without %s nothing starts', (name) => {
    expect(problemsOf({ ...account, [name]: undefined })).toContain(`${name}: missing`);
  });

  it('has a public key only with its number', () => {
    for (const name of ['WECHAT_PAY_PUBLIC_KEY_ID', 'WECHAT_PAY_PUBLIC_KEY'])
      expect(problemsOf({ ...account, [name]: undefined })).toContain('one goes with the other');
  });

  it.each([
    ['WECHAT_PAY_MCHID', '12'],
    ['WECHAT_PAY_SERIAL', 'not-hex'],
    ['WECHAT_PAY_API_V3_KEY', 'too-short-to-be-secret'],
    ['WECHAT_PAY_PRIVATE_KEY', 'no-such-file-anywhere'],
    ['WECHAT_PAY_PRIVATE_KEY', publicPem],
    [
      'WECHAT_PAY_PRIVATE_KEY',
      generateKeyPairSync('rsa', { modulusLength: 1_024 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
    ['WECHAT_PAY_PUBLIC_KEY', '-----BEGIN PUBLIC KEY-----\nnonsense'],
    ['WECHAT_PAY_PUBLIC_KEY_ID', 'KEY_1'],
    ['WECHAT_PAY_NOTIFY_BASE_URL', 'https://zt.example/?x=1'],
    ['WECHAT_PAY_NOTIFY_BASE_URL', 'https://zt.example/path'],
    ['WECHAT_PAY_NOTIFY_BASE_URL', 'https://user@zt.example'],
  ])('is refused with %s that cannot be, without repeating it', (name, value) => {
    const problems = problemsOf({ ...account, [name]: value });
    expect(problems).toContain(name);
    expect(problems).not.toContain(value);
  });

  it('goes over TLS in production', () => {
    const problems = problemsOf({
      ...account,
      NODE_ENV: 'production',
      WECHAT_PAY_BASE_URL: 'http://127.0.0.1:1',
      WECHAT_PAY_NOTIFY_BASE_URL: 'http://zt.example',
    });
    expect(problems).toContain('WECHAT_PAY_BASE_URL: must be https');
    expect(problems).toContain('WECHAT_PAY_NOTIFY_BASE_URL: must be https');
    expect(problemsOf({ ...account, NODE_ENV: 'production' })).not.toContain('WECHAT_PAY');
  });
});

it('is handed over by the sandbox in development, so that the whole product can take money', async () => {
  const app = await startApp();
  const { pay, settings, clock } = app.deps;
  expect(settings.pay?.notifyBaseUrl).toBe(app.url);
  const { citizens } = (await (await fetch(`${app.url}/sandbox/citizens`)).json()) as {
    citizens: { openid: string }[];
  };
  const prepayId = await pay?.prepay({
    outTradeNo: 'ZT20261124000001',
    description: '工本费',
    fen: 2_000,
    openid: citizens[0]?.openid ?? '',
    expiresAt: new Date(clock.now().getTime() + 60_000),
  });
  expect(prepayId).toMatch(/^wx/);
  // Another process with the same account: what one ordered the other finds.
  const account = settings.pay;
  if (!account) throw new Error('there is no account');
  const other = readSettings(payEnvironment(account, 'https://zt.example'));
  const gateway = createWeChatPayGateway({ settings: other, clock, log: app.deps.log });
  expect(await gateway?.query('ZT20261124000001')).toMatchObject({ state: 'NOTPAY' });
  const page = await (await fetch(`${app.url}/sandbox`)).text();
  expect(page).toContain('微信支付');
  expect((await fetch(`${app.url}/sandbox/pay.js`)).status).toBe(200);
  await app.stop();
  const without = await startApp({ env: { SANDBOX: '0' } });
  expect(without.deps.pay).toBeNull();
  await without.stop();
});
