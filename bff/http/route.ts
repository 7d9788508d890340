import { gzipSync } from 'node:zlib';
import type { Contract, ContractPart } from '../../shared/contract';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '../../shared/contract/core';

/** Who is calling, as the access step found out. */
export interface Caller {
  /** Hash of the session's token: its id. */
  sessionId: string;
  /** Keyed hash of the openid. */
  accountId: string;
  /** Set once the real name was verified. Several accounts of one person share it. */
  personId: string | null;
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
      : Caller;
}

/** For `access: 'person'` the person is always there. */
export type Handler<E> = (call: Call<E>) => Promise<AnswerOf<E> | Prepared>;

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
