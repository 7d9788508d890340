import type { z } from 'zod';

/** What couriers need; spread into the environment's schema. */
export const courierVariables = {} satisfies z.ZodRawShape;

/** What is unsafe or missing in production, one line each. */
export function unsafeCouriers(_given: Record<string, string | undefined>): string[] {
  return [];
}
