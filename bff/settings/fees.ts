import { z } from 'zod';

/** How fees are handled, whoever takes the money; spread into the environment's schema. */
export const feeVariables = {
  /** A refund of more than so many 分 needs a second person. */
  REFUND_APPROVAL_ABOVE_FEN: z.coerce.number().int().min(0).default(10_000),
  /** Who receives the money, as a citizen reads it. */
  PAYEE: z.string().min(2).max(60).default('昭通市政务服务管理局'),
} satisfies z.ZodRawShape;
