import { z } from 'zod';

/** A question that was answered well, for the next person. */
export const faqEntry = z.strictObject({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  itemCode: z.string().nullable(),
  itemName: z.string().nullable(),
  /** Office that answers for it. */
  by: z.string(),
  answeredOn: z.string(),
  sample: z.boolean(),
});
export type FaqEntry = z.infer<typeof faqEntry>;
