import { randomUUID } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, type Endpoint, type EndpointName, errorBody, errorsOf } from '../../shared/contract';
import { startApp, type TestApp } from '../support/app';
import { fitting, misfitting, nasty } from '../support/arbitrary';
import { consented, person, type SignedIn, signIn } from '../support/citizens';
import { type Client, checked } from '../support/client';

const endpoints = Object.entries(contract) as [EndpointName, Endpoint][];
const guarded = endpoints.filter(([, { access }]) => access !== 'public' && access !== 'optional');

let app: TestApp;
let owner: SignedIn;

beforeAll(async () => {
  app = await startApp();
  owner = await person(app);
});
afterAll(() => app.stop());

/** Any request to an endpoint, its placeholders filled. */
async function send(
  name: EndpointName,
  given: { token?: string; fill?: string; body?: string; headers?: Record<string, string>; query?: string },
) {
  const [method = '', path = ''] = name.split(' ');
  const url = `${app.api}${path.replace(/\{\w+\}/g, given.fill ?? 'none')}${given.query ?? ''}`;
  const response = await fetch(url, {
    method,
    headers: {
      'idempotency-key': randomUUID(),
      ...(given.body !== undefined && { 'content-type': 'application/json' }),
      ...(given.token && { authorization: `Bearer ${given.token}` }),
      ...given.headers,
    },
    ...(method !== 'GET' && given.body !== undefined && { body: given.body }),
  });
  return { response, text: await response.text() };
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 in the eyes of an independent validator', async () => {
    const document = await (await fetch(`${app.url}/api/openapi.json`)).json();
    const validator = new Validator();
    expect(await validator.validate(document)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('names every endpoint with the errors it can give', async () => {
    const document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    };
    for (const [name, endpoint] of endpoints) {
      const [method = '', path = ''] = name.split(' ');
      const said = JSON.stringify(document.paths[`/api/v1${path}`]?.[method.toLowerCase()]?.responses);
      for (const code of errorsOf(endpoint)) expect(said, name).toContain(code);
    }
  });

  it('has a page for people with nothing from elsewhere', async () => {
    const page = await (await fetch(`${app.url}/api/docs`)).text();
    for (const [name] of endpoints) expect(page).toContain(`/api/v1${name.split(' ')[1]}`);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});

describe('access', () => {
  it.each(guarded)('%s refuses who is not signed in', async (name, endpoint) => {
    const { response, text } = await send(name, { body: endpoint.body ? '{}' : undefined });
    expect(response.status).toBe(401);
    expect(JSON.parse(text).error.code).toBe('NOT_SIGNED_IN');
  });

  it.each(guarded)('%s refuses a token that was never given out', async (name, endpoint) => {
    for (const token of ['x'.repeat(43), 'short', 'a b', "'"]) {
      const { text } = await send(name, { token, body: endpoint.body ? '{}' : undefined });
      expect(JSON.parse(text).error.code).toBe('SESSION_EXPIRED');
    }
  });

  it.each(guarded.filter(([, { access }]) => access === 'consented' || access === 'person'))(
    '%s waits for consent to the privacy notice',
    async (name, endpoint) => {
      const { token } = await signIn(app);
      const { text } = await send(name, { token, body: endpoint.body ? '{}' : undefined });
      expect(JSON.parse(text).error.code).toBe('CONSENT_REQUIRED');
    },
  );

  it.each(guarded.filter(([, { access }]) => access === 'person'))(
    '%s waits for the real name',
    async (name, endpoint) => {
      const { token } = await consented(app);
      const { text } = await send(name, { token, body: endpoint.body ? '{}' : undefined });
      expect(JSON.parse(text).error.code).toBe('IDENTITY_REQUIRED');
    },
  );
});

describe("another citizen's", () => {
  const withId = guarded.filter(([name]) => name.includes('{id}'));

  it.each(withId)('%s gives 404', async (name) => {
    const stranger = await person(app);
    const owned = name.includes('/me/sessions')
      ? (await owner.get('GET /me/sessions')).items[0]?.id
      : await booked(owner);
    const before = await snapshot(owner);
    const body = name.endsWith('/reschedule') ? JSON.stringify({ earliest: true }) : undefined;
    const { response, text } = await send(name, { token: stranger.token, fill: owned, body });
    expect(response.status, text).toBe(404);
    expect(JSON.parse(text).error.code).toBe('NOT_FOUND');
    expect(await snapshot(owner)).toEqual(before);
  });
});

/** An appointment of the citizen, held if there is none yet. @returns its id */
async function booked(client: SignedIn): Promise<string> {
  const [mine] = (await client.get('GET /appointments', { query: { scope: 'ahead' } })).items;
  if (mine) return mine.id;
  const [item] = (await client.get('GET /items', { query: { q: '身份证', county: '530600' } })).items;
  return (await client.get('POST /appointments', { body: { itemCode: item?.code ?? '', earliest: true } }))
    .id;
}

/** What a citizen can see of their own, without what the clock alone changes. */
async function snapshot(client: Client) {
  const [me, appointments, sessions] = await Promise.all([
    client.get('GET /me'),
    client.get('GET /appointments'),
    client.get('GET /me/sessions'),
  ]);
  return {
    me,
    appointments: appointments.items.map(({ id, state, date, slot }) => ({ id, state, date, slot })),
    sessions: sessions.total,
  };
}

describe('garbage', () => {
  // Erasing or leaving is what a well-formed request to these does; the fuzzer keeps its session.
  const destructive = new Set([
    'DELETE /me',
    'DELETE /sessions/current',
    'POST /me/consents',
    'POST /appointments',
  ]);

  it.each(endpoints)(
    '%s answers it with 4xx and a code, or by its schema, and changes nothing',
    async (name, endpoint) => {
      const fuzzer = await person(app);
      await booked(fuzzer);
      const before = await snapshot(fuzzer);
      const bodies = endpoint.body
        ? fc.oneof(
            { arbitrary: misfitting(endpoint.body), weight: 3 },
            { arbitrary: destructive.has(name) ? nasty : fitting(endpoint.body), weight: 1 },
          )
        : fc.constant(undefined);
      const ids = fc.oneof(
        // `.` and `..` are taken out of an address before it is sent.
        fc
          .string({ unit: 'binary', minLength: 1, maxLength: 80 })
          .filter((text) => text !== '.' && text !== '..'),
        fc.constantFrom('0', '$ne', '...', '%00', '\ud800', 'x'.repeat(500)),
      );
      const queries = endpoint.query
        ? fc.oneof(misfitting(endpoint.query), fitting(endpoint.query))
        : fc.constant({});
      await fc.assert(
        fc.asyncProperty(bodies, ids, queries, async (body, id, query) => {
          if (body === undefined && destructive.has(name)) return;
          const { response, text } = await send(name, {
            token: fuzzer.token,
            fill: encode(id),
            query: search(query),
            body: body === undefined ? undefined : JSON.stringify(body),
          });
          expect(response.status, text).toBeLessThan(500);
          if (response.status !== 429) checked(name, endpoint, response, text);
        }),
        { numRuns: 40 },
      );
      if (!['PUT /me/settings', 'PUT /me/identity', 'POST /me/phone'].includes(name))
        expect(await snapshot(fuzzer)).toEqual(before);
    },
  );

  const writing = endpoints.filter(([name]) => !name.startsWith('GET'));

  it.each(writing)('%s refuses odd content types and bodies that are not JSON', async (name) => {
    const { token } = await person(app);
    const odd: [string, string | Uint8Array][] = [
      ['text/plain', '{}'],
      ['application/x-www-form-urlencoded', 'code=1'],
      ['multipart/form-data; boundary=x', '--x--'],
      ['application/xml', '<a/>'],
      ['application/json; charset=utf-7', '{}'],
      ['application/json', '{"a":'],
      ['application/json', '"text"'],
      ['application/json', 'null'],
      ['application/json', new Uint8Array([0xff, 0xfe, 0x00])],
      ['', '{}'],
    ];
    for (const [type, body] of odd) {
      const [method = '', path = ''] = name.split(' ');
      const response = await fetch(`${app.api}${path.replace(/\{\w+\}/g, 'none')}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'idempotency-key': randomUUID(),
          'content-type': type || 'x',
        },
        body: body as BodyInit,
      });
      if (response.ok) throw new Error(`${type} ${body} was accepted`);
      const { error } = errorBody.parse(await response.json());
      expect(
        ['UNSUPPORTED_MEDIA_TYPE', 'BODY_NOT_JSON', 'NOT_FOUND', 'VALIDATION_FAILED'],
        `${type} ${error.code}`,
      ).toContain(error.code);
      expect(response.status).toBeLessThan(500);
    }
    const large = await fetch(`${app.api}${name.split(' ')[1]?.replace(/\{\w+\}/g, 'none')}`, {
      method: name.split(' ')[0],
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        'content-type': 'application/json',
      },
      body: JSON.stringify({ code: 'x'.repeat(300_000) }),
    });
    expect(large.status).toBe(413);
  });
});

function encode(id: string): string {
  try {
    return encodeURIComponent(id);
  } catch {
    return '%ED%A0%80';
  }
}

function search(query: unknown): string {
  if (query === null || typeof query !== 'object') return '';
  const parts = Object.entries(query).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${encode(name)}=${encode(String(text)).slice(0, 4_000)}`;
  });
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

describe('what is not there', () => {
  it('says so in the one error shape', async () => {
    for (const [method, path, code] of [
      ['GET', '/api/v1/nothing', 'NO_SUCH_ENDPOINT'],
      ['GET', '/api/v1/items/a/b/c', 'NO_SUCH_ENDPOINT'],
      ['GET', '/api/other', 'NO_SUCH_ENDPOINT'],
      ['PUT', '/api/v1/home', 'METHOD_NOT_ALLOWED'],
      ['DELETE', '/api/v1/items', 'METHOD_NOT_ALLOWED'],
    ] as const) {
      const response = await fetch(app.url + path, { method });
      expect(errorBody.parse(await response.json()).error.code, path).toBe(code);
      if (code === 'METHOD_NOT_ALLOWED') expect(response.headers.get('allow')).toContain('GET');
    }
  });
});
