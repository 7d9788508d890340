import type { z } from 'zod';

/** What WeChat Pay needs; spread into the environment's schema. */
export const payVariables = {} satisfies z.ZodRawShape;

/** What is unsafe or missing in production, one line each. */
export function unsafePay(_given: Record<string, string | undefined>): string[] {
  return [];
}
