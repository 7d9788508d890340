import { z } from 'zod';
import { staffRoles } from '../domain/staff';
import { cursor, date, endpoint, id, page, text, time } from './core';

/** The real-name number (工号) a member of staff signs in with and shows to citizens. */
const number = z
  .string()
  .regex(/^[A-Za-z0-9-]{3,20}$/)
  .toUpperCase();
const role = z.enum(staffRoles);
/** As typed: any characters; how strong it must be is told by STAFF_PASSWORD_WEAK. */
const password = z.string().min(1).max(128);
/** Six digits of the authenticator app. */
const totpCode = z.string().regex(/^\d{6}$/);

const place = z.strictObject({ id: z.string(), name: z.string() });

/** The signed-in member of staff, as their own screen shows them. */
export const staffMe = z.strictObject({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  roles: z.array(role),
  /** The roles in words, `窗口`. */
  roleWords: z.array(z.string()),
  /** null for the whole city. */
  venue: place.nullable(),
  /** null for all departments of the venue. */
  department: z.string().nullable(),
  /** Where they sit now; null while at none. */
  window: place.nullable(),
  /** The windows they may sit at; empty for whoever works at none. */
  windows: z.array(z.strictObject({ id: z.string(), name: z.string(), department: z.string() })),
  /** Minutes without any call after which the session ends. */
  idleMinutes: z.number().int(),
  /** The session ends then in any case. */
  endsAt: time,
});
export type StaffMe = z.infer<typeof staffMe>;

/** An account as administrators see it: never a password, never a secret. */
export const staffAccount = z.strictObject({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  roles: z.array(role),
  roleWords: z.array(z.string()),
  venue: place.nullable(),
  department: z.string().nullable(),
  /** `invited`: has not signed in with the initial password yet. */
  state: z.enum(['invited', 'active', 'closed']),
  /** Until when the initial password can be used; null once it was. */
  invitedUntil: time.nullable(),
  /** Locked after wrong tries until then; null when not. */
  lockedUntil: time.nullable(),
  createdAt: time,
  lastSignInAt: time.nullable(),
  /** Sample data of development. */
  sample: z.boolean(),
});
export type StaffAccount = z.infer<typeof staffAccount>;

/** Somebody work can be handed to. */
const colleague = z.strictObject({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  roles: z.array(role),
  roleWords: z.array(z.string()),
  department: z.string().nullable(),
});

/** With a password that is shown this once and must be changed at the first sign-in. */
const withInitialPassword = z.strictObject({ account: staffAccount, initialPassword: z.string() });

/** One act, as it stands in the audit log. */
export const auditEntry = z.strictObject({
  /** Its place in the chain. */
  sequence: z.number().int().positive(),
  at: time,
  /** Who; null for the system itself and for who could not be told. */
  staff: z.strictObject({ id: z.string(), number: z.string() }).nullable(),
  roles: z.array(role),
  venueId: z.string().nullable(),
  department: z.string().nullable(),
  /** `METHOD /path` of the contract, or the name of an act without an endpoint. */
  act: z.string(),
  /** Identifiers of what it was about; no personal data. */
  about: z.record(z.string(), z.string()),
  /** `ok`, or the code of the refusal. */
  outcome: z.string(),
  requestId: z.string(),
  address: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

const account = z.strictObject({
  name: text(2, 30),
  /**
   * Administrator and auditor stand alone; the other roles may be combined.
   */
  roles: z.array(role).min(1).max(staffRoles.length),
  /** null: the whole city. */
  venueId: id.nullable(),
  /** null: every department of the venue. */
  department: text(1, 60).nullable(),
});

const administration = { access: 'staff', roles: ['administrator'], limit: 'staff' } as const;
const accountErrors = ['NOT_FOUND', 'STAFF_OWN_ACCOUNT', 'STAFF_LAST_ADMINISTRATOR'] as const;

export const staffContract = {
  'POST /staff/sessions': endpoint({
    summary: 'Sign in, first step: number and password; the second factor follows within five minutes',
    access: 'public',
    limit: 'sign-in',
    body: z.strictObject({ number, password }),
    status: 201,
    answer: z.strictObject({
      /** To be handed to the second step. */
      pending: z.string(),
      until: time,
      /** At the first sign-in: what the authenticator app is to be set up with; shown as text and as a QR code. */
      enrol: z.strictObject({ secret: z.string(), uri: z.string() }).nullable(),
      /** The second step must carry a new password. */
      newPasswordNeeded: z.boolean(),
    }),
    errors: ['STAFF_SIGN_IN_REFUSED', 'STAFF_LOCKED'],
  }),
  'POST /staff/sessions/verify': endpoint({
    summary:
      'Sign in, second step: the code of the authenticator app, and at the first sign-in a password of one’s own',
    access: 'public',
    limit: 'sign-in',
    idempotency: 'accepted',
    body: z.strictObject({
      pending: z.string().regex(/^[A-Za-z0-9_-]{20,100}$/),
      code: totpCode,
      newPassword: password.optional(),
    }),
    status: 201,
    answer: z.strictObject({ token: z.string(), staff: staffMe }),
    errors: [
      'STAFF_SIGN_IN_EXPIRED',
      'STAFF_CODE_WRONG',
      'STAFF_LOCKED',
      'STAFF_NEW_PASSWORD_NEEDED',
      'STAFF_PASSWORD_WEAK',
    ],
  }),
  'DELETE /staff/sessions/current': endpoint({
    summary: 'Sign out',
    access: 'staff',
    limit: 'staff',
    status: 204,
  }),
  'GET /staff/me': endpoint({
    summary: 'Who is signed in, for whom they act and where they sit',
    access: 'staff',
    limit: 'staff',
    answer: staffMe,
  }),
  'PUT /staff/me/window': endpoint({
    summary: 'Sit down at a window, or leave it; whoever sat there has left it',
    access: 'staff',
    roles: ['window', 'supervisor'],
    limit: 'staff',
    /** The window's id; null leaves. */
    body: z.strictObject({ window: id.nullable() }),
    answer: staffMe,
    errors: ['NOT_FOUND'],
  }),
  'PUT /staff/me/password': endpoint({
    summary: 'Change one’s own password; ends every session, this one too',
    access: 'staff',
    limit: 'sign-in',
    body: z.strictObject({ password, newPassword: password }),
    status: 204,
    errors: ['STAFF_SIGN_IN_REFUSED', 'STAFF_LOCKED', 'STAFF_PASSWORD_WEAK'],
  }),
  'GET /staff/colleagues': endpoint({
    summary: 'Whom work can be handed to: open accounts in one’s own venue and department',
    access: 'staff',
    roles: ['window', 'reviewer', 'approver', 'dispatcher', 'supervisor'],
    limit: 'staff',
    query: z.strictObject({ role: role.optional() }),
    answer: z.strictObject({ items: z.array(colleague) }),
  }),
  'GET /staff/accounts': endpoint({
    summary: 'Accounts in one’s scope, by number',
    ...administration,
    query: z.strictObject({
      /** Part of a number or name. */
      q: text(1, 40).optional(),
      venueId: id.optional(),
      role: role.optional(),
      state: z.enum(['invited', 'active', 'closed']).optional(),
      page: cursor.optional(),
    }),
    answer: page(staffAccount),
  }),
  'POST /staff/accounts': endpoint({
    summary: 'Create an account; its initial password is shown this once',
    ...administration,
    idempotency: 'required',
    body: account.extend({ number }),
    status: 201,
    answer: withInitialPassword,
    errors: ['STAFF_NUMBER_TAKEN', 'STAFF_ROLES_CONFLICT', 'STAFF_SCOPE'],
  }),
  'GET /staff/accounts/{id}': endpoint({
    summary: 'One account',
    ...administration,
    params: z.strictObject({ id }),
    answer: staffAccount,
    errors: ['NOT_FOUND'],
  }),
  'PUT /staff/accounts/{id}': endpoint({
    summary: 'Change name, roles and scope; ends the sessions of the account',
    ...administration,
    idempotency: 'accepted',
    params: z.strictObject({ id }),
    body: account,
    answer: staffAccount,
    errors: [...accountErrors, 'STAFF_ROLES_CONFLICT', 'STAFF_SCOPE', 'STAFF_ACCOUNT_STATE'],
  }),
  'POST /staff/accounts/{id}/reset': endpoint({
    summary: 'A lost password or telephone: new initial password, the second factor is set up anew',
    ...administration,
    idempotency: 'required',
    params: z.strictObject({ id }),
    answer: withInitialPassword,
    errors: [...accountErrors, 'STAFF_ACCOUNT_STATE'],
  }),
  'POST /staff/accounts/{id}/unlock': endpoint({
    summary: 'Lift the lock after wrong tries',
    ...administration,
    idempotency: 'accepted',
    params: z.strictObject({ id }),
    answer: staffAccount,
    errors: ['NOT_FOUND', 'STAFF_OWN_ACCOUNT'],
  }),
  'POST /staff/accounts/{id}/close': endpoint({
    summary: 'Close an account; its sessions end',
    ...administration,
    idempotency: 'accepted',
    params: z.strictObject({ id }),
    answer: staffAccount,
    errors: accountErrors,
  }),
  'POST /staff/accounts/{id}/reopen': endpoint({
    summary: 'Open a closed account again, with a new initial password',
    ...administration,
    idempotency: 'required',
    params: z.strictObject({ id }),
    answer: withInitialPassword,
    errors: ['NOT_FOUND', 'STAFF_OWN_ACCOUNT', 'STAFF_ACCOUNT_STATE'],
  }),
  'GET /staff/audit': endpoint({
    summary: 'Who did or looked at what, newest first',
    access: 'staff',
    roles: ['auditor'],
    limit: 'staff',
    query: z.strictObject({
      /** A real-name number. */
      number: number.optional(),
      /** An identifier that the act was about: of a case, an appointment, an account. */
      about: id.optional(),
      /** `METHOD /path` as the contract names it. */
      act: text(1, 100).optional(),
      outcome: z.enum(['ok', 'refused']).optional(),
      /** Days in Asia/Shanghai, both included. */
      from: date.optional(),
      to: date.optional(),
      page: cursor.optional(),
    }),
    answer: z.strictObject({ items: z.array(auditEntry), next: cursor.nullable() }),
  }),
};
