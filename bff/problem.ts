import { type ErrorCode, errors } from '../shared/contract/errors';

export interface ProblemDetails {
  /** Overrides the catalogue's sentence on what to do next, e.g. to name the nearest free times. */
  next?: string;
  /** Path in the request → sentence. */
  fields?: Record<string, string>;
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  cause?: unknown;
}

/** Something that a caller is told: a code of the catalogue. Commands throw it; one place renders it. */
export class Problem extends Error {
  readonly next?: string;
  readonly fields?: Record<string, string>;
  readonly retryAfter?: number;

  constructor(
    readonly code: ErrorCode,
    details: ProblemDetails = {},
  ) {
    super(code, { cause: details.cause });
    this.name = 'Problem';
    this.next = details.next;
    this.fields = details.fields;
    this.retryAfter = details.retryAfter;
  }

  get status(): number {
    return errors[this.code].status;
  }
}
