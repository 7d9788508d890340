import { z } from 'zod';
import { contract, type Endpoint, type ErrorCode, errorBody, errors, errorsOf } from '../../shared/contract';
import { API_PREFIX } from './prefix';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document, made from the contract: nothing is said twice, so nothing can differ. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries(contract) as [string, Endpoint][]) {
    const [method = '', path = ''] = name.split(' ');
    paths[API_PREFIX + path] ??= {};
    (paths[API_PREFIX + path] as Json)[method.toLowerCase()] = operation(name, endpoint);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '昭通一站办',
      version,
      description:
        'Government services in Zhaotong: find what to do and what to bring, book a window, follow it. Times are ISO 8601 with offset +08:00; lists are paged by an opaque cursor (`page`).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'The token of POST /sessions' },
        staff: { type: 'http', scheme: 'bearer', description: 'The token of POST /staff/sessions/verify' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Signature',
          description: 'HMAC over method, path, time, nonce and body; see docs/integration.md',
        },
      },
      schemas: { Error: schemaOf(errorBody, 'output') },
    },
  };
}

function operation(name: string, endpoint: Endpoint): Json {
  const [method = ''] = name.split(' ');
  return {
    operationId: operationIdOf(name),
    summary: endpoint.summary,
    tags: [name.split('/')[1]],
    security: {
      public: [],
      optional: [{}, { session: [] }],
      staff: [{ staff: [] }],
      system: [{ signature: [] }],
    }[endpoint.access as string] ?? [{ session: [] }],
    'x-access': endpoint.access,
    ...(endpoint.roles && { 'x-roles': endpoint.roles }),
    'x-limit': endpoint.limit,
    'x-idempotency': endpoint.idempotency,
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...(endpoint.idempotency === 'none' ? [] : [idempotencyParameter(endpoint)]),
    ],
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
      },
    }),
    ...(endpoint.takes === 'bytes' && {
      requestBody: { required: true, content: { 'application/octet-stream': {} } },
    }),
    responses: { ...success(endpoint, method), ...failures(endpoint) },
  };
}

/** `POST /appointments/{id}/confirm` → `postAppointmentsIdConfirm`. */
function operationIdOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
    .replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}

function success(endpoint: Endpoint, method: string): Json {
  const answer =
    endpoint.gives === 'file'
      ? { content: { 'application/octet-stream': {} } }
      : endpoint.answer && {
          content: { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } },
        };
  return {
    [endpoint.status]: {
      description: endpoint.status === 201 ? 'Created' : endpoint.status === 204 ? 'Done' : 'OK',
      ...(endpoint.cache !== 'none' && { headers: { ETag: { schema: { type: 'string' } } } }),
      ...answer,
    },
    ...(method === 'GET' &&
      endpoint.cache !== 'none' && { 304: { description: 'Not changed since the ETag sent' } }),
  };
}

function failures(endpoint: Endpoint): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(endpoint)) {
    const { status } = errors[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\` ${errors[code].message}`).join('\n\n'),
        ...((status === 429 || status === 503) && {
          headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
        }),
        content: {
          'application/json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Error' },
                { properties: { error: { properties: { code: { enum: codes } } } } },
              ],
            },
          },
        },
      },
    ]),
  );
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function idempotencyParameter(endpoint: Endpoint): Json {
  return {
    name: 'Idempotency-Key',
    in: 'header',
    required: endpoint.idempotency === 'required',
    description: 'A new one for each act, the same for its repetitions; kept for 48 hours.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,128}$' },
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
}
