import { z } from 'zod';

/** What content security needs; spread into the environment's schema. */
export const safetyVariables = {
  /** Where this server is reached from outside, `https://…`: WeChat fetches the pictures there that it is to look at. */
  PUBLIC_API_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** What WeChat has said nothing of by then is left to a person. Minutes; its answers are of no use after two hours. */
  SAFETY_GIVE_UP_MINUTES: z.coerce.number().int().min(1).default(120),
} satisfies z.ZodRawShape;

/** What is unsafe in production, one line each. */
export function unsafeSafety({ PUBLIC_API_URL }: Record<string, string | undefined>): string[] {
  return PUBLIC_API_URL === undefined || PUBLIC_API_URL.startsWith('https://')
    ? []
    : ['PUBLIC_API_URL: must be https'];
}

/** The variables of content security as features read them. */
export function safetySettings(e: z.output<z.ZodObject<typeof safetyVariables>>) {
  return {
    /** null: WeChat cannot fetch pictures, so a person looks at them. */
    apiUrl: e.PUBLIC_API_URL ?? null,
    giveUpMs: e.SAFETY_GIVE_UP_MINUTES * 60_000,
  };
}
