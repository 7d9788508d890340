import { z } from 'zod';
import { endpoint, id, time } from './core';
import { fileLink } from './uploads';

/** Electronic results: a PDF whose code anyone can check. */
export const resultsContract = {
  'POST /cases/{id}/result-link': endpoint({
    summary: 'A link of a short life to the electronic result of my case, and the code that stands on it',
    access: 'person',
    params: z.strictObject({ id }),
    answer: fileLink.extend({ code: z.string() }),
    errors: ['NOT_FOUND', 'RESULT_NOT_READY'],
  }),
  'GET /results/{code}': endpoint({
    summary: 'Whether a result is genuine and what it says, for anyone who has its code; names masked',
    access: 'public',
    limit: 'identity',
    params: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z-]{8,40}$/) }),
    answer: z.strictObject({
      code: z.string(),
      /** `valid`; `revoked` it was replaced or taken back. */
      state: z.enum(['valid', 'revoked']),
      words: z.string(),
      number: z.string(),
      itemName: z.string(),
      department: z.string(),
      venueName: z.string(),
      /** Masked. */
      holder: z.string(),
      outcome: z.string(),
      decidedAt: time,
      issuedAt: time,
      /** SHA-256 of the file in hex: who has the file can compare. */
      sha256: z.string(),
      sample: z.boolean(),
    }),
    errors: ['NOT_FOUND'],
  }),
};
