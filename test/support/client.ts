import { randomUUID } from 'node:crypto';
import {
  type Contract,
  contract,
  type Endpoint,
  type ErrorBody,
  type ErrorCode,
  errorBody,
  errorsOf,
} from '../../shared/contract';
import type { AnswerOf, BodyIn, ParamsIn, QueryIn } from '../../shared/contract/core';

type Name = keyof Contract;

export interface Ask<N extends Name> {
  params?: ParamsIn<Contract[N]>;
  query?: QueryIn<Contract[N]>;
  body?: BodyIn<Contract[N]>;
  /** Idempotency-Key; made up when the endpoint wants one and none is given. */
  key?: string;
  headers?: Record<string, string>;
}

export interface Reply<N extends Name> {
  status: number;
  headers: Headers;
  /** The answer on success. */
  answer: AnswerOf<Contract[N]>;
  /** The error, when it is one. */
  error: ErrorBody['error'] | undefined;
}

/**
 * Speaks to the BFF by its contract over real HTTP, and holds every reply against it: an answer that does not
 * match its schema, or an error code that the endpoint does not declare, fails the test.
 */
export class Client {
  token: string | undefined;

  constructor(
    readonly api: string,
    token?: string,
  ) {
    this.token = token;
  }

  /** Asks and returns whatever came, checked against the contract. */
  async ask<N extends Name>(name: N, given: Ask<N> = {}): Promise<Reply<N>> {
    const endpoint: Endpoint = contract[name];
    const [method = '', path = ''] = name.split(' ');
    const url = new URL(this.api + filled(path, given.params as Record<string, string> | undefined));
    for (const [key, value] of Object.entries((given.query ?? {}) as Record<string, unknown>))
      if (value !== undefined) url.searchParams.set(key, String(value));
    const response = await fetch(url, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(given.body !== undefined && {
          'content-type': endpoint.takes === 'bytes' ? 'application/octet-stream' : 'application/json',
        }),
        ...(endpoint.idempotency === 'required' && { 'idempotency-key': randomUUID() }),
        ...(given.key && { 'idempotency-key': given.key }),
        ...given.headers,
      },
      ...(given.body !== undefined && {
        body: endpoint.takes === 'bytes' ? (given.body as ArrayBuffer) : JSON.stringify(given.body),
      }),
    });
    const text = endpoint.gives === 'file' && response.ok ? '' : await response.text();
    return { ...checked(name, endpoint, response, text), headers: response.headers } as Reply<N>;
  }

  /** Asks for something that must succeed. @throws with the error's code */
  async get<N extends Name>(name: N, given: Ask<N> = {}): Promise<AnswerOf<Contract[N]>> {
    const reply = await this.ask(name, given);
    if (reply.error) {
      throw new Error(
        `${name} answered ${reply.status} ${reply.error.code} ${JSON.stringify(reply.error.fields ?? {})}`,
      );
    }
    return reply.answer;
  }

  /** Asks for something that must be refused. @returns the code */
  async refused<N extends Name>(name: N, given: Ask<N> = {}): Promise<ErrorCode> {
    const reply = await this.ask(name, given);
    if (!reply.error) throw new Error(`${name} was not refused but answered ${reply.status}`);
    return reply.error.code;
  }
}

function filled(path: string, params: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
}

/** Holds a raw reply against the contract. */
export function checked(name: string, endpoint: Endpoint, response: Response, text: string) {
  if (response.status === 304) return { status: 304, answer: undefined, error: undefined };
  if (response.ok) {
    if (response.status !== endpoint.status)
      throw new Error(`${name} answered ${response.status}, declares ${endpoint.status}`);
    if (endpoint.status === 204 || endpoint.gives === 'file')
      return { status: endpoint.status, answer: undefined, error: undefined };
    const parsed = endpoint.answer?.safeParse(JSON.parse(text));
    if (!parsed?.success)
      throw new Error(`${name} answered off its schema: ${parsed?.error.message}\n${text.slice(0, 500)}`);
    return { status: response.status, answer: parsed.data, error: undefined };
  }
  const { error } = errorBody.parse(JSON.parse(text));
  if (!errorsOf(endpoint).includes(error.code))
    throw new Error(`${name} gave ${error.code}, which it does not declare`);
  return { status: response.status, answer: undefined, error };
}
