import type { Context } from 'koa';
import type { Logger } from 'pino';
import { type ErrorBody, type ErrorCode, errors } from '../../shared/contract/errors';
import { Problem } from '../problem';
import { isStoreFailure } from '../stores/failures';

/** Turns whatever was thrown into the one error shape. The only place where errors become HTTP. */
export function renderError(ctx: Context, error: unknown, log: Logger): void {
  const problem = asProblem(error);
  if (problem.status >= 500) log.error({ requestId: ctx.state.requestId, err: error }, 'request failed');
  ctx.state.errorCode = problem.code;
  ctx.status = problem.status;
  ctx.set('Cache-Control', 'no-store');
  ctx.remove('ETag');
  if (problem.retryAfter !== undefined) ctx.set('Retry-After', String(problem.retryAfter));
  ctx.body = errorBodyOf(problem, String(ctx.state.requestId));
}

/** The body a caller reads. */
export function errorBodyOf(problem: Problem, requestId: string): ErrorBody {
  const said = errors[problem.code];
  return {
    error: {
      code: problem.code,
      message: said.message,
      next: problem.next ?? said.next,
      ...(problem.fields && { fields: problem.fields }),
      requestId,
    },
  };
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isStoreFailure(error)) return new Problem('STORE_UNAVAILABLE', { retryAfter: 5, cause: error });
  const code: ErrorCode = 'INTERNAL';
  return new Problem(code, { cause: error });
}
