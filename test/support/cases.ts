import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../bff/clock';
import { createCipher } from '../../bff/crypto/cipher';
import { startEmbeddedMongo } from '../../bff/embedded';
import { type CaseNeeds, type Cases, createCases } from '../../bff/features/cases';
import { giveNumber } from '../../bff/features/cases/case-number';
import { beginCase, changeCase } from '../../bff/features/cases/change-case';
import type { CaseDoc, CaseModel, CaseNumberModel } from '../../bff/features/cases/model';
import type { CaseItem } from '../../bff/features/cases/needs';
import { blankCase } from '../../bff/features/cases/new-case';
import type { CaseParts } from '../../bff/features/cases/parts';
import type { Caller, RequestContext, StaffCaller } from '../../bff/http/route';
import { createLog } from '../../bff/log';
import { Problem } from '../../bff/problem';
import { readSettings } from '../../bff/settings';
import { createIndexes } from '../../bff/stores/indexes';
import { connectMongo } from '../../bff/stores/mongo';
import { Work } from '../../bff/work';
import { Outboxes } from '../../bff/work/outbox';
import type { CaseDetail, ErrorCode, StaffCase, StaffCaseAction } from '../../shared/contract';
import { casesContract } from '../../shared/contract/cases';
import type { Endpoint } from '../../shared/contract/core';
import { staffCasesContract } from '../../shared/contract/staff-cases';
import { createCalendar, type WorkingDayCalendar, type YearNotice } from '../../shared/domain/calendar';
import type { StaffRole } from '../../shared/domain/staff';

/** Tuesday 24 November 2026, nine in the morning in Beijing. */
export const TUESDAY = new Date('2026-11-24T09:00:00+08:00');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const material = (id: string, more: Partial<CaseItem['materials'][number]> = {}) => ({
  id,
  name: `材料${id}`,
  form: 'original' as const,
  copies: 1,
  necessity: 'required' as const,
  source: '申请人',
  note: null,
  waivedBy: null,
  ...more,
});

/** Eight working days promised, twenty by law; two departments; one inspection that stops the clock and one that does not. */
export const LICENCE: CaseItem = {
  code: '530600LICENCE1',
  name: '劳务派遣经营许可',
  department: '人社局',
  jointDepartments: ['市场监管局'],
  venueId: 'hall',
  caseKind: 'promised',
  channels: ['window', 'online'],
  charges: [],
  promised: { value: 8, unit: 'working-day' },
  legal: { value: 20, unit: 'working-day' },
  materials: [
    material('form'),
    material('lease'),
    material('card', { waivedBy: '电子居民身份证' }),
    material('photo', { necessity: 'optional' }),
    material('proof', { necessity: 'later' }),
  ],
  specialSteps: [
    { name: '现场查看', timeWords: '5 个工作日', basis: '办法第六条', counted: false },
    { name: '公示', timeWords: '3 个工作日', basis: '办法第七条', counted: true },
  ],
  basis: ['《劳务派遣行政许可实施办法》'],
  remedies: ['收到决定之日起 60 日内可以申请行政复议。', '收到决定之日起 6 个月内可以提起行政诉讼。'],
  enquiryPhone: '0870-1110000',
  supervisionPhone: '0870-2220000',
};

/** Done in one visit. */
export const CARD: CaseItem = {
  ...LICENCE,
  code: '530600INSTANT1',
  name: '社保卡补换',
  jointDepartments: [],
  caseKind: 'instant',
  promised: { value: 0, unit: 'instant' },
  legal: { value: 30, unit: 'working-day' },
  materials: [material('form')],
  specialSteps: [],
};

const notices: YearNotice[] = [{ year: 2026, off: { '01-01': '元旦', '10-01': '国庆节' }, work: [] }];
export const NOTICE_2027: YearNotice = { year: 2027, off: { '01-01': '元旦', '01-04': '元旦' }, work: [] };

export interface OfficeOptions {
  at?: Date;
  items?: CaseItem[];
}

/** An office that works on cases, on real stores, without HTTP. */
export async function openOffice({ at = TUESDAY, items = [LICENCE, CARD] }: OfficeOptions = {}) {
  const tag = `t${randomBytes(6).toString('hex')}`;
  const { MONGODB_URI } = process.env;
  const dir = await mkdtemp(join(tmpdir(), 'cases-'));
  const embedded = MONGODB_URI ? null : await startEmbeddedMongo({ dir });
  const uri = new URL(MONGODB_URI ?? embedded?.uri ?? '');
  uri.pathname = `/${tag}`;
  const clock = new MovableClock({ now: () => at });
  const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const office = new Office(items);
  const closers: (() => Promise<void>)[] = [];

  /** Another BFF process on the same stores. */
  const process_ = async () => {
    const mongo = await connectMongo(uri.toString(), 10_000);
    const log = createLog('silent');
    const work = new Work(log);
    const outboxes = new Outboxes();
    const cipher = createCipher(settings.personalData);
    const cases = createCases({ settings, clock, log, cipher, mongo, work, outboxes, ...office.needs });
    const model = mongo.models.Case as CaseModel;
    const numbers = mongo.models.CaseNumber as CaseNumberModel;
    const parts: CaseParts = { settings, clock, log, cipher, cases: model, numbers, ...office.needs };
    closers.push(() => mongo.close());
    return { cases, mongo, work, outboxes, model, parts };
  };
  const first = await process_();
  await createIndexes(first.cases.models);
  return {
    ...first,
    office,
    clock,
    settings,
    process: process_,
    citizen: (name: string, cases: Cases = first.cases) => new CaseCitizen(name, cases, clock),
    officer: (name: string, roles: StaffRole[], more: Partial<StaffCaller> & { cases?: Cases } = {}) =>
      new Officer(name, roles, more, more.cases ?? first.cases, clock),
    /** What an application from the phone comes to: handed in with every required paper. */
    submitted: (personId: string, more: Submission = {}) => submitted(first.parts, personId, more),
    stored: async (id: string): Promise<CaseDoc> => {
      const doc = await first.model.findById(id).lean<CaseDoc>();
      if (!doc) throw new Error(`no case ${id}`);
      return doc;
    },
    close: async () => {
      await first.mongo.dropDatabase();
      for (const closer of closers) await closer();
      await embedded?.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
export type OpenOffice = Awaited<ReturnType<typeof openOffice>>;

export interface Submission {
  item?: CaseItem;
  mandateId?: string;
  accountId?: string;
}

async function submitted(parts: CaseParts, personId: string, more: Submission): Promise<CaseDoc> {
  const { item = LICENCE, mandateId = null } = more;
  const now = parts.clock.now();
  const blank = blankCase(parts, {
    id: randomUUID().replaceAll('-', ''),
    item,
    personId,
    applicantName: '王小明',
    accountId: more.accountId ?? `account-${personId}`,
    mandateId,
    agentOf: mandateId && '子女',
    channel: 'online',
    appointmentId: null,
    venueId: item.venueId,
    phone: '13900001234',
    note: null,
    now,
  });
  const draft = await beginCase(parts, blank, [{ action: 'create-draft', by: { role: 'citizen' }, at: now }]);
  const number = await giveNumber(parts.numbers, draft._id, now);
  const upload = { id: 'u1', name: null, type: 'image/jpeg', size: 1_000 };
  const materials = draft.materials.map((each) =>
    each.necessity === 'required' && !each.waived ? { ...each, uploads: [upload] } : each,
  );
  const after = await changeCase(parts, draft, {
    steps: [{ action: 'submit', by: { role: 'citizen' }, at: now, set: { number, materials } }],
    now,
  });
  if (!after) throw new Error('not submitted');
  return after;
}

/** What cases need of the other features, in memory and changeable. */
class Office {
  calendar: WorkingDayCalendar = createCalendar(notices);
  readonly principals = new Map<string, { mandateId: string; personId: string; relation: string }[]>();
  /** Officers by id, with the roles in which they are found. */
  readonly staff = new Map<
    string,
    { name: string; number: string; roles: StaffRole[]; department: string | null }
  >();
  readonly appointments = new Map<
    string,
    { personId: string; accountId: string | null; itemCode: string; venueId: string }
  >();

  /** What payments were told, case by case. */
  readonly owed: string[] = [];
  readonly dropped: string[] = [];
  /** Payments say that the fee of a case is settled. */
  settled: (caseId: string) => Promise<void> = async () => undefined;

  constructor(private readonly items: CaseItem[]) {}

  /** A year's holidays become known. */
  announce(notice: YearNotice): void {
    this.calendar = createCalendar([...notices, notice]);
  }

  readonly needs: CaseNeeds = {
    catalogue: { caseItem: async (code) => this.items.find((item) => item.code === code) ?? null },
    venues: {
      venue: (id) =>
        id === 'hall' || id === 'other'
          ? { id, name: '昭通市政务服务中心', phone: '0870-0000000', address: { text: '示例路 1 号' } }
          : null,
      calendar: this.following(),
    },
    people: {
      fullName: async () => '王小明',
      personOfCard: async ({ idNumber }) => `person-${idNumber}`,
    },
    mandates: {
      actFor: async ({ personId }) => ({ personId: personId ?? '', mandateId: null, relation: null }),
      principalsOf: async (personId) => this.principals.get(personId) ?? [],
    },
    staff: {
      handlerOf: async (staffId) => this.staff.get(staffId) ?? null,
      staffIn: async ({ role, department }) =>
        [...this.staff]
          .filter(([, one]) => one.roles.includes(role) && (one.department ?? department) === department)
          .map(([staffId]) => staffId),
    },
    payments: {
      orderIdOf: (_kind, caseId) => `order-${caseId}`,
      owe: async ({ subjectId }) => {
        this.owed.push(subjectId);
        return { orderId: `order-${subjectId}` };
      },
      drop: async (_kind, subjectId) => {
        this.dropped.push(subjectId);
      },
      onSettled: (_kind, listener) => {
        this.settled = listener;
      },
    },
    deliveries: { parcelsOf: async () => new Map(), chosenHow: async () => null },
    appointments: { appointmentFor: async (id) => this.appointments.get(id) ?? null },
  };

  /** The calendar in force, whenever it is asked. */
  private following(): WorkingDayCalendar {
    const current = () => this.calendar;
    return {
      get years() {
        return current().years;
      },
      knows: (date) => current().knows(date),
      isWorkingDay: (date) => current().isWorkingDay(date),
      isMakeUpDay: (date) => current().isMakeUpDay(date),
      holiday: (date) => current().holiday(date),
    };
  }
}

/** What a command said: the case, or the code it was refused with. */
export type Said<T> = { ok: T } | { refused: ErrorCode; next?: string };

function contextOf(clock: MovableClock, key?: string): RequestContext {
  return {
    requestId: 'test',
    now: clock.now(),
    address: '127.0.0.1',
    userAgent: 'test',
    operationId: key ?? randomUUID().replaceAll('-', ''),
  };
}

/** Asks a route as the HTTP layer would after its checks; every answer is held against the contract. */
async function say<T>(
  endpoint: Endpoint,
  name: string,
  route: (call: never) => Promise<unknown>,
  call: object,
): Promise<Said<T>> {
  try {
    return { ok: endpoint.answer?.parse(await route(call as never)) as T };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const usual: readonly string[] = ['VALIDATION_FAILED', 'STAFF_ROLE', 'IDENTITY_REQUIRED'];
    const declared: readonly string[] = endpoint.errors;
    if (!declared.includes(error.code) && !usual.includes(error.code))
      throw new Error(`${name} gave ${error.code}, which it does not declare`);
    return { refused: error.code, next: error.next };
  }
}

export class CaseCitizen {
  readonly caller: Caller;

  constructor(
    readonly name: string,
    private readonly cases: Cases,
    private readonly clock: MovableClock,
  ) {
    this.caller = { sessionId: `session-${name}`, accountId: `account-${name}`, personId: name };
  }

  get(id: string): Promise<Said<CaseDetail>> {
    return this.say('GET /cases/{id}', undefined, { params: { id } });
  }

  withdraw(id: string, reason?: string, key?: string): Promise<Said<CaseDetail>> {
    return this.say('POST /cases/{id}/withdraw', key, { params: { id }, body: { reason } });
  }

  async list(query: { scope?: 'open' | 'closed' | 'all'; q?: string } = {}) {
    const said = await this.say<{ items: CaseDetail[]; total: number }>('GET /cases', undefined, {
      query: { scope: 'all', ...query },
    });
    return ok(said);
  }

  private say<T>(name: keyof typeof casesContract, key: string | undefined, given: object): Promise<Said<T>> {
    return say(casesContract[name], name, this.cases.routes[name] as never, {
      caller: this.caller,
      context: contextOf(this.clock, key),
      ...given,
    });
  }
}

export class Officer {
  readonly caller: StaffCaller;

  constructor(
    name: string,
    roles: StaffRole[],
    more: Partial<StaffCaller>,
    private readonly cases: Cases,
    private readonly clock: MovableClock,
  ) {
    this.caller = {
      sessionId: `session-${name}`,
      staffId: name,
      number: `N-${name}`,
      name,
      roles,
      venueId: 'hall',
      department: null,
      window: roles.includes('window') ? '3 号窗口' : null,
      windowId: null,
      ...more,
    };
  }

  act(id: string, action: StaffCaseAction, body: object = {}, key?: string): Promise<Said<StaffCase>> {
    return this.say(`POST /staff/cases/{id}/${action}`, key, { params: { id }, body });
  }

  takeIn(body: object, key?: string): Promise<Said<StaffCase>> {
    return this.say('POST /staff/cases', key, { body });
  }

  get(id: string): Promise<Said<StaffCase>> {
    return this.say('GET /staff/cases/{id}', undefined, { params: { id } });
  }

  async list(query: { scope?: 'mine' | 'open' | 'closed' | 'all'; q?: string; state?: string } = {}) {
    const said = await this.say<{ items: StaffCase[]; total: number }>('GET /staff/cases', undefined, {
      query: { scope: 'open', ...query },
    });
    return ok(said).items;
  }

  private async say<T>(
    name: keyof typeof staffCasesContract,
    key: string | undefined,
    given: object,
  ): Promise<Said<T>> {
    const endpoint: Endpoint = staffCasesContract[name];
    if (!this.caller.roles.some((role) => endpoint.roles?.includes(role))) return { refused: 'STAFF_ROLE' };
    return say(endpoint, name, this.cases.staffRoutes[name] as never, {
      caller: this.caller,
      context: contextOf(this.clock, key),
      ...given,
    });
  }
}

/** What an answer that must be one says. */
export function ok<T>(said: Said<T>): T {
  if ('refused' in said) throw new Error(`refused: ${said.refused}`);
  return said.ok;
}

/** The code of an answer that must be a refusal. */
export function refused<T>(said: Said<T>): ErrorCode {
  if ('ok' in said) throw new Error('not refused');
  return said.refused;
}
