import type { z } from 'zod';
import { contract, type Endpoint, type EndpointName } from '../../shared/contract';
import type { TestApp } from './app';
import type { Client } from './client';
import { send } from './walk';

/** Everything that staff can read. */
export const staffReads = (Object.entries(contract) as [EndpointName, Endpoint][]).filter(
  ([name, { access }]) => access === 'staff' && name.startsWith('GET '),
);

/** What somebody knows who asks for something: identifiers for paths and queries, numbers and words to search by. */
export interface Known {
  ids: readonly string[];
  words: readonly string[];
}

/**
 * Every answer that an officer gets from an endpoint of staff: for each identifier they know in its path, with every choice that
 * its query offers, searched by all they know.
 */
export async function allAnswers(
  app: TestApp,
  by: Client,
  [name, endpoint]: [EndpointName, Endpoint],
  known: Known,
): Promise<{ status: number; asked: string; text: string }[]> {
  const fills = name.includes('{') ? known.ids : [undefined];
  const answers: { status: number; asked: string; text: string }[] = [];
  for (const fill of fills)
    for (const query of queriesOf(endpoint, known)) {
      const search = query.size > 0 ? `?${query}` : '';
      const { response, text } = await send(app, name, endpoint, { token: by.token, fill, query: search });
      answers.push({ status: response.status, asked: `${name} ${fill ?? ''} ${search}`, text });
    }
  return answers;
}

/** One query for each choice of each field, and for each thing known where a field is searched by. */
function queriesOf({ query }: Endpoint, { ids, words }: Known): URLSearchParams[] {
  const fields = Object.entries((query?.shape ?? {}) as Record<string, z.ZodType>);
  const needed = fields.filter(([, field]) => !field.safeParse(undefined).success);
  const choices = (name: string, field: z.ZodType): string[] => {
    const offered = optionsOf(field);
    if (offered.length > 0) return offered;
    if (name === 'q') return [...words];
    return /id$/i.test(name) ? [...ids] : [];
  };
  if (needed.length > 0)
    return needed
      .reduce<Record<string, string>[]>(
        (all, [name, field]) =>
          all.flatMap((one) => choices(name, field).map((choice) => ({ ...one, [name]: choice }))),
        [{}],
      )
      .map((one) => new URLSearchParams(one));
  const one = fields.flatMap(([name, field]) =>
    choices(name, field).map((choice) => new URLSearchParams({ [name]: choice })),
  );
  return [new URLSearchParams(), ...one];
}

function optionsOf(field: z.ZodType): string[] {
  const inner = (field as unknown as { def: { innerType?: z.ZodType } }).def.innerType;
  if (inner) return optionsOf(inner);
  const { options } = field as unknown as { options?: unknown };
  return Array.isArray(options) ? options.filter((option) => typeof option === 'string') : [];
}
