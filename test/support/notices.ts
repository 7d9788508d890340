import { randomUUID } from 'node:crypto';
import { type Connection, Schema } from 'mongoose';
import { indexOutbox, type OutboxFields, outboxFields, owingFrom } from '../../bff/work/outbox';
import type { NoticeFacts, NoticeKind } from '../../shared/domain/notices';
import type { TestApp } from './app';
import type { SignedIn } from './citizens';

/** What the sandbox's phones show. */
export interface ShownMessage {
  id: string;
  channel: 'wechat' | 'sms';
  citizenId: string | null;
  address: string;
  title: string;
  data: Record<string, string>;
  page: string | null;
}

interface Owing extends OutboxFields {
  _id: string;
}

const owners = new WeakMap<Connection, ReturnType<typeof makeOwner>>();

function makeOwner(mongo: Connection) {
  const schema = new Schema<Owing>({ _id: String, ...outboxFields }, { versionKey: false });
  indexOutbox(schema);
  return mongo.model<Owing>('TestOwing', schema);
}

/** A collection whose documents owe notices and do nothing else. */
export function ownerOf({ deps }: Pick<TestApp, 'deps'>) {
  const known = owners.get(deps.mongo);
  if (known) return known;
  const model = makeOwner(deps.mongo);
  owners.set(deps.mongo, model);
  deps.outboxes.register(model);
  return model;
}

export interface Owed {
  kind: NoticeKind;
  to: { personId?: string; accountId?: string; staffId?: string };
  facts?: NoticeFacts;
  subjectId?: string;
  subjectKind?: 'case' | 'appointment';
  key?: string;
  notAfter?: Date;
  place?: { venueId: string; department?: string };
}

/** Makes a document that owes these notices, as a command would. @returns its id */
export async function owe(app: Pick<TestApp, 'deps' | 'clock'>, ...notices: Owed[]): Promise<string> {
  const _id = randomUUID();
  const at = app.clock.now();
  await ownerOf(app).create({
    _id,
    ...owingFrom(
      notices.map(({ kind, to, facts = {}, subjectId = _id, subjectKind = 'case', ...more }, index) => ({
        key: `test:${_id}:${index}`,
        kind,
        to,
        subject: { kind: subjectKind, id: subjectId },
        facts: { itemName: '居民身份证换领', reference: 'ZTC-20261124-ABCDEF', ...facts },
        at,
        ...more,
      })),
    ),
  });
  return _id;
}

/** The person behind a signed-in citizen. */
export async function personIdOf({ deps }: Pick<TestApp, 'deps'>, client: SignedIn): Promise<string> {
  const { id } = await client.get('GET /me');
  const account = await deps.mongo.collection('accounts').findOne({ _id: id as never });
  return String(account?.personId);
}

/** Everything that is due, done until nothing more comes of it. */
export async function workOff({ deps }: Pick<TestApp, 'deps'>): Promise<void> {
  await deps.work.runAll();
  await deps.work.runAll();
}

/** What arrived on a citizen's phone. */
export async function phoneOf(
  app: Pick<TestApp, 'url'>,
  client: SignedIn,
  channel?: 'wechat' | 'sms',
): Promise<ShownMessage[]> {
  const query = new URLSearchParams({ citizenId: client.citizen.id, ...(channel && { channel }) });
  const response = await fetch(`${app.url}/sandbox/messages?${query}`);
  return ((await response.json()) as { messages: ShownMessage[] }).messages;
}

/** Calls a door of the sandbox. */
export async function door(
  app: Pick<TestApp, 'url'>,
  path: string,
  body?: unknown,
  method = 'POST',
): Promise<unknown> {
  const response = await fetch(`${app.url}/sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The citizen accepts templates: WeChat asks, keeps it and pushes it, and the phone tells the BFF. */
export async function subscribe(
  app: Pick<TestApp, 'url'>,
  client: SignedIn,
  templateIds: string[],
  { push = true }: { push?: boolean } = {},
): Promise<void> {
  const results = Object.fromEntries(templateIds.map((id) => [id, 'accept' as const]));
  await door(app, `/citizens/${client.citizen.id}/subscriptions`, { results, push });
  await client.get('POST /subscriptions', { body: { moment: 'submitted', results } });
}
