import type { StaffRole } from '../../shared/domain/staff';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';
import { complain } from './complaint-desk';
import { endedVisit, rate } from './evaluations';
import { photo, upload } from './files';
import { onlineItem, submitted } from './hand-in';
import { parcelAt } from './parcels';
import { owedCase, PASSPORT, pay } from './payments';
import type { StaffScope } from './staff';
import { invite, staff } from './staff';

/** Where things are made that belong to somebody. */
export interface World {
  app: TestApp;
  /** Whoever walks past is somebody else. */
  owner: SignedIn;
}

/** Of the police at the city hall. */
const QUEUE = 'q530600-gongan';

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
  {
    path: '/me/addresses/{id}',
    make: async ({ owner }) => {
      const body = { name: '王小明', phone: '13812345678', regionCode: '530602', detail: '龙泉路12号' };
      return (await owner.get('POST /me/addresses', { body })).id;
    },
  },
  { path: '/appointments/{id}', make: ({ owner }) => booked(owner) },
  { path: '/staff/appointments/{id}', make: ({ owner }) => booked(owner) },
  { path: '/staff/queues/{id}', make: async () => QUEUE },
  { path: '/staff/venues/{id}', make: async () => 'v530600' },
  { path: '/staff/queues/{id}', make: async () => 'q530600-gongan' },
  { path: '/staff/appointments/{id}', make: inLine },
  { path: '/staff/venues/{id}/closures/{closureId}', make: closed },
  {
    path: '/staff/venues/{id}/displays/{displayId}',
    make: async ({ app }) => {
      const { id: displayId } = await (await staff(app, 'supervisor')).get(
        'POST /staff/venues/{id}/displays',
        {
          params: { id: 'v530600' },
          body: { name: '一楼大屏' },
        },
      );
      return { id: 'v530600', displayId };
    },
  },
  { path: '/staff/venues/{id}', make: async () => 'v530600' },
  { path: '/cases/{id}', make: takenIn },
  { path: '/staff/cases/{id}', make: takenIn },
  {
    path: '/deliveries/{id}',
    make: async (world) => {
      const caseId = String(await takenIn(world));
      const { mongo } = world.app.deps;
      const found = await mongo.model('Case').findById(caseId).lean<{ personId: string }>();
      // Of a case at most one is open.
      const known = await mongo.model('Parcel').findOne({ caseId }).lean<{ _id: string }>();
      return (known ?? (await parcelAt(world.app, { caseId, personId: found?.personId })))._id;
    },
  },
  { path: '/staff/deliveries/{id}', make: async ({ app }) => (await parcelAt(app))._id },
  { path: '/orders/{id}', make: orderOwed },
  { path: '/evaluations/{id}', make: ratedBadly },
  { path: '/staff/evaluations/{id}', make: ratedBadly },
  { path: '/staff/rectifications/{id}', make: ratedBadly },
  { path: '/staff/orders/{id}', make: orderOwed },
  { path: '/staff/refunds/{id}', make: refundAsked },
  {
    path: '/uploads/{id}',
    make: async ({ owner }) => ({ id: (await upload(owner, await photo())).id, n: '1' }),
  },
  { path: '/staff/uploads/{id}', make: handedIn },
  {
    path: '/mandates/{id}',
    make: async ({ owner }) => {
      const { version } = (await owner.get('GET /mandates')).terms;
      const { mandate } = await owner.get('POST /mandates', { body: { relation: 'parent', version } });
      return mandate.id;
    },
  },
  { path: '/complaints/{id}', make: complained },
  { path: '/staff/complaints/{id}', make: complained },
  { path: '/questions/{id}', make: asked },
  { path: '/staff/questions/{id}', make: asked },
  { path: '/staff/windows/{id}', make: async () => '530600-w01' },
  {
    path: '/staff/accounts/{id}',
    make: async ({ app }) => (await invite(app, { roles: ['window'], venueId: 'v530600' })).account.id,
  },
];

/** Bodies where one that is made up from the schema would be refused before anybody asks whose the thing is. */
export const bodies: Record<string, unknown> = {
  'POST /appointments/{id}/reschedule': { earliest: true },
  'POST /staff/complaints/{id}/ask-extension': { days: 3, why: '要等公安部门回函' },
  'PUT /staff/venues/{id}/hours': { week: [[], [], [], [], [], [], []], reason: '示例' },
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

/** Things that nobody can make at will: the test named proves that they are not found from elsewhere. */
export const provedElsewhere: Record<string, string> = {
  'POST /staff/dead-letters/{id}/replay': 'test/api/notification-troubles.test.ts',
};

/** Things of a department (公安局, in this walk): colleagues of another one at the same hall are strangers to them. */
export const departmental = [
  '/staff/orders/{id}',
  '/staff/refunds/{id}',

  '/staff/cases/{id}',
  '/staff/deliveries/{id}',
  '/staff/complaints/{id}',
  '/staff/questions/{id}',
  '/staff/evaluations/{id}',
  '/staff/rectifications/{id}',
  '/staff/appointments/{id}',
  '/staff/queues/{id}',
];

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
  const body = { itemCode: item?.code ?? '', queueId: QUEUE, earliest: true as const };
  return (await client.get('POST /appointments', { body })).id;
}

/** Somebody who walked into the city hall and took a number of the police there. @returns its id */
async function inLine({ app }: World): Promise<string> {
  const clerk = await staff(app, 'window');
  const taken = await clerk.get('POST /staff/queues/{id}/tickets', {
    params: { id: 'q530600-gongan' },
    body: {},
  });
  return taken.id;
}

/** A far day on which the city hall is announced to be closed. */
async function closed({ app }: World): Promise<Record<string, string>> {
  const body = {
    from: '2030-01-02',
    to: '2030-01-02',
    periods: [],
    reason: '停电检修',
    confirm: { expected: 0 },
  };
  const head = await staff(app, 'supervisor');
  const { closure } = await head.get('POST /staff/venues/{id}/closures', { params: { id: 'v530600' }, body });
  return { id: 'v530600', closureId: closure?.id ?? '' };
}

/** A paper of an application of the owner's that went to the city hall. @returns its id */
async function handedIn({ app, owner }: World): Promise<string> {
  const { materials } = await submitted(owner, await onlineItem(app));
  const [paper] = materials.flatMap(({ uploads }) => uploads);
  if (!paper) throw new Error('an application without a paper');
  return paper.id;
}

/** The case of the owner's appointment, taken in at the city hall; the same one every time. @returns its id */
async function takenIn({ app, owner }: World): Promise<string> {
  const clerk = await staff(app, 'window');
  const body = { appointmentId: await booked(owner), received: [] };
  return (await clerk.get('POST /staff/cases', { body })).id;
}

/** A fee that the owner owes at the city hall, to the police there. @returns its id */
async function orderOwed({ app, owner }: World): Promise<string> {
  const clerk = await staff(app, ['window', 'reviewer']);
  return (await owedCase(app, clerk, owner)).order.id;
}

/** A refund to the owner that waits for a second person. @returns its id */
async function refundAsked({ app, owner }: World): Promise<string> {
  const clerk = await staff(app, ['window', 'reviewer', 'supervisor']);
  const { order } = await owedCase(app, clerk, owner, PASSPORT);
  await pay(app, owner, order, { notify: 'now' });
  const body = { orderId: order.id, fen: order.fen, reason: '多收了' };
  return (await clerk.get('POST /staff/refunds', { body })).id;
}

/** A question of the owner's to the police at the city hall, the same one every time. @returns its id */
async function asked({ owner }: World): Promise<string> {
  const [mine] = (await owner.get('GET /me/questions')).items.filter(({ state }) => state === 'asked');
  if (mine) return mine.id;
  const [item] = (await owner.get('GET /items', { query: { q: '身份证', county: '530600' } })).items;
  const body = { words: '要带什么材料？', itemCode: item?.code ?? '' };
  return (await owner.get('POST /questions', { body })).id;
}

/** A complaint of the owner's about the city hall, the same one while it is open. @returns its id */
async function complained({ owner }: World): Promise<string> {
  const [mine] = (await owner.get('GET /complaints', { query: { state: 'open' } })).items;
  return (mine ?? (await complain(owner))).id;
}

/** A visit of the owner's to the police at the city hall that they rated badly. @returns the id of the rating */
async function ratedBadly({ app, owner }: World): Promise<string> {
  return (await rate(owner, await endedVisit(app, owner), 1)).id;
}
