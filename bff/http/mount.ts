import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { Context } from 'koa';
import Router from 'koa-router';
import { contract } from '../../shared/contract';
import type { Endpoint, EndpointName, LimitClass } from '../../shared/contract/core';
import { Problem } from '../problem';
import type { Settings } from '../settings';
import { type Authenticators, accountOf, admit } from './access';
import { parseJson, readBody, readSignedBody } from './body';
import { asProblem, errorBodyOf } from './errors';
import { etagOf, isKnown } from './etag';
import type { IdempotencyKeys, KeptAnswer } from './idempotency';
import type { Limiter, LimiterFactory } from './limits';
import { API_PREFIX } from './prefix';
import type { AllRoutes, AnyHandler, Call, Caller, RequestContext, StaffCaller, SystemCaller } from './route';
import { FileAnswer, Prepared } from './route';
import { validated } from './validate';

/** Bytes from which an answer is worth compressing. */
export const COMPRESS_FROM = 1_024;
/** Whose operations are of whoever is not signed in. */
const NOBODY = 'anonymous';
const JSON_TYPE = 'application/json; charset=utf-8';

/** What a member of staff or an outside system asked for, and what came of it. */
export interface RecordedAct {
  at: Date;
  /** null for a system, which is then what it is about. */
  staff: StaffCaller | null;
  endpoint: string;
  /** The identifiers in the path: what it was about. */
  about: Record<string, string>;
  /** `ok`, or the code of the refusal. */
  outcome: string;
  requestId: string;
  address: string;
}

interface Parts {
  settings: Settings;
  authenticate: Authenticators;
  /** Writes down what staff and systems did. Nothing is answered before it stands. */
  recordAct: (act: RecordedAct) => Promise<void>;
  idempotency: IdempotencyKeys;
  limiters: LimiterFactory;
}

/**
 * Mounts every endpoint of the contract. One small router for each first path segment, chosen by a map look-up,
 * so that a request costs the same however many endpoints there are.
 */
export function mountContract(app: Koa, routes: AllRoutes, parts: Parts): void {
  const budgets = budgetsOf(parts);
  const groups = new Map<string, Router>();
  for (const [name, endpoint] of Object.entries(contract) as [EndpointName, Endpoint][]) {
    const [method, path] = name.split(' ') as [string, string];
    const segment = path.split('/')[1] ?? '';
    const router = groups.get(segment) ?? new Router({ prefix: API_PREFIX });
    groups.set(segment, router);
    const handler = (routes as unknown as Record<string, AnyHandler>)[name];
    if (!handler) throw new Error(`The contract names ${name}, and no feature answers it`);
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    router[verb](path.replace(/\{(\w+)\}/g, ':$1'), serve(name, endpoint, handler, parts, budgets));
  }
  const mounted = new Map([...groups].map(([segment, router]) => [segment, router.routes()]));
  const paths = Object.keys(contract).map((name) => pathPattern(name));

  app.use(async (ctx, next) => {
    if (!ctx.path.startsWith(`${API_PREFIX}/`)) return next();
    const group = mounted.get(ctx.path.split('/', 4)[3] ?? '');
    const unknown = async () => {
      const allowed = paths.filter((known) => known.pattern.test(ctx.path)).map((known) => known.method);
      if (allowed.length === 0) throw new Problem('NO_SUCH_ENDPOINT');
      ctx.set('Allow', allowed.join(', '));
      throw new Problem('METHOD_NOT_ALLOWED');
    };
    if (!group) return unknown();
    return group(ctx as never, unknown);
  });
}

function pathPattern(name: string) {
  const [method = '', path = ''] = name.split(' ');
  return { method, pattern: new RegExp(`^${API_PREFIX}${path.replace(/\{\w+\}/g, '[^/]+')}/?$`) };
}

type Budgets = Record<LimitClass, { person: Limiter; address: Limiter }>;

function budgetsOf({ settings, limiters }: Parts): Budgets {
  const { perMinute, addressFactor } = settings.limits;
  return Object.fromEntries(
    Object.entries(perMinute).map(([name, points]) => [
      name,
      {
        person: limiters.limiter(`person:${name}`, points, 60),
        address: limiters.limiter(`address:${name}`, points * addressFactor, 60),
      },
    ]),
  ) as Budgets;
}

/** The steps of one endpoint, in the order in which they run. */
function serve(name: EndpointName, endpoint: Endpoint, handler: AnyHandler, parts: Parts, budgets: Budgets) {
  const budget = budgets[endpoint.limit];
  const reads = name.startsWith('GET ');
  const respond = async (ctx: Context) => {
    const admitted = await admit(ctx, endpoint, parts.authenticate);
    if (admitted) await within(budget.person, accountOf(admitted) as string);
    const key = idempotencyKey(ctx, endpoint);
    const params = validated('params', endpoint.params, ctx.params);
    const query = validated('query', endpoint.query, ctx.querystring === '' ? {} : { ...ctx.query });
    const signed = endpoint.access === 'system' ? await signer(ctx, endpoint, parts.authenticate) : undefined;
    if (signed) {
      ctx.state.system = signed.caller;
      await within(budget.person, accountOf(signed.caller) as string);
    } else if (!reads) await readBody(ctx, endpoint);
    const caller = signed ? signed.caller : admitted;
    const raw = signed ? parseJson(signed.bytes) : ctx.request.body;
    const body = reads ? undefined : endpoint.takes === 'bytes' ? raw : validated('body', endpoint.body, raw);
    const owner = accountOf(caller) ?? NOBODY;
    const context: RequestContext = {
      requestId: ctx.state.requestId,
      now: ctx.state.now,
      address: ctx.state.address,
      userAgent: ctx.get('User-Agent').slice(0, 300),
      operationId: key
        ? parts.idempotency.operationId(owner, name, key)
        : reads
          ? ''
          : randomUUID().replaceAll('-', ''),
    };
    const call = { params, query, body, context, caller: caller as Caller } as unknown as Call<Endpoint>;
    if (key === undefined) return answer(ctx, endpoint, await handler(call));
    const request = JSON.stringify([name, params, query, body]);
    const run = () => keptAnswer(endpoint, () => handler(call), context.requestId);
    const keptFor = isNameless(endpoint, body) ? NOBODY : owner;
    const kept = await parts.idempotency.once({ owner, key, keptFor }, request, run);
    if (kept.replayed) ctx.set('Idempotency-Replayed', 'true');
    if (endpoint.access === 'staff') ctx.state.gave = idIn(kept);
    return answerKept(ctx, kept);
  };
  return async (ctx: Context) => {
    ctx.state.endpoint = name;
    await within(budget.address, ctx.state.address);
    if (endpoint.access !== 'staff' && endpoint.access !== 'system') return respond(ctx);
    try {
      await respond(ctx);
    } catch (error) {
      await record(ctx, name, asProblem(error).code, parts);
      throw error;
    }
    await record(ctx, name, ctx.state.errorCode ?? 'ok', parts);
  };
}

/** Whether what is kept of a request may not lead to whoever sent it. */
function isNameless({ namelessBy }: Endpoint, body: unknown): boolean {
  if (namelessBy === undefined) return false;
  const said = (body as Record<string, unknown> | undefined)?.[namelessBy];
  return said !== undefined && said !== false;
}

/** Nobody is known to have asked until the session or the signature was theirs. */
async function record(ctx: Context, endpoint: string, outcome: string, { recordAct }: Parts): Promise<void> {
  const { staff, system } = ctx.state as { staff?: StaffCaller; system?: SystemCaller };
  if (!staff && !system) return;
  const { now, requestId, address } = ctx.state;
  const about = {
    ...ctx.params,
    ...(ctx.state.gave !== undefined && ctx.state.gave !== ctx.params.id && { gave: ctx.state.gave }),
    ...(system && { system: system.systemId }),
  };
  await recordAct({ at: now, staff: staff ?? null, endpoint, about, outcome, requestId, address });
}

/** Who signed the bytes of the body; nothing is made of them before. */
async function signer(ctx: Context, endpoint: Endpoint, { system }: Authenticators) {
  const bytes = await readSignedBody(ctx, endpoint);
  const { method, url, headers } = ctx.req;
  const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(',') : value);
  const caller = await system({
    method: method ?? '',
    path: url ?? '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, one(value)])),
    body: bytes,
    now: ctx.state.now,
  });
  return { caller, bytes };
}

async function within(limiter: Limiter, key: string): Promise<void> {
  const wait = await limiter.take(key);
  if (wait !== null) throw new Problem('RATE_LIMITED', { retryAfter: wait });
}

function idempotencyKey(ctx: Context, endpoint: Endpoint): string | undefined {
  if (endpoint.idempotency === 'none') return undefined;
  const key = ctx.get('Idempotency-Key');
  if (key === '' && endpoint.idempotency === 'required') throw new Problem('IDEMPOTENCY_KEY_REQUIRED');
  if (ctx.headers['idempotency-key'] === undefined) return undefined;
  if (!/^[A-Za-z0-9_-]{8,128}$/.test(key)) throw new Problem('IDEMPOTENCY_KEY_INVALID');
  return key;
}

/** Runs the handler and keeps what it said; a refusal that time alone can lift is not kept. */
async function keptAnswer(
  endpoint: Endpoint,
  run: () => Promise<unknown>,
  requestId: string,
): Promise<KeptAnswer> {
  try {
    const value = await run();
    return { status: endpoint.status, body: value === undefined ? null : jsonOf(value) };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status >= 500 || problem.status === 429 || problem.status === 401) throw error;
    return { status: problem.status, body: JSON.stringify(errorBodyOf(problem, requestId)) };
  }
}

/** What an act made or chose where the path does not name it: a case taken in, the number that was next. */
function idIn({ status, body }: KeptAnswer): string | undefined {
  if (status >= 400 || body === null) return undefined;
  const { id, ticket } = JSON.parse(body) as { id?: string; ticket?: { id?: string } | null };
  return id ?? ticket?.id;
}

function jsonOf(value: unknown): string {
  return value instanceof Prepared ? value.json : JSON.stringify(value);
}

function answerKept(ctx: Context, kept: KeptAnswer): void {
  ctx.status = kept.status;
  ctx.set('Cache-Control', 'no-store');
  if (kept.status >= 400)
    ctx.state.errorCode = (JSON.parse(kept.body ?? '{}') as { error?: { code?: string } }).error?.code;
  if (kept.body === null) return;
  ctx.set('Content-Type', JSON_TYPE);
  ctx.body = kept.body;
}

const cacheControl = { shared: 'public, no-cache', private: 'private, no-cache', none: 'no-store' } as const;

function answer(ctx: Context, endpoint: Endpoint, value: unknown): void {
  ctx.status = endpoint.status;
  ctx.res.setHeader('Cache-Control', cacheControl[endpoint.cache]);
  if (endpoint.status === 204) return;
  if (value instanceof FileAnswer) {
    answerFile(ctx, value);
    return;
  }
  const prepared = value instanceof Prepared ? value : undefined;
  const json = prepared ? prepared.bytes : JSON.stringify(value);
  if (endpoint.cache !== 'none') {
    const etag = prepared ? prepared.etag : etagOf(json as string);
    ctx.res.setHeader('ETag', etag);
    const known = ctx.headers['if-none-match'];
    if (known !== undefined && isKnown(known, etag)) {
      ctx.status = 304;
      return;
    }
  }
  ctx.res.setHeader('Content-Type', JSON_TYPE);
  if (prepared && prepared.bytes.length > COMPRESS_FROM && takesGzip(ctx)) {
    ctx.res.setHeader('Content-Encoding', 'gzip');
    ctx.body = prepared.gzip;
  } else ctx.body = json;
}

function answerFile(ctx: Context, { type, content, length, saveAs }: FileAnswer): void {
  ctx.set('Content-Type', type);
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set(
    'Content-Disposition',
    saveAs === undefined ? 'inline' : `attachment; filename*=UTF-8''${encodeURIComponent(saveAs)}`,
  );
  ctx.length = length;
  ctx.body = content;
}

function takesGzip(ctx: Context): boolean {
  return ctx.headers['accept-encoding'] !== undefined && ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
}
