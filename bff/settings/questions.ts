import { z } from 'zod';

/** How questions are answered; spread into the environment's schema. */
export const questionVariables = {
  /** Working days within which a question is answered. */
  QUESTION_ANSWER_DAYS: z.coerce.number().int().min(1).max(30).default(5),
  /** Questions that one person may ask on one day. */
  QUESTIONS_PER_DAY: z.coerce.number().int().min(1).max(100).default(10),
} satisfies z.ZodRawShape;

/** The variables of questions as features read them. */
export function questionSettings(e: z.output<z.ZodObject<typeof questionVariables>>) {
  return { answerDays: e.QUESTION_ANSWER_DAYS, perDay: e.QUESTIONS_PER_DAY };
}
