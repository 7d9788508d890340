import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createCipher } from '../../bff/crypto';
import { changeDelivery } from '../../bff/features/delivery/change-delivery';
import { factsOf } from '../../bff/features/delivery/facts';
import { createModels, type DeliveryDoc } from '../../bff/features/delivery/model';
import type { CaseForDelivery } from '../../bff/features/delivery/needs';
import { addressStep, latestParcel, openDue } from '../../bff/features/delivery/open-parcel';
import type { DeliveryParts } from '../../bff/features/delivery/parts';
import { tellCasesDue } from '../../bff/features/delivery/tell-case';
import { settledOrEnded, tellPaymentsDue } from '../../bff/features/delivery/tell-payments';
import { readSettings } from '../../bff/settings';
import { nothingHappens } from '../../bff/work/crash-points';
import {
  type DeliveryAction,
  type DeliveryRole,
  deliveryStates,
  deliveryTransitions,
} from '../../shared/domain/delivery';
import { deliveryRefusalOf } from '../../shared/domain/delivery-rules';
import { storeForTests } from './store';

const store = storeForTests();
const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
const now = new Date('2026-11-24T09:00:00+08:00');

const near = {
  name: '示例收件人',
  phone: '13900005678',
  regionCode: '530602',
  region: ['云南省'],
  detail: '示例路',
};
const far = { ...near, regionCode: '510104', region: ['四川省'] };

/** A case that hears of its parcels as cases do, and payments that remember what is owed. */
class Outside {
  how: 'courier' | 'window' = 'courier';
  deliveryId: string | null = null;
  completedBy: string[] = [];
  readonly owed = new Set<string>();
  readonly dropped = new Set<string>();
  private readonly heard = new Set<string>();
  constructor(readonly found: CaseForDelivery) {}

  get done() {
    return this.completedBy.length > 0;
  }

  readonly cases: DeliveryParts['cases'] = {
    casesToSend: async () => (this.how === 'courier' && !this.deliveryId && !this.done ? [this.found] : []),
    caseForDelivery: async () => this.found,
    theirCase: async () => ({ found: this.found, by: { role: 'citizen' } }),
    refuseEndedAgent: async () => undefined,
    changeResultHow: async () => true,
    hearOfParcel: async (_caseId, parcelId, word) => {
      if (this.heard.has(`${parcelId} ${word}`)) return true;
      if (this.done) return word !== 'opened';
      if (word === 'opened' && this.how !== 'courier') return false;
      this.heard.add(`${parcelId} ${word}`);
      if (word === 'opened') this.deliveryId = parcelId;
      else if (word === 'window') {
        this.how = 'window';
        this.deliveryId = null;
      } else this.completedBy.push(parcelId);
      return true;
    },
  };

  readonly payments: DeliveryParts['payments'] = {
    orderIdOf: (_kind, subjectId) => `order-${subjectId}`,
    owe: async ({ subjectId }) => {
      this.owed.add(subjectId);
      return { orderId: `order-${subjectId}` };
    },
    drop: async (_kind, subjectId) => {
      this.dropped.add(subjectId);
    },
  };
}

function caseNamed(caseId: string): CaseForDelivery {
  return {
    caseId,
    number: `ZTC-${caseId.slice(0, 6)}`,
    itemCode: 'item',
    itemName: '居住证申领',
    personId: 'person',
    accountId: null,
    mandateId: null,
    agentOf: null,
    appointmentId: null,
    venueId: 'hall',
    department: '公安局',
    open: true,
    ready: 'courier',
    deliveryId: null,
  };
}

function partsFor(outside: Outside, models: Pick<DeliveryParts, 'deliveries' | 'choices'>): DeliveryParts {
  const venue = {
    id: 'hall',
    name: '示例大厅',
    county: '530602',
    phone: '12345',
    address: { text: '', latitude: 0, longitude: 0 },
  };
  return {
    settings,
    clock: { now: () => now },
    log: pino({ level: 'silent' }),
    cipher: createCipher(settings.personalData),
    express: null,
    tracks: null,
    reached: nothingHappens,
    venues: { venue: () => venue },
    catalogue: { caseItem: async () => null },
    addresses: { find: async () => near },
    payments: outside.payments,
    cases: outside.cases,
    appointments: {
      theirAppointment: async () => {
        throw new Error('no appointment here');
      },
    },
    mandates: { principalsOf: async () => [] },
    ...models,
  };
}

const actions = [...new Set(deliveryTransitions.map(({ action }) => action))].filter(
  (each) => each !== 'open',
);
const roles: DeliveryRole[] = ['citizen', 'window', 'carrier', 'system'];

interface Try {
  /** Which of those that the state knows; so that histories come to an end. */
  nth: number;
  /** Also of those that end it. */
  ends: boolean;
  /** Any action by anybody instead: mostly refused. */
  wild: { action: DeliveryAction; role: DeliveryRole } | null;
  far: boolean;
  officer: string;
}

/** One try of one process: read, ask the rules, write under guard. */
async function attempt(parts: DeliveryParts, caseId: string, given: Try): Promise<void> {
  const doc = await latestParcel(parts, caseId);
  if (!doc) return;
  const { officer } = given;
  const known = deliveryTransitions.filter(({ from }) => from === doc.state);
  // Mostly onwards: of those ways that end it at once there are so many that few parcels would ever travel.
  const onwards = known.filter(({ to }) => deliveryStates[to].open);
  const ways = given.ends || onwards.length === 0 ? known : onwards;
  const row = ways[given.nth % Math.max(1, ways.length)];
  const likely = row && { action: row.action, role: row.who[given.nth % row.who.length] ?? 'system' };
  const tried = given.wild ?? likely;
  if (!tried) return;
  const { action, role } = tried;
  if (deliveryRefusalOf(factsOf(doc), action, { role, staffId: officer, scanned: true })) return;
  // What payments say comes by their own door.
  if (action === 'paid' || action === 'unpaid') return settledOrEnded(parts, doc.paySubject ?? '', action);
  const by = { role, staffId: officer };
  if (action === 'give-address' || action === 'give-address-to-pay') {
    const step = addressStep(parts, doc, given.far ? far : near, { version: '1', at: now }, { by, at: now });
    if (step) await changeDelivery(parts, doc, { steps: [step], now });
    return;
  }
  const follows = action === 'resend' || action === 'reissue';
  const next = {
    cause: action as 'resend' | 'reissue',
    consent: doc.consent,
    cost: { fen: 0, words: '' },
    by,
  };
  const set: Partial<DeliveryDoc> = {
    ...(action === 'check' && { check: { staffId: officer, by: officer, at: now } }),
    ...(action === 'order-placed' && {
      waybill: `W${randomUUID()}`,
      order: {
        id: `${doc._id}-${doc.orderCount}`,
        carrier: 'EMS' as const,
        waybill: 'W',
        labels: [],
        tries: 1,
        fence: 1,
      },
    }),
    ...(follows && { next, nextAddress: doc.address }),
  };
  await changeDelivery(parts, doc, { steps: [{ action, by, at: now, set }], now });
}

const given: fc.Arbitrary<Try> = fc.record({
  nth: fc.nat(1_000),
  ends: fc.integer({ min: 0, max: 9 }).map((tenth) => tenth === 0),
  wild: fc.option(
    fc.record({ action: fc.constantFrom<DeliveryAction>(...actions), role: fc.constantFrom(...roles) }),
    { freq: 8 },
  ),
  far: fc.boolean(),
  officer: fc.constantFrom('a', 'b'),
});

describe('any history in two processes', () => {
  it('has one open parcel at most, ends that stay, a case done exactly when it was signed or collected, and nothing owed for nothing', async () => {
    const models = createModels(store.connection);
    await Promise.all(Object.values(models).map((model) => model.syncIndexes()));
    const reached = new Set<string>();
    const rounds = fc.array(fc.tuple(given, given), { minLength: 15, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const caseId = randomUUID();
        const outside = new Outside(caseNamed(caseId));
        const [one, two] = [partsFor(outside, models), partsFor(outside, models)];
        const jobs = async (parts: DeliveryParts) => {
          await openDue(parts);
          await tellCasesDue(parts);
          await tellPaymentsDue(parts);
        };
        const ended = new Map<string, string>();
        for (const [first, second] of history) {
          await Promise.all([
            attempt(one, caseId, first),
            attempt(two, caseId, second),
            jobs(one),
            jobs(two),
          ]);
          const parcels = await models.deliveries.find({ caseId }).lean<DeliveryDoc[]>();
          expect(parcels.filter(({ open }) => open).length).toBeLessThanOrEqual(1);
          expect(new Set(parcels.map(({ attempt: nth }) => nth)).size).toBe(parcels.length);
          for (const { _id, state, open } of parcels) {
            reached.add(state);
            expect(open ?? false).toBe(deliveryStates[state].open);
            const before = ended.get(_id);
            if (before && before !== 'signed') expect(state).toBe(before);
            if (!open) ended.set(_id, state);
          }
        }
        await jobs(one);
        await jobs(one);
        const parcels = await models.deliveries.find({ caseId }).lean<DeliveryDoc[]>();
        const arrived = parcels.filter(({ timeline }) =>
          timeline.some(({ action }) => ['signed', 'sign', 'collect'].includes(action)),
        );
        expect(outside.done).toBe(arrived.length > 0);
        for (const parcel of parcels) {
          expect(parcel.caseOwed).toBeUndefined();
          expect(parcel.payTells).toEqual([]);
          // What is owed or was paid for it is known, and nothing else is left owed.
          const left = [...outside.owed].filter(
            (id) => id.startsWith(parcel._id) && !outside.dropped.has(id),
          );
          expect(left).toEqual(parcel.paySubject ? [parcel.paySubject] : []);
        }
        await models.deliveries.deleteMany({ caseId });
      }),
      { numRuns: 30, seed: 20261124, endOnFailure: true },
    );
    // They are histories, not tries that were all refused.
    expect([...reached].length).toBeGreaterThan(8);
  }, 240_000);
});
