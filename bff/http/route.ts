import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Contract, ContractPart } from '../../shared/contract';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '../../shared/contract/core';
import type { StaffRole } from '../../shared/domain/staff';

/** Who is calling, as the access step found out. */
export interface Caller {
  /** Hash of the session's token: its id. */
  sessionId: string;
  /** Keyed hash of the openid. */
  accountId: string;
  /** Set once the real name was verified. Several accounts of one person share it. */
  personId: string | null;
  /** Whether a consent is in force; said where the endpoint asks nobody to have one (`optional`). */
  consented?: boolean;
}

/** A member of staff who is calling. */
export interface StaffCaller {
  /** Hash of the session's token: its id. */
  sessionId: string;
  staffId: string;
  /** The real-name number (工号) shown to citizens. */
  number: string;
  /** The name shown to citizens (三亮三公开). */
  name: string;
  roles: readonly StaffRole[];
  /** The venue they work in; null for the whole city. */
  venueId: string | null;
  /** The department they work for; null for all that the venue has. */
  department: string | null;
  /** The window of their venue they sit at now, by id; null while at none. */
  windowId: string | null;
  /** The same in words, e.g. `3 号窗口`. */
  window: string | null;
}

/** A registered outside system that signed its call. */
export interface SystemCaller {
  systemId: string;
  name: string;
}

/** What every request carries besides its input. */
export interface RequestContext {
  requestId: string;
  /** The injected time at which the request came in. */
  now: Date;
  /** The caller's network address, after the configured number of proxies. */
  address: string;
  userAgent: string;
  /**
   * A stable id for what this request creates: the same for every repetition under one Idempotency-Key, so
   * that a command which ran and was not heard of finds its own work again. 32 hex digits.
   */
  operationId: string;
}

/** A request that passed everything: typed by the endpoint's declaration. */
export interface Call<E> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  context: RequestContext;
  caller: E extends { access: 'public' }
    ? undefined
    : E extends { access: 'optional' }
      ? Caller | undefined
      : E extends { access: 'staff' }
        ? StaffCaller
        : E extends { access: 'system' }
          ? SystemCaller
          : Caller;
}

/** For `access: 'person'` the person is always there. */
export type Handler<E> = (
  call: Call<E>,
) => Promise<E extends { gives: 'file' } ? FileAnswer : AnswerOf<E> | Prepared>;

/** The routes of a feature: exactly the endpoints of its part of the contract. */
export type Routes<P extends ContractPart> = { [K in keyof P]: Handler<P[K]> };
export type AllRoutes = Routes<Contract>;
export type AnyHandler = (call: Call<Endpoint>) => Promise<unknown>;

/** An answer whose JSON was made before, with its ETag: for what many people read and few change. */
export class Prepared {
  readonly bytes: Buffer;
  private packed: Buffer | undefined;

  constructor(
    readonly json: string,
    readonly etag: string,
  ) {
    this.bytes = Buffer.from(json);
  }

  /** The same, gzipped once for everyone. */
  get gzip(): Buffer {
    this.packed ??= gzipSync(this.bytes);
    return this.packed;
  }
}

/** A file as an answer. Never kept by anyone on the way. */
export class FileAnswer {
  constructor(
    readonly type: string,
    readonly content: Readable,
    /** Bytes. */
    readonly length: number,
    /** The name it is saved under; shown in place when there is none. */
    readonly saveAs?: string,
  ) {}
}
