import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, type EndpointName, errorBody, errorsOf } from '../../shared/contract';
import type { StaffRole } from '../../shared/domain/staff';
import { startApp, type TestApp } from '../support/app';
import { consented, person, type SignedIn, signIn } from '../support/citizens';
import { checked } from '../support/client';
import { staff } from '../support/staff';
import {
  anyBody,
  encode,
  endpoints,
  fittingBody,
  fittingRole,
  garbage,
  ofCitizens,
  ofStaff,
  ofSystems,
  otherRoles,
  ownedFor,
  StaffOfEveryRole,
  search,
  send,
  snapshot,
} from '../support/walk';
import {
  booked,
  changesOwn,
  departmental,
  destructive,
  elsewhere,
  provedElsewhere,
} from '../support/walk-rows';

let app: TestApp;
let owner: SignedIn;
let colleagues: StaffOfEveryRole;
let strangers: StaffOfEveryRole;
let otherDepartment: StaffOfEveryRole;

beforeAll(async () => {
  app = await startApp();
  owner = await person(app);
  colleagues = new StaffOfEveryRole(app);
  strangers = new StaffOfEveryRole(app, elsewhere, { venueId: 'v530602' });
  otherDepartment = new StaffOfEveryRole(app, {}, { department: '民政局' });
});
afterAll(() => app.stop());

const codeOf = (text: string) => errorBody.parse(JSON.parse(text)).error.code;

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
  const withSession = [...ofCitizens, ...ofStaff];

  it.each(withSession)('%s refuses who is not signed in', async (name, endpoint) => {
    const { response, text } = await send(app, name, endpoint, { body: anyBody(endpoint) });
    expect(response.status).toBe(401);
    expect(codeOf(text)).toBe('NOT_SIGNED_IN');
  });

  it.each(withSession)('%s refuses a token that was never given out', async (name, endpoint) => {
    for (const token of ['x'.repeat(43), 'short', 'a b', "'"]) {
      const { text } = await send(app, name, endpoint, { token, body: anyBody(endpoint) });
      expect(codeOf(text)).toBe('SESSION_EXPIRED');
    }
  });

  it.each(ofCitizens)('%s knows no token of staff', async (name, endpoint) => {
    const { token } = await colleagues.of('window');
    const { text } = await send(app, name, endpoint, { token, body: anyBody(endpoint) });
    expect(codeOf(text)).toBe('SESSION_EXPIRED');
  });

  it.each(ofStaff)('%s knows no token of a citizen', async (name, endpoint) => {
    const { text } = await send(app, name, endpoint, { token: owner.token, body: anyBody(endpoint) });
    expect(codeOf(text)).toBe('SESSION_EXPIRED');
  });

  it.each(ofCitizens.filter(([, { access }]) => access === 'consented' || access === 'person'))(
    '%s waits for consent to the privacy notice',
    async (name, endpoint) => {
      const { token } = await signIn(app);
      const { text } = await send(app, name, endpoint, { token, body: anyBody(endpoint) });
      expect(codeOf(text)).toBe('CONSENT_REQUIRED');
    },
  );

  it.each(ofCitizens.filter(([, { access }]) => access === 'person'))(
    '%s waits for the real name',
    async (name, endpoint) => {
      const { token } = await consented(app);
      const { text } = await send(app, name, endpoint, { token, body: anyBody(endpoint) });
      expect(codeOf(text)).toBe('IDENTITY_REQUIRED');
    },
  );

  it.each(
    ofStaff.flatMap(([name, endpoint]) => otherRoles(endpoint).map((role) => ({ name, endpoint, role }))),
  )('$name is not for $role', async ({ name, endpoint, role }) => {
    const { token } = await colleagues.of(role);
    const { text } = await send(app, name, endpoint, { token, body: anyBody(endpoint) });
    expect(codeOf(text)).toBe('STAFF_ROLE');
  });

  it('lets administrators keep accounts and auditors read, and mixes neither with the work on cases', () => {
    const rolesOf = (role: StaffRole) => ofStaff.filter(([, { roles }]) => roles?.includes(role));
    for (const [name, { roles }] of rolesOf('administrator')) {
      expect(roles, name).toEqual(['administrator']);
      expect(name).toMatch(/ \/staff\/(accounts|systems)/);
    }
    for (const [name, { roles }] of rolesOf('auditor')) {
      expect(roles, name).toEqual(['auditor']);
      expect(name).toMatch(/^GET /);
    }
    // Whoever is signed in may do no more than this.
    const everyone = ofStaff.filter(([, { roles }]) => !roles).map(([name]) => name);
    expect(everyone.filter((name) => !/ \/staff\/(me|notices|sessions\/current)(\/|$)/.test(name))).toEqual(
      [],
    );
  });

  it('has endpoints for signed calls, or none', () => {
    expect(ofSystems.every(([name]) => name.includes('/integration/'))).toBe(true);
  });

  for (const [name, endpoint] of ofSystems) {
    it(`${name} refuses who does not sign, whatever else they show`, async () => {
      for (const token of [undefined, owner.token, (await colleagues.of('window')).token]) {
        const { response, text } = await send(app, name, endpoint, { token, body: anyBody(endpoint) });
        expect(response.status).toBe(401);
        expect(codeOf(text)).toBe('SIGNATURE_INVALID');
      }
    });
  }
});

const hasPlaceholder = ([name]: [EndpointName, Endpoint]) => name.includes('{');

describe("another citizen's", () => {
  it.each(ofCitizens.filter(hasPlaceholder))('%s gives 404', async (name, endpoint) => {
    const stranger = await person(app);
    const fill = await ownedFor({ app, owner }, name);
    const before = await snapshot(owner);
    const given = { token: stranger.token, fill, body: fittingBody(name, endpoint) };
    const { response, text } = await send(app, name, endpoint, given);
    expect(response.status, text).toBe(404);
    expect(codeOf(text)).toBe('NOT_FOUND');
    expect(await snapshot(owner)).toEqual(before);
  });
});

describe("another hall's", () => {
  const scoped = ofStaff.filter(hasPlaceholder).filter(([name]) => !(name in provedElsewhere));

  it.each(scoped)('%s gives 404 to a colleague elsewhere', async (name, endpoint) => {
    const fill = await ownedFor({ app, owner }, name);
    for (const role of endpoint.roles ?? [fittingRole(endpoint)]) {
      const { token } = await strangers.of(role);
      const { response, text } = await send(app, name, endpoint, {
        token,
        fill,
        body: fittingBody(name, endpoint),
      });
      expect(response.status, `${role}: ${text}`).toBe(404);
      expect(codeOf(text)).toBe('NOT_FOUND');
    }
  });
});

describe("another department's", () => {
  const scoped = ofStaff.filter(([name]) =>
    departmental.some((path) => `${name.split(' ')[1]}/`.startsWith(`${path}/`)),
  );

  it.each(scoped)('%s gives 404 to a colleague of the same hall', async (name, endpoint) => {
    const fill = await ownedFor({ app, owner }, name);
    const body = fittingBody(name, endpoint);
    for (const role of endpoint.roles ?? []) {
      const { token } = await otherDepartment.of(role);
      const { response, text } = await send(app, name, endpoint, { token, fill, body });
      expect(response.status, `${role}: ${text}`).toBe(404);
      expect(codeOf(text)).toBe('NOT_FOUND');
    }
  });
});

/** Somebody who may call an endpoint. */
async function walkerFor(endpoint: Endpoint): Promise<SignedIn | { token?: string }> {
  if (endpoint.access === 'staff') return staff(app, fittingRole(endpoint));
  return endpoint.access === 'system' ? {} : person(app);
}

describe('garbage', () => {
  it.each(endpoints)(
    '%s answers it with 4xx and a code, or by its schema, and changes nothing',
    async (name, endpoint) => {
      const walker = await walkerFor(endpoint);
      const citizen = 'citizen' in walker ? walker : undefined;
      if (citizen) await booked(citizen);
      const before = citizen && (await snapshot(citizen));
      await fc.assert(
        fc.asyncProperty(garbage(name, endpoint), async ({ body, id, query }) => {
          if (body === undefined && destructive.has(name)) return;
          const { response, text } = await send(app, name, endpoint, {
            token: walker.token,
            fill: encode(id),
            query: search(query),
            body,
          });
          expect(response.status, text).toBeLessThan(500);
          if (response.status !== 429) checked(name, endpoint, response, text);
        }),
        // Most of it is turned away before any store is asked, so that the stores make little difference to it.
        { numRuns: process.env.MONGODB_URI ? 10 : 40 },
      );
      if (citizen && !changesOwn.has(name)) expect(await snapshot(citizen)).toEqual(before);
    },
  );

  const writing = endpoints.filter(([name]) => !name.startsWith('GET'));
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
    ['x', '{}'],
  ];
  const refusals = [
    'UNSUPPORTED_MEDIA_TYPE',
    'BODY_NOT_JSON',
    'NOT_FOUND',
    'VALIDATION_FAILED',
    'SIGNATURE_INVALID',
  ];

  it.each(writing)('%s refuses odd content types, unreadable and endless bodies', async (name, endpoint) => {
    const { token } = await walkerFor(endpoint);
    for (const [contentType, body] of odd) {
      const { response, text } = await send(app, name, endpoint, { token, contentType, body });
      if (response.ok) throw new Error(`${contentType} ${body} was accepted`);
      expect(refusals, `${contentType} ${text}`).toContain(codeOf(text));
      expect(response.status).toBeLessThan(500);
    }
    const tooLong = 'x'.repeat((endpoint.bodyLimit ?? 256 * 1_024) + 1_024);
    const { response } = await send(app, name, endpoint, { token, body: JSON.stringify({ code: tooLong }) });
    expect(response.status).toBe(413);
  });
});

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
