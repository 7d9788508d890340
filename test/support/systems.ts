import { randomBytes, randomUUID } from 'node:crypto';
import { integrationModels } from '../../bff/features/integration/model';
import { type NewKey, registerSystem } from '../../bff/features/integration/register-system';
import {
  type SignatureAlgorithm,
  signatureAlgorithms,
  signatureOf,
} from '../../bff/features/integration/signature';
import { contract, type Endpoint } from '../../shared/contract';
import type { CaseEvent, EventAnswer } from '../../shared/contract/integration';
import type { TestApp } from './app';
import { person, type SignedIn } from './citizens';
import { checked } from './client';
import { type StaffClient, staff } from './staff';

export interface SystemScope {
  departments?: string[];
  venueIds?: string[] | null;
  algorithms?: readonly SignatureAlgorithm[];
}

/** What may be wrong with a signed call. */
export interface Tampering {
  algorithm?: SignatureAlgorithm;
  /** Seconds by which the sender's clock is wrong. */
  skew?: number;
  nonce?: string;
  /** Signed as if this were sent. */
  signed?: { body?: string; path?: string; method?: string; keyId?: string; secret?: string };
  headers?: Record<string, string>;
}

type SystemEndpoint = 'POST /integration/cases' | 'POST /integration/reconciliations';

/** A department's system that signs its calls. */
export class SystemClient {
  constructor(
    readonly app: Pick<TestApp, 'api' | 'clock'>,
    readonly systemId: string,
    readonly key: NewKey,
  ) {}

  /** Sends a body as it is, signed. @returns the raw reply, held against the contract */
  async send(name: SystemEndpoint, body: string, wrong: Tampering = {}, api = this.app.api) {
    const path = `/api/v1${name.split(' ')[1]}`;
    const response = await fetch(new URL(path, api), {
      method: 'POST',
      headers: this.headers(path, body, wrong),
      body,
    });
    const text = await response.text();
    const endpoint: Endpoint = contract[name];
    return { ...checked(name, endpoint, response, text), text };
  }

  /** The headers of a call. */
  headers(path: string, body: string, wrong: Tampering = {}): Record<string, string> {
    const { algorithm = 'hmac-sha256', skew = 0, signed = {} } = wrong;
    const timestamp = String(Math.floor(this.app.clock.now().getTime() / 1_000) + skew);
    const nonce = wrong.nonce ?? randomBytes(16).toString('base64url');
    const signature = signatureOf(
      {
        algorithm,
        keyId: signed.keyId ?? this.key.keyId,
        method: signed.method ?? 'POST',
        path: signed.path ?? path,
        timestamp,
        nonce,
      },
      Buffer.from(signed.body ?? body),
      signed.secret ?? this.key.secret,
    );
    return {
      'content-type': 'application/json',
      'x-system': this.key.keyId,
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature-algorithm': algorithm,
      'x-signature': signature,
      ...wrong.headers,
    };
  }

  /** Sends events that must be taken in. @returns one answer each */
  async events(events: readonly unknown[], api = this.app.api): Promise<EventAnswer[]> {
    const { answer, error } = await this.send('POST /integration/cases', JSON.stringify({ events }), {}, api);
    if (error) throw new Error(`refused: ${error.code}`);
    return (answer as { results: EventAnswer[] }).results;
  }
}

/** A system that is registered; for every hall and for 人社局 unless told. */
export async function outsideSystem(app: TestApp, scope: SystemScope = {}): Promise<SystemClient> {
  const { departments = ['人社局'], venueIds = null, algorithms = signatureAlgorithms } = scope;
  const { mongo, cipher, clock } = app.deps;
  const _id = `s-${randomBytes(6).toString('hex')}`;
  const system = { _id, name: '人社业务系统', departments, venueIds };
  const key = await registerSystem(integrationModels(mongo), cipher, system, algorithms, clock.now());
  return new SystemClient(app, _id, key);
}

type Facts<E> = E extends CaseEvent ? Partial<E> & Pick<E, 'action'> : never;

/** An event of a case, now unless told. */
export function eventOf(
  app: Pick<TestApp, 'clock'>,
  caseNumber: string,
  given: Facts<CaseEvent> & Record<string, unknown>,
): CaseEvent {
  return {
    id: randomUUID(),
    caseNumber,
    occurredAt: app.clock.now().toISOString(),
    ...given,
  } as unknown as CaseEvent;
}

export interface TakenIn {
  id: string;
  number: string;
  clerk: StaffClient;
  /** Whose case it is; signed in. */
  citizen: SignedIn;
}

/** A case that a clerk of the city hall took in, of an item that is promised within days. */
export async function takenInCase(
  app: TestApp,
  item = '养老关系转移接续',
  clerk?: StaffClient,
): Promise<TakenIn> {
  const window = clerk ?? (await staff(app, ['window', 'reviewer', 'approver', 'dispatcher']));
  const citizen = await person(app);
  const [found] = (await citizen.get('GET /items', { query: { q: item, county: '530600' } })).items;
  if (!found) throw new Error(`no item ${item}`);
  const { name, idNumber } = citizen.citizen;
  const taken = await window.get('POST /staff/cases', {
    body: { itemCode: found.code, applicant: { name, idNumber }, received: [] },
  });
  return { id: taken.id, number: taken.number, clerk: window, citizen };
}
