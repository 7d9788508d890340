import cors from '@koa/cors';
import Koa, { type Middleware } from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import { errors } from '../shared/contract/errors';
import type { Deps } from './deps';
import { createBooking } from './features/booking';
import { createCatalogue } from './features/catalogue';
import { createHome } from './features/home';
import { createMatters } from './features/matters';
import { createSession } from './features/session';
import { createVenues } from './features/venues';
import { docsPage, docsStyle } from './http/docs-page';
import { renderErrors } from './http/errors';
import { IdempotencyKeys } from './http/idempotency';
import { Metrics } from './http/metrics';
import { mountContract } from './http/mount';
import { openApiDocument } from './http/openapi';
import { requestLog } from './http/request-log';
import { serveWeb } from './http/web';
import { Problem } from './problem';
import { storeStates } from './stores/health';
import type { AnyModel } from './stores/indexes';
import { version } from './version';

export interface App {
  koa: Koa;
  /** Every model there is: their indexes are created by a command and checked at start. */
  models: AnyModel[];
}

export interface AppParts {
  deps: Deps;
  /** Folder of the built H5 page; null serves none. */
  web: string | null;
  /** The sandbox's panel and controls; development and tests only. */
  sandbox?: Middleware;
}

/** Wires the features and what every request passes. Nothing is listened on yet. */
export async function createApp({ deps, web, sandbox }: AppParts): Promise<App> {
  const { settings, clock, log, mongo } = deps;
  const idempotency = new IdempotencyKeys(mongo, clock, deps.cipher);
  const session = await createSession(deps);
  session.registerDataHolder({
    name: 'repeated-requests',
    exportFor: async () => [],
    erase: async (_personId, accountIds) => {
      await idempotency.forget(accountIds);
      return { erased: [], kept: [] };
    },
  });

  // Halls say when they are free, bookings know; bookings need the halls: joined late, by name.
  const availability = {
    firstFreeMany: (queueIds: string[]) => booking.firstFreeMany(queueIds),
  };
  const venues = await createVenues({ ...deps, availability });
  const catalogue = await createCatalogue({ ...deps, venues, availability });
  venues.joinCatalogue(catalogue);
  const booking = await createBooking({ ...deps, venues, catalogue, people: session.people });
  session.registerDataHolder(booking.dataHolder);
  const matters = createMatters({ ...deps, providers: [booking.matters] });
  const home = createHome({ ...deps, venues, catalogue, matters, people: session.people });

  const metrics = new Metrics();
  const koa = new Koa();
  // koa prints what it could not answer; here every failure is answered and logged by us.
  koa.silent = true;
  koa.use(requestLog(log, clock, metrics, settings.proxyHops));
  koa.use(renderErrors(log));
  koa.use(securityHeaders(settings.production));
  koa.use(cors({ origin: (ctx) => allowedOrigin(settings.corsOrigins, ctx.get('Origin')), ...corsOptions }));
  koa.use(compress({ threshold: 1_024, br: false }));
  koa.use(metrics.serve(settings.metricsToken));
  koa.use(health(deps));
  koa.use(apiPages());
  if (sandbox) koa.use(sandbox);
  mountContract(
    koa,
    {
      ...session.routes,
      ...catalogue.routes,
      ...venues.routes,
      ...booking.routes,
      ...matters.routes,
      ...home.routes,
    },
    { settings, authenticate: session.authenticate, idempotency, limiters: deps.limiters },
  );
  if (web) serveWeb(koa, web);
  koa.use((ctx) => {
    if (ctx.path === '/api' || ctx.path.startsWith('/api/')) throw new Problem('NO_SUCH_ENDPOINT');
    ctx.status = 404;
    ctx.body = `${errors.NOT_FOUND.message}\n`;
  });

  const models = [
    idempotency.model,
    ...session.models,
    ...venues.models,
    ...catalogue.models,
    ...booking.models,
  ];
  return { koa, models };
}

const corsOptions = {
  allowMethods: 'GET,POST,PUT,DELETE',
  allowHeaders: 'Authorization,Content-Type,Idempotency-Key,If-None-Match',
  exposeHeaders: 'ETag,Retry-After,X-Request-Id,Idempotency-Replayed',
  maxAge: 600,
};

/** @returns the origin when it is one of ours; an empty string sends no CORS header at all. */
function allowedOrigin(allowed: string[], origin: string): string {
  return allowed.includes(origin) ? origin : '';
}

function securityHeaders(production: boolean): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        // React and Taro set style attributes; scripts have no such exception.
        styleSrc: ["'self'", "'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: production,
    referrerPolicy: { policy: 'no-referrer' },
  });
}

function health({ mongo, redis }: Deps): Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/healthz') {
      ctx.body = { alive: true, version };
      return;
    }
    if (ctx.path !== '/readyz') return next();
    const stores = await storeStates(mongo, redis);
    const ready = stores.mongodb === 'ok' && stores.redis === 'ok';
    ctx.status = ready ? 200 : 503;
    if (!ready) ctx.set('Retry-After', '5');
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { ready, stores };
  };
}

function apiPages(): Middleware {
  const document = openApiDocument(version);
  const page = docsPage(document);
  return async (ctx, next) => {
    if (ctx.path === '/api/openapi.json') ctx.body = document;
    else if (ctx.path === '/api/docs') {
      ctx.type = 'html';
      ctx.body = page;
    } else if (ctx.path === '/api/docs.css') {
      ctx.type = 'css';
      ctx.body = docsStyle;
    } else return next();
    ctx.set('Cache-Control', 'no-cache');
  };
}
