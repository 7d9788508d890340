import type { z } from 'zod';

/** What is free, how long a parcel may be silent; spread into the environment's schema. */
export const deliveryVariables = {} satisfies z.ZodRawShape;

/** What is unsafe or missing in production, one line each. */
export function unsafeDelivery(_given: Record<string, string | undefined>): string[] {
  return [];
}
