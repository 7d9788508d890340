import { z } from 'zod';
import { spoilings } from './pay/signing';

/** WeChat Pay's APIs. */
const payTargets = [
  'pay-prepay',
  'pay-query',
  'pay-close',
  'pay-refund',
  'pay-refund-query',
  'pay-bill',
  'pay-bill-file',
  'pay-certificates',
] as const;
export type PayTarget = (typeof payTargets)[number];

/** Where a call can go; `*` in a fault means any of them. */
export const targets = [
  'jscode2session',
  'token',
  'phone',
  'wxacode',
  'subscribe',
  'msg-sec-check',
  'media-check',
  'identity',
  'sms',
  ...payTargets,
  'express-add',
  'express-get',
  'express-cancel',
  'express-path',
  'express-update',
  'kuaidi100',
] as const;
export type Target = (typeof targets)[number];

export const fault = z
  .strictObject({
    target: z.enum([...targets, '*']),
    /**
     * delay: answers after `value` ms; drop: cuts the connection; status: HTTP `value`; errcode: WeChat's
     * `value`, or 快递100's returnCode (identity and sms know none); garbage: 200 and no JSON; lie: well-formed and untrue;
     * drop-after: does it, then cuts the connection; signature: WeChat Pay signs as `how` says;
     * expire-token: at once, so that the tokens in use answer errcode `value` (42001 unless told).
     */
    kind: z.enum([
      'delay',
      'drop',
      'status',
      'errcode',
      'garbage',
      'lie',
      'expire-token',
      'drop-after',
      'signature',
    ]),
    value: z.number().int().min(-100_000_000).max(100_000_000).optional(),
    /** errcode of WeChat Pay: `NOT_ENOUGH`, … */
    code: z
      .string()
      .regex(/^[A-Z_]{1,64}$/)
      .optional(),
    /** signature: what is wrong with it. */
    how: z.enum(spoilings).optional(),
    /** How many calls it hits; until it is cleared unless told. */
    times: z.number().int().min(1).max(100_000).optional(),
  })
  .superRefine((given, context) => {
    if ((given.kind === 'signature') !== (given.how !== undefined))
      context.addIssue({ code: 'custom', path: ['how'], message: '签名怎么不对' });
    if (given.code !== undefined) return;
    const need = { delay: [0, 120_000], status: [300, 599], errcode: [-100_000_000, 100_000_000] } as const;
    const range = given.kind in need ? need[given.kind as keyof typeof need] : undefined;
    if (range && (given.value === undefined || given.value < range[0] || given.value > range[1]))
      context.addIssue({ code: 'custom', path: ['value'], message: `${range[0]} 到 ${range[1]} 的整数` });
  });
export type Fault = z.infer<typeof fault>;

/** What is to go wrong, in the order in which it was asked for. */
export class Faults {
  private readonly kept: (Fault & { left: number })[] = [];

  add(given: Fault): void {
    this.kept.push({ ...given, left: given.times ?? Number.POSITIVE_INFINITY });
  }

  list(): Fault[] {
    return this.kept.map(({ left, ...given }) => ({
      ...given,
      ...(Number.isFinite(left) && { times: left }),
    }));
  }

  clear(): void {
    this.kept.length = 0;
  }

  /** The faults that hit this call: every delay, and the first that changes the answer. */
  hit(target: Target): { delayMs: number; instead: Fault | null } {
    let delayMs = 0;
    let instead: Fault | null = null;
    for (const given of [...this.kept]) {
      if (given.target !== '*' && given.target !== target) continue;
      if (given.kind === 'delay') delayMs += given.value ?? 0;
      else if (instead) continue;
      else instead = given;
      given.left -= 1;
      if (given.left <= 0) this.kept.splice(this.kept.indexOf(given), 1);
    }
    return { delayMs, instead };
  }
}

/** Whether it is one of WeChat Pay's APIs. */
export function isPay(target: Target): target is PayTarget {
  return (payTargets as readonly string[]).includes(target);
}
