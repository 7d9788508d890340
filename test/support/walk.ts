import { randomUUID } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import { contract, type Endpoint, type EndpointName } from '../../shared/contract';
import { type StaffRole, staffRoles } from '../../shared/domain/staff';
import { fitting, misfitting, nasty } from './arbitrary';
import type { Client } from './client';
import { type StaffClient, type StaffScope, staff } from './staff';
import { bodies, destructive, owned, type World } from './walk-rows';

export const endpoints = Object.entries(contract) as [EndpointName, Endpoint][];
const citizens: readonly string[] = ['account', 'consented', 'person'];

/** Endpoints for citizens who are signed in. */
export const ofCitizens = endpoints.filter(([, { access }]) => citizens.includes(access));
export const ofStaff = endpoints.filter(([, { access }]) => access === 'staff');
export const ofSystems = endpoints.filter(([, { access }]) => access === 'system');

export interface Request {
  token?: string;
  /** For the placeholders of the path; what fits is chosen where nothing is said. */
  fill?: string | Record<string, string>;
  body?: string | Uint8Array;
  contentType?: string;
  query?: string;
}

/** Any request to an endpoint, its placeholders filled. */
export async function send(
  app: World['app'],
  name: EndpointName,
  endpoint: Endpoint,
  { token, fill, body, contentType, query = '' }: Request = {},
) {
  const [method = '', path = ''] = name.split(' ');
  const type = contentType ?? (endpoint.takes === 'bytes' ? 'application/octet-stream' : 'application/json');
  const response = await fetch(app.api + filledPath(path, endpoint, fill) + query, {
    method,
    headers: {
      'idempotency-key': randomUUID(),
      ...(body !== undefined && { 'content-type': type }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(method !== 'GET' && body !== undefined && { body: body as BodyInit }),
  });
  return { response, text: await response.text() };
}

/** The least body that an endpoint reads at all. */
export function anyBody({ body, takes }: Endpoint): string | undefined {
  return body || takes === 'bytes' ? '{}' : undefined;
}

/**
 * A body that passes the schema, so that a request comes as far as asking whose the thing is: the one of the table, or
 * one made up. @throws when none can be made up: then the table must say one
 */
export function fittingBody(name: string, endpoint: Endpoint): string | undefined {
  if (name in bodies) return JSON.stringify(bodies[name]);
  if (endpoint.takes === 'bytes') return 'bytes';
  const { body } = endpoint;
  if (!body) return undefined;
  const found = fc
    .sample(fitting(body), { numRuns: 300, seed: 1 })
    .find((value) => body.safeParse(value).success);
  if (found === undefined) throw new Error(`${name} wants a body; say one in test/support/walk-rows.ts`);
  return JSON.stringify(found);
}

function filledPath(path: string, endpoint: Endpoint, fill: Request['fill']): string {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return path;
  const plain = Object.fromEntries(names.map((name) => [name, 'none']));
  const fits = !endpoint.params || endpoint.params.safeParse(plain).success;
  const chosen = (fits ? plain : fc.sample(fitting(endpoint.params as never), 1)[0]) as Record<
    string,
    string
  >;
  const given = typeof fill === 'string' ? Object.fromEntries(names.map((name) => [name, fill])) : fill;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => given?.[name] ?? encode(String(chosen[name])));
}

/** Something that is really there and belongs to somebody else than who walks. @throws when no row says what */
export async function ownedFor(world: World, name: string): Promise<string | Record<string, string>> {
  const path = name.split(' ')[1] ?? '';
  const row = owned.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  if (!row) throw new Error(`${name} has a placeholder; say in test/support/walk-rows.ts what is there`);
  return row.make(world);
}

/** One signed-in member of staff for each role, made when first asked for. */
export class StaffOfEveryRole {
  private readonly made = new Map<StaffRole, Promise<StaffClient>>();

  constructor(
    private readonly app: World['app'],
    private readonly scopes: Partial<Record<StaffRole, StaffScope>> = {},
    private readonly usual: StaffScope = {},
  ) {}

  async of(role: StaffRole): Promise<StaffClient> {
    const made = this.made.get(role) ?? staff(this.app, role, this.scopes[role] ?? this.usual);
    this.made.set(role, made);
    const client = await made;
    const [window] = client.member.windows;
    // Else they are asked to sit down before anything else; the one who asked before may have this seat.
    if (window) await client.get('PUT /staff/me/window', { body: { window: window.id } });
    return client;
  }
}

/** A role that an endpoint is for. */
export function fittingRole({ roles }: Endpoint): StaffRole {
  return roles?.[0] ?? 'window';
}

/** The roles that an endpoint is not for. */
export function otherRoles({ roles }: Endpoint): StaffRole[] {
  return roles ? staffRoles.filter((role) => !roles.includes(role)) : [];
}

/** What a careless or hostile client may send: a body, something for the placeholders, a query. */
export function garbage(name: string, endpoint: Endpoint) {
  return fc.record({
    body: garbageBody(name, endpoint),
    id: fc.oneof(
      // `.` and `..` are taken out of an address before it is sent.
      fc
        .string({ unit: 'binary', minLength: 1, maxLength: 80 })
        .filter((text) => text !== '.' && text !== '..'),
      fc.constantFrom('0', '$ne', '...', '%00', '\ud800', 'x'.repeat(500)),
    ),
    query: endpoint.query ? fc.oneof(misfitting(endpoint.query), fitting(endpoint.query)) : fc.constant({}),
  });
}

function garbageBody(name: string, endpoint: Endpoint): Arbitrary<string | Uint8Array | undefined> {
  if (endpoint.takes === 'bytes') return fc.uint8Array({ maxLength: 2_000 });
  if (!endpoint.body) return fc.constant(undefined);
  const wellFormed = destructive.has(name) ? nasty : fitting(endpoint.body);
  return fc
    .oneof({ arbitrary: misfitting(endpoint.body), weight: 3 }, { arbitrary: wellFormed, weight: 1 })
    .map((value) => JSON.stringify(value));
}

export function encode(id: string): string {
  try {
    return encodeURIComponent(id);
  } catch {
    return '%ED%A0%80';
  }
}

export function search(query: unknown): string {
  if (query === null || typeof query !== 'object') return '';
  const parts = Object.entries(query).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${encode(name)}=${encode(String(text)).slice(0, 4_000)}`;
  });
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** What a citizen can see of their own, without what the clock alone changes. */
export async function snapshot(client: Client) {
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
