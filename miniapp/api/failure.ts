import type { ErrorBody, ErrorCode } from '../../shared/contract';

/** What can go wrong before the server has its say. */
export type LocalCode = 'OFFLINE' | 'TIMEOUT' | 'UNREADABLE' | 'NO_SIGN_IN_HERE';
export type FailureCode = ErrorCode | LocalCode;

interface Details {
  next?: string | undefined;
  /** Path in the request (`body.idNumber`) → sentence. */
  fields?: Record<string, string> | undefined;
  requestId?: string | undefined;
  /** HTTP status; 0 when there was no answer. */
  status?: number | undefined;
}

/** A request that did not succeed, in words a citizen can read. Pages act on `code`, never on the sentence. */
export class Failure extends Error {
  readonly next: string | undefined;
  readonly fields: Record<string, string>;
  readonly requestId: string | undefined;
  readonly status: number;

  constructor(
    readonly code: FailureCode,
    message: string,
    details: Details = {},
  ) {
    super(message);
    this.name = 'Failure';
    this.next = details.next;
    this.fields = details.fields ?? {};
    this.requestId = details.requestId;
    this.status = details.status ?? 0;
  }

  /** The same with another sentence on what to do. */
  withNext(next: string): Failure {
    return new Failure(this.code, this.message, { ...this, next });
  }

  /** True when the server has not said what became of the request: it must be asked again under the same key. */
  get unknownOutcome(): boolean {
    return this.status === 0 || this.status >= 500 || this.code === 'IDEMPOTENCY_IN_PROGRESS';
  }
}

const localWords: Record<LocalCode, { message: string; next: string }> = {
  OFFLINE: { message: '现在连不上网络。', next: '检查网络后重试，已填的内容还在。' },
  TIMEOUT: { message: '等了很久还没有回音。', next: '网络可能不稳，可以再试一次；同一个操作不会办两遍。' },
  UNREADABLE: { message: '系统暂时没有回应。', next: '过一会儿再试；着急可以拨打 12345 或直接到窗口。' },
  NO_SIGN_IN_HERE: {
    message: '这个网页现在不能登录。',
    next: '在微信里打开“昭通一站办”登录；也可以拨打 12345 或直接到窗口。',
  },
};

/** A failure that the phone found out by itself. */
export function localFailure(code: LocalCode, status = 0): Failure {
  const { message, next } = localWords[code];
  return new Failure(code, message, { next, status });
}

function isErrorBody(data: unknown): data is ErrorBody {
  if (typeof data !== 'object' || data === null || !('error' in data)) return false;
  const { error } = data;
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

/** Reads an answer that is not a success; what is not our error shape (a proxy's page) counts as no answer. */
export function failureOf(status: number, data: unknown): Failure {
  if (!isErrorBody(data)) return localFailure('UNREADABLE', status);
  const { code, message, next, fields, requestId } = data.error;
  return new Failure(code, message, { next, fields, requestId, status });
}

/** Whatever was thrown, as a failure that can be shown. */
export function asFailure(thrown: unknown): Failure {
  return thrown instanceof Failure ? thrown : localFailure('UNREADABLE');
}
