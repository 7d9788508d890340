import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The merchant's account with WeChat Pay. The sandbox hands over one of its own. */
export interface PaySettings {
  /** 商户号 */
  readonly mchid: string;
  /** Serial number of the merchant's API certificate: 40 hex digits. */
  readonly serial: string;
  /** The merchant's private key, PEM. */
  readonly privateKey: string;
  /** 32 characters; notifications and platform certificates are encrypted with it. */
  readonly apiV3Key: string;
  /** WeChat Pay's public key, `PUB_KEY_ID_…`. null: answers are verified by platform certificates only. */
  readonly publicKey: { readonly id: string; readonly pem: string } | null;
  readonly baseUrl: string;
  /** Where notifications go: the BFF as WeChat reaches it, without a path. Development knows it once it listens. */
  notifyBaseUrl: string;
}

const NEEDED = [
  'WECHAT_PAY_MCHID',
  'WECHAT_PAY_SERIAL',
  'WECHAT_PAY_PRIVATE_KEY',
  'WECHAT_PAY_API_V3_KEY',
  'WECHAT_PAY_NOTIFY_BASE_URL',
] as const;
const DEFAULT_BASE_URL = 'https://api.mch.weixin.qq.com';

/** A key as PEM (line breaks may be written `\n`), or the path of a file that holds it. */
const pem = (read: (text: string) => KeyObject, wants: string) =>
  z.string().transform((value, context) => {
    try {
      const text = value.startsWith('-----') ? value.replaceAll('\\n', '\n') : readFileSync(value, 'utf8');
      const key = read(text);
      if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048)
        return text;
    } catch {
      // Told below, without a word of what was read.
    }
    context.addIssue({ code: 'custom', message: wants });
    return z.NEVER;
  });

const origin = z
  .url({ protocol: /^https?$/ })
  .refine(
    (value) => /^https?:\/\/[^/?#@]+\/?$/.test(value),
    'wants https://host, without path, query or fragment',
  )
  .transform((value) => value.replace(/\/$/, ''));

/** What WeChat Pay needs; spread into the environment's schema. */
export const payVariables = {
  /** 商户号. With it fees can be paid in the app; without it they are paid at the window. */
  WECHAT_PAY_MCHID: z
    .string()
    .regex(/^\d{8,10}$/, 'wants 8 to 10 digits')
    .optional(),
  /** Of the merchant's API certificate. */
  WECHAT_PAY_SERIAL: z
    .string()
    .regex(/^[0-9A-Fa-f]{40}$/, 'wants 40 hex digits')
    .transform((value) => value.toUpperCase())
    .optional(),
  /** apiclient_key.pem: the text, or the file's path. */
  WECHAT_PAY_PRIVATE_KEY: pem(
    createPrivateKey,
    'wants an RSA private key as PEM, or the path of one',
  ).optional(),
  WECHAT_PAY_API_V3_KEY: z
    .string()
    .regex(/^[0-9A-Za-z]{32}$/, 'wants 32 letters and digits')
    .optional(),
  /** WeChat Pay's public key, of merchants in 微信支付公钥 mode; without it platform certificates are downloaded. */
  WECHAT_PAY_PUBLIC_KEY_ID: z
    .string()
    .regex(/^PUB_KEY_ID_[0-9A-Za-z]{1,64}$/, 'wants PUB_KEY_ID_…')
    .optional(),
  /** pub_key.pem: the text, or the file's path. */
  WECHAT_PAY_PUBLIC_KEY: pem(
    createPublicKey,
    'wants an RSA public key as PEM, or the path of one',
  ).optional(),
  /** `https://host` under which WeChat reaches `/wechat/pay/notify`. */
  WECHAT_PAY_NOTIFY_BASE_URL: origin.optional(),
  WECHAT_PAY_BASE_URL: z.url().default(DEFAULT_BASE_URL),
} satisfies z.ZodRawShape;

/** @returns null when fees are not paid in the app; in development the sandbox may fill it in */
export function payOf(e: z.output<z.ZodObject<typeof payVariables>>): PaySettings | null {
  const {
    WECHAT_PAY_MCHID: mchid,
    WECHAT_PAY_SERIAL: serial,
    WECHAT_PAY_PRIVATE_KEY: privateKey,
    WECHAT_PAY_API_V3_KEY: apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: id,
    WECHAT_PAY_PUBLIC_KEY: publicPem,
    WECHAT_PAY_NOTIFY_BASE_URL: notifyBaseUrl,
  } = e;
  if (!mchid || !serial || !privateKey || !apiV3Key || !notifyBaseUrl) return null;
  return {
    mchid,
    serial,
    privateKey,
    apiV3Key,
    publicKey: id && publicPem ? { id, pem: publicPem } : null,
    baseUrl: e.WECHAT_PAY_BASE_URL,
    notifyBaseUrl,
  };
}

/** Half an account is a mistake everywhere, one line each. */
export function incompletePay(given: Record<string, string | undefined>): string[] {
  const problems: string[] = [];
  if (NEEDED.some((name) => given[name] !== undefined))
    for (const name of NEEDED)
      if (given[name] === undefined) problems.push(`${name}: missing (other WECHAT_PAY_ variables are set)`);
  if ((given.WECHAT_PAY_PUBLIC_KEY_ID === undefined) !== (given.WECHAT_PAY_PUBLIC_KEY === undefined))
    problems.push('WECHAT_PAY_PUBLIC_KEY_ID, WECHAT_PAY_PUBLIC_KEY: one goes with the other');
  return problems;
}

/** What is unsafe in production, one line each. */
export function unsafePay(given: Record<string, string | undefined>): string[] {
  return ['WECHAT_PAY_BASE_URL', 'WECHAT_PAY_NOTIFY_BASE_URL']
    .filter((name) => given[name] !== undefined && !given[name].startsWith('https://'))
    .map((name) => `${name}: must be https`);
}
