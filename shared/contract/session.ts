import { z } from 'zod';
import { endpoint, id, page, text, time } from './core';

/** The signed-in citizen as their own phone may see them: masked. */
export const me = z.strictObject({
  id: z.string(),
  /** Family name and stars, `王**`; null until the real name is verified. */
  name: z.string().nullable(),
  identity: z.strictObject({
    verified: z.boolean(),
    /** First three and last two characters, the rest stars. */
    idNumber: z.string().nullable(),
    verifiedAt: time.nullable(),
  }),
  /** `138****5678` */
  phone: z.string().nullable(),
  consent: z
    .strictObject({ version: z.string(), acceptedAt: time, current: z.boolean() })
    .nullable()
    .describe('The last accepted version of the privacy notice; null when none or withdrawn.'),
  /** The version a citizen is asked to accept now. */
  noticeVersion: z.string(),
  settings: z.strictObject({ elderMode: z.boolean(), textScale: z.number() }),
});
export type Me = z.infer<typeof me>;

const sessionRow = z.strictObject({
  id: z.string(),
  current: z.boolean(),
  /** Kind of device in plain words, from the User-Agent; never the address. */
  device: z.string(),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
});
export type SessionRow = z.infer<typeof sessionRow>;

const consentKind = z.enum(['privacy']);

export const sessionContract = {
  'POST /sessions': endpoint({
    summary: 'Sign in with a WeChat login code',
    access: 'public',
    limit: 'sign-in',
    idempotency: 'accepted',
    body: z.strictObject({ code: z.string().regex(/^[\x21-\x7e]{1,128}$/) }),
    status: 201,
    answer: z.strictObject({ token: z.string(), expiresAt: time, me }),
    errors: ['LOGIN_CODE_INVALID', 'LOGIN_REFUSED', 'WECHAT_UNAVAILABLE'],
  }),
  'DELETE /sessions/current': endpoint({
    summary: 'Sign out on this device',
    access: 'account',
    limit: 'write',
    idempotency: 'accepted',
    status: 204,
  }),
  'GET /me': endpoint({
    summary: 'Who is signed in, masked',
    access: 'account',
    cache: 'private',
    answer: me,
  }),
  'GET /me/sessions': endpoint({
    summary: 'Devices that are signed in',
    access: 'account',
    answer: page(sessionRow),
  }),
  'DELETE /me/sessions/{id}': endpoint({
    summary: 'Sign out another device',
    access: 'account',
    limit: 'write',
    idempotency: 'accepted',
    params: z.strictObject({ id }),
    status: 204,
    errors: ['NOT_FOUND'],
  }),
  'POST /me/phone': endpoint({
    summary: 'Take over the phone number that WeChat vouches for',
    access: 'consented',
    limit: 'sign-in',
    idempotency: 'accepted',
    body: z.strictObject({ code: z.string().regex(/^[\x21-\x7e]{1,128}$/) }),
    answer: me,
    errors: ['PHONE_CODE_INVALID', 'WECHAT_UNAVAILABLE'],
  }),
  'PUT /me/identity': endpoint({
    summary: 'Verify the real name with the ID number',
    access: 'consented',
    limit: 'identity',
    idempotency: 'accepted',
    body: z.strictObject({ name: text(2, 30), idNumber: text(15, 18) }),
    answer: me,
    errors: [
      'IDENTITY_NOT_VERIFIED',
      'IDENTITY_TRIES_EXHAUSTED',
      'IDENTITY_ALREADY_SET',
      'IDENTITY_UNAVAILABLE',
    ],
  }),
  'PUT /me/settings': endpoint({
    summary: 'Elder mode and text size, kept for the person on every device',
    access: 'consented',
    limit: 'write',
    idempotency: 'accepted',
    body: z.strictObject({ elderMode: z.boolean(), textScale: z.number().min(1).max(2) }),
    answer: me,
  }),
  'POST /me/consents': endpoint({
    summary: 'Accept or withdraw a version of the privacy notice',
    access: 'account',
    limit: 'write',
    idempotency: 'accepted',
    body: z.strictObject({
      kind: consentKind.default('privacy'),
      version: z.string().regex(/^[0-9A-Za-z.-]{1,32}$/),
      accepted: z.boolean().default(true),
    }),
    status: 201,
    answer: me,
    errors: ['CONSENT_VERSION_UNKNOWN'],
  }),
  'GET /me/export': endpoint({
    summary: 'Everything stored about me, in the clear, for me alone',
    access: 'consented',
    limit: 'sign-in',
    answer: z.strictObject({
      exportedAt: time,
      person: z.strictObject({ name: z.string(), idNumber: z.string(), verifiedAt: time }).nullable(),
      accounts: z.array(
        z.strictObject({
          id: z.string(),
          phone: z.string().nullable(),
          createdAt: time,
          settings: z.strictObject({ elderMode: z.boolean(), textScale: z.number() }),
          consents: z.array(
            z.strictObject({
              kind: consentKind,
              version: z.string(),
              acceptedAt: time,
              withdrawnAt: time.nullable(),
            }),
          ),
        }),
      ),
      sessions: z.array(sessionRow),
      /** What the features hold about the person, by feature. */
      records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    }),
  }),
  'DELETE /me': endpoint({
    summary: 'Erase my data; says what the law keeps, without the person',
    access: 'account',
    limit: 'sign-in',
    idempotency: 'accepted',
    answer: z.strictObject({
      erased: z.array(z.string()),
      kept: z.array(z.strictObject({ what: z.string(), why: z.string(), until: z.string() })),
    }),
  }),
  'GET /notices/privacy': endpoint({
    summary: 'The privacy notice in force',
    access: 'public',
    cache: 'shared',
    answer: z.strictObject({
      version: z.string(),
      title: z.string(),
      sections: z.array(z.strictObject({ heading: z.string(), paragraphs: z.array(z.string()) })),
    }),
  }),
};
