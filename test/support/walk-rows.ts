import type { StaffRole } from '../../shared/domain/staff';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import type { StaffScope } from './staff';
import { invite, staff } from './staff';

/** Where things are made that belong to somebody. */
export interface World {
  app: TestApp;
  /** Whoever walks past is somebody else. */
  owner: SignedIn;
}

/**
 * What a walk over all endpoints must know and no declaration says. A feature whose endpoints have placeholders adds a
 * row for each kind of thing; everything else is optional.
 */
interface Owned {
  /** Endpoints whose path begins so: `/appointments/{id}`. */
  path: string;
  /** For its placeholders: something of the owner's (or, under /staff, of the city hall v530600) that is really there. */
  make(world: World): Promise<string | Record<string, string>>;
}

export const owned: Owned[] = [
  {
    path: '/me/sessions/{id}',
    make: async ({ owner }) => (await owner.get('GET /me/sessions')).items[0]?.id ?? '',
  },
  { path: '/appointments/{id}', make: ({ owner }) => booked(owner) },
  { path: '/cases/{id}', make: takenIn },
  { path: '/staff/cases/{id}', make: takenIn },
  {
    path: '/staff/accounts/{id}',
    make: async ({ app }) => (await invite(app, { roles: ['window'], venueId: 'v530600' })).account.id,
  },
];

/** Bodies where one that is made up from the schema would be refused before anybody asks whose the thing is. */
export const bodies: Record<string, unknown> = {
  'POST /appointments/{id}/reschedule': { earliest: true },
  'PUT /staff/accounts/{id}': { name: '示例员工', roles: ['window'], venueId: 'v530602', department: null },
};

/** What a well-formed request to these does is not wanted: it ends the walker's session, or fills the store. */
export const destructive = new Set([
  'DELETE /me',
  'DELETE /sessions/current',
  'POST /me/consents',
  'POST /appointments',
  'DELETE /staff/sessions/current',
]);

/** A well-formed request to these changes something of the walker's own, as it should. */
export const changesOwn = new Set(['PUT /me/settings', 'PUT /me/identity', 'POST /me/phone']);

/** Staff endpoints whose things have no venue: nobody is a stranger to them. */
export const cityWide = new Set<string>([]);

/** Things of a department (公安局, in this walk): colleagues of another one at the same hall are strangers to them. */
export const departmental = ['/staff/cases/{id}'];

/** Where a stranger of the city hall works, for each role. */
export const elsewhere: Partial<Record<StaffRole, StaffScope>> = {
  administrator: { venueId: 'v530602' },
  auditor: { venueId: 'v530602' },
};

/** An appointment of the citizen with the police at the city hall, held if there is none yet. @returns its id */
export async function booked(client: SignedIn): Promise<string> {
  const [mine] = (await client.get('GET /appointments', { query: { scope: 'ahead' } })).items;
  if (mine) return mine.id;
  const [item] = (await client.get('GET /items', { query: { q: '身份证', county: '530600' } })).items;
  const body = { itemCode: item?.code ?? '', queueId: 'q530600-gongan', earliest: true as const };
  return (await client.get('POST /appointments', { body })).id;
}

/** The case of the owner's appointment, taken in at the city hall; the same one every time. @returns its id */
async function takenIn({ app, owner }: World): Promise<string> {
  const clerk = await staff(app, 'window');
  const body = { appointmentId: await booked(owner), received: [] };
  return (await clerk.get('POST /staff/cases', { body })).id;
}
