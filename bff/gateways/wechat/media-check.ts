import { z } from 'zod';
import type { ContentVerdict } from '.';

/** What WeChat says of a picture, some time after it was asked. */
export interface MediaCheck {
  traceId: string;
  /** null: it could not look at it. */
  verdict: ContentVerdict | null;
}

const number = z.coerce.number().int();
const pushed = z.looseObject({
  trace_id: z.string().min(1).max(128),
  errcode: number.default(0),
  result: z.looseObject({ suggest: z.string().max(32) }).optional(),
});

/**
 * Reads a pushed wxa_media_check. A word that is not known is no verdict: a person looks.
 * @returns null when it is not as agreed
 */
export function readMediaCheck(body: unknown): MediaCheck | null {
  const parsed = pushed.safeParse(body);
  if (!parsed.success) return null;
  const { trace_id: traceId, errcode, result } = parsed.data;
  if (errcode !== 0) return { traceId, verdict: null };
  if (!result) return null;
  const { suggest } = result;
  return {
    traceId,
    verdict: suggest === 'pass' || suggest === 'review' || suggest === 'risky' ? suggest : null,
  };
}
