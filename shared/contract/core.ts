import { z } from 'zod';
import type { StaffRole } from '../domain/staff';
import type { ErrorCode } from './errors';

/**
 * What an endpoint is, said once. The BFF mounts and validates from it, the mini-program's client is typed by
 * it, the OpenAPI document is generated from it and tests walk it.
 */
export interface Endpoint {
  /** One line for the API page, in English. */
  summary: string;
  /**
   * Who may call it:
   * `public` nobody is asked for; `optional` a session is read when one is sent;
   * `account` a signed-in WeChat account; `consented` one that accepted the current privacy notice;
   * `person` one whose real name was verified;
   * `staff` a signed-in member of staff with one of `roles`; every call is recorded in the audit log;
   * `system` a registered outside system that signs its calls.
   */
  access: Access;
  /** With access `staff`: any one of these roles. Not said: every member of staff. */
  roles?: readonly StaffRole[];
  /** Which budget of requests it draws on (settings: limits). */
  limit: LimitClass;
  /** `required`: refused without an Idempotency-Key; `accepted`: honoured when sent; `none`: nothing changes. */
  idempotency: 'required' | 'accepted' | 'none';
  /**
   * The field of the body that says, when it is there and not false, that nothing may lead from what is kept to whoever asked,
   * also when they are signed in.
   */
  namelessBy?: string;
  /** `shared`: ETag, may be kept by anyone for a short while; `private`: ETag, by the caller only; `none`: never. */
  cache: 'shared' | 'private' | 'none';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodObject;
  /** `bytes`: the body is `application/octet-stream`, read as it is; `body` is not said then. */
  takes?: 'json' | 'bytes';
  /** `file`: the answer is a file with its own type; `answer` is not said then. */
  gives?: 'json' | 'file';
  /** Largest body in bytes; 256 KB when not said. */
  bodyLimit?: number;
  /** HTTP status of success. 204 has no body. */
  status: 200 | 201 | 204;
  answer?: z.ZodType;
  /** The codes of its own; those every endpoint of its kind can give are added by `errorsOf`. */
  errors: readonly ErrorCode[];
}

export type Access = 'public' | 'optional' | 'account' | 'consented' | 'person' | 'staff' | 'system';
export type LimitClass = 'read' | 'search' | 'write' | 'sign-in' | 'identity' | 'upload' | 'intake' | 'staff';

type Defaults = 'limit' | 'idempotency' | 'cache' | 'status' | 'errors';

/** Declares an endpoint; what is not said is the careful default: no cache, no key, no errors of its own. */
export function endpoint<const E extends Omit<Endpoint, Defaults> & Partial<Pick<Endpoint, Defaults>>>(
  given: E,
): E & Pick<Endpoint, Defaults> {
  return { limit: 'read', idempotency: 'none', cache: 'none', status: 200, errors: [], ...given };
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** `METHOD /path/{param}`, relative to /api/v1. */
export type EndpointName = `${Method} /${string}`;
export type ContractPart = Record<EndpointName, Endpoint>;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Sent<S> = S extends z.ZodType ? z.input<S> : undefined;
type Slot<E, K extends string> = K extends keyof E ? E[K] : undefined;

/** What a route receives, after validation. */
export type ParamsOf<E> = Parsed<Slot<E, 'params'>>;
export type QueryOf<E> = Parsed<Slot<E, 'query'>>;
export type BodyOf<E> = E extends { takes: 'bytes' } ? Uint8Array : Parsed<Slot<E, 'body'>>;
/** What a client sends. */
export type ParamsIn<E> = Sent<Slot<E, 'params'>>;
export type QueryIn<E> = Sent<Slot<E, 'query'>>;
export type BodyIn<E> = E extends { takes: 'bytes' } ? ArrayBuffer : Sent<Slot<E, 'body'>>;
/** What comes back on success. */
export type AnswerOf<E> = Parsed<Slot<E, 'answer'>>;

/** The codes that an endpoint can give: its own and those of everything a request passes. */
export function errorsOf(given: Endpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>(['RATE_LIMITED', 'STORE_UNAVAILABLE', 'VALIDATION_FAILED']);
  if (given.body) for (const code of bodyErrors) codes.add(code);
  if (given.takes === 'bytes') for (const code of bytesErrors) codes.add(code);
  if (given.access === 'system') for (const code of signatureErrors) codes.add(code);
  else if (given.access !== 'public') {
    codes.add('SESSION_EXPIRED');
    if (given.access !== 'optional') codes.add('NOT_SIGNED_IN');
  }
  if (given.access === 'staff' && given.roles) codes.add('STAFF_ROLE');
  if (given.access === 'consented' || given.access === 'person') codes.add('CONSENT_REQUIRED');
  if (given.access === 'person') codes.add('IDENTITY_REQUIRED');
  if (given.idempotency !== 'none') for (const code of keyErrors) codes.add(code);
  if (given.idempotency === 'required') codes.add('IDEMPOTENCY_KEY_REQUIRED');
  for (const code of given.errors) codes.add(code);
  return [...codes].sort();
}

const bodyErrors: ErrorCode[] = ['BODY_NOT_JSON', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const bytesErrors: ErrorCode[] = ['BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const signatureErrors: ErrorCode[] = ['SIGNATURE_INVALID', 'SIGNATURE_EXPIRED', 'SIGNATURE_REPLAYED'];
const keyErrors: ErrorCode[] = [
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
];

/**
 * Text as people type it: whole characters only (no lone surrogates), no control characters, trimmed.
 * @param max length in UTF-16 code units after trimming
 */
export const text = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff]*$/u,
      'has characters that cannot be typed',
    );

/** An identifier of ours in a path or body. */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** ISO 8601 with the offset of Beijing time, to the second or millisecond. */
export const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+08:00$/);
/** A calendar day in Asia/Shanghai. */
export const date = z.iso.date();
/** A time of day in Asia/Shanghai, to the minute. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Where the next page begins; opaque. */
export const cursor = z.string().regex(/^[A-Za-z0-9_-]{1,200}$/);
/** `lat,lng` in degrees (GCJ-02, as WeChat gives it). */
export const near = z.string().regex(/^-?\d{1,2}(\.\d{1,8})?,-?\d{1,3}(\.\d{1,8})?$/);

/** A page of a list: what stands on it and where the next one begins. */
export const page = <T extends z.ZodType>(row: T) =>
  z.strictObject({ items: z.array(row), next: cursor.nullable(), total: z.number().int().nonnegative() });
