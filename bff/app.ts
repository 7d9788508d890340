import Koa, { type Middleware } from 'koa';
import { errors } from '../shared/contract/errors';
import type { Deps } from './deps';
import { createAddresses } from './features/addresses';
import { createAudit } from './features/audit';
import { createBooking } from './features/booking';
import { createHolidayCalendar } from './features/calendar';
import { createCases } from './features/cases';
import { createCatalogue } from './features/catalogue';
import { createComplaints } from './features/complaints';
import { createDelivery } from './features/delivery';
import { createEvaluations, type Evaluations } from './features/evaluations';
import { createHome } from './features/home';
import { createIntegration } from './features/integration';
import { createMandates } from './features/mandates';
import { createMatters } from './features/matters';
import { createNotifications } from './features/notifications';
import { createPayments } from './features/payments';
import { createQuestions } from './features/questions';
import { createResults } from './features/results';
import { createSafety } from './features/safety';
import { createSession } from './features/session';
import { createStaff } from './features/staff';
import { createUploads } from './features/uploads';
import { createVenues } from './features/venues';
import { createWindows } from './features/windows';
import { courierPush } from './http/courier-push';
import { docsPage, docsStyle } from './http/docs-page';
import { everyRequest } from './http/every-request';
import { allowOrigins, compression, securityHeaders } from './http/headers';
import { IdempotencyKeys } from './http/idempotency';
import { Metrics } from './http/metrics';
import { mountContract } from './http/mount';
import { openApiDocument } from './http/openapi';
import { payNotify } from './http/pay-notify';
import { serveWeb } from './http/web';
import { wechatPush } from './http/wechat-push';
import { createLiveSockets, type LiveSockets } from './live/sockets';
import { Problem } from './problem';
import { createStorage } from './storage';
import { storeStates } from './stores/health';
import type { AnyModel } from './stores/indexes';
import { version } from './version';

export interface App {
  koa: Koa;
  /** Every model there is: their indexes are created by a command and checked at start. */
  models: AnyModel[];
  /** Push connections: attached to the server once there is one. */
  sockets: LiveSockets;
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
  const idempotency = new IdempotencyKeys(mongo, clock, deps.cipher, deps.work, deps.reached);
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
  const calendar = await createHolidayCalendar(deps);
  const venues = await createVenues({ ...deps, availability, calendar });
  const catalogue = await createCatalogue({ ...deps, venues, availability });
  venues.joinCatalogue(catalogue);
  const mandates = createMandates({ ...deps, people: session.people });
  session.registerDataHolder(mandates.dataHolder);
  const booking = await createBooking({ ...deps, venues, catalogue, people: session.people, mandates });
  session.registerDataHolder(booking.dataHolder);
  const audit = createAudit(deps);
  const staff = createStaff({ ...deps, venues, record: audit.record });
  const payments = createPayments({ ...deps, venues, people: session.people, mandates });
  session.registerDataHolder(payments.dataHolder);
  // Cases show the parcels that bring their results; parcels need the cases: joined late, by name.
  const deliveries = {
    parcelsOf: (caseIds: readonly string[]) => delivery.parcelsOf(caseIds),
    chosenHow: (caseId: string, appointmentId: string | null) => delivery.chosenHow(caseId, appointmentId),
  };
  const cases = createCases({
    ...deps,
    venues,
    catalogue,
    staff,
    people: session.people,
    appointments: booking,
    mandates,
    payments,
    deliveries,
  });
  session.registerDataHolder(cases.dataHolder);
  mandates.onEnd((mandateId) => booking.endMandate(mandateId));
  mandates.onEnd((mandateId) => cases.endMandate(mandateId));
  mandates.onEnd((mandateId) => payments.endMandate(mandateId));
  calendar.afterImport('deadlines', () => cases.recomputeDeadlines());
  const integration = createIntegration({ ...deps, cases });
  const uploads = createUploads({
    ...deps,
    storage: createStorage(settings),
    mayReadCase: (caseId, viewer) => cases.mayRead(caseId, viewer),
    mayReadComplaint: (complaintId, viewer) => complaints.mayRead(complaintId, viewer),
  });
  session.registerDataHolder(uploads.dataHolder);
  const addresses = createAddresses(deps);
  session.registerDataHolder(addresses.dataHolder);
  const delivery = createDelivery({
    ...deps,
    venues,
    catalogue,
    addresses,
    payments,
    cases,
    appointments: booking,
    mandates,
    staff,
    people: session.people,
  });
  session.registerDataHolder(delivery.dataHolder);
  mandates.onEnd((mandateId) => delivery.endMandate(mandateId));
  const results = createResults({ ...deps, cases, uploads, venues });
  session.registerDataHolder(results.dataHolder);
  const safety = createSafety({ ...deps, people: session.people, uploads });
  session.registerDataHolder(safety.dataHolder);
  // Complaints and questions show how they were rated; evaluations ask them what can be: joined late, by name.
  const ratings: Pick<Evaluations, 'ratingOf' | 'rates'> = {
    ratingOf: (...asked) => evaluations.ratingOf(...asked),
    rates: (asked) => evaluations.rates(asked),
  };
  const questions = createQuestions({
    ...deps,
    safety,
    venues,
    catalogue,
    people: session.people,
    staff,
    evaluations: ratings,
  });
  calendar.afterImport('question-deadlines', () => questions.recomputeDeadlines());
  session.registerDataHolder(questions.dataHolder);
  const complaints = createComplaints({
    ...deps,
    safety,
    evaluations: ratings,
    questions,
    venues,
    catalogue,
    cases,
    appointments: booking,
    staff,
    uploads,
    people: session.people,
    record: audit.record,
  });
  calendar.afterImport('complaints', () => complaints.recomputeDeadlines());
  session.registerDataHolder(complaints.dataHolder);
  const evaluations = createEvaluations({
    ...deps,
    safety,
    venues,
    staff,
    people: session.people,
    record: audit.record,
    providers: [booking.services, cases.services, delivery.services, complaints.services, questions.services],
  });
  calendar.afterImport('rectifications', () => evaluations.recomputeDeadlines());
  session.registerDataHolder(evaluations.dataHolder);
  const windows = createWindows({ ...deps, venues, catalogue, staff, evaluations, complaints });
  const matters = createMatters({
    ...deps,
    providers: [booking.matters, cases.matters, complaints.matters, questions.matters],
  });
  const home = createHome({
    ...deps,
    venues,
    catalogue,
    matters,
    messages: { unread: (caller) => notifications.unread(caller) },
    people: session.people,
  });

  // The last: what the others' jobs owe is then sent in the same run of all jobs.
  const notifications = createNotifications({ ...deps, people: session.people, cases });
  session.registerDataHolder(notifications.dataHolder);
  notifications.onPush('add_express_path', delivery.pushes.takeExpressPath);
  notifications.onPush('wxa_media_check', safety.takeMediaCheck);

  const metrics = new Metrics();
  notifications.measure(metrics.registry);
  const koa = new Koa();
  // koa prints what it could not answer; here every failure is answered and logged by us.
  koa.silent = true;
  koa.use(everyRequest({ log, clock, metrics, proxyHops: settings.proxyHops }));
  koa.use(await securityHeaders(settings.production));
  if (settings.corsOrigins.length > 0) koa.use(allowOrigins(settings.corsOrigins));
  koa.use(compression());
  mountContract(
    koa,
    {
      ...session.routes,
      ...catalogue.routes,
      ...venues.routes,
      ...booking.routes,
      ...matters.routes,
      ...uploads.routes,
      ...mandates.routes,
      ...home.routes,
      ...cases.routes,
      ...cases.staffRoutes,
      ...cases.handInRoutes({ uploads, people: session.people, limiters: deps.limiters }),
      ...staff.routes,
      ...audit.routes,
      ...notifications.routes,
      ...integration.routes,
      ...addresses.routes,
      ...payments.routes,
      ...payments.staffRoutes,
      ...delivery.routes,
      ...delivery.staffRoutes,
      ...results.routes,
      ...complaints.routes,
      ...complaints.staffRoutes,
      ...complaints.publishedRoutes,
      ...questions.routes,
      ...evaluations.routes,
      ...evaluations.staffRoutes,
      ...windows.routes,
    },
    {
      settings,
      authenticate: {
        citizen: session.authenticate,
        staff: staff.authenticate,
        system: integration.authenticateSystem,
      },
      recordAct: audit.recordAct,
      idempotency,
      limiters: deps.limiters,
    },
  );
  koa.use(wechatPush(notifications));
  koa.use(courierPush(delivery.pushes));
  koa.use(payNotify(payments, log));
  koa.use(metrics.serve(settings.metricsToken));
  koa.use(health(deps));
  koa.use(apiPages());
  if (sandbox) koa.use(sandbox);
  if (web) serveWeb(koa, web);
  koa.use((ctx) => {
    if (ctx.path === '/api' || ctx.path.startsWith('/api/')) throw new Problem('NO_SUCH_ENDPOINT');
    ctx.status = 404;
    ctx.body = `${errors.NOT_FOUND.message}\n`;
  });

  const models = [
    idempotency.model,
    ...session.models,
    ...calendar.models,
    ...venues.models,
    ...catalogue.models,
    ...booking.models,
    ...uploads.models,
    ...mandates.models,
    ...cases.models,
    ...integration.models,
    ...staff.models,
    ...audit.models,
    ...notifications.models,
    ...addresses.models,
    ...payments.models,
    ...delivery.models,
    ...results.models,
    ...safety.models,
    ...questions.models,
    ...complaints.models,
    ...evaluations.models,
  ];
  const sockets = createLiveSockets({ live: deps.live, log, settings, sources: booking.live });
  return { koa, models, sockets };
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
  // Made when somebody looks, and then kept: most starts are for something else, and it takes longer than most of them.
  let document: ReturnType<typeof openApiDocument> | null = null;
  let page: string | null = null;
  const documentNow = () => {
    document ??= openApiDocument(version);
    return document;
  };
  return async (ctx, next) => {
    if (ctx.path === '/api/openapi.json') ctx.body = documentNow();
    else if (ctx.path === '/api/docs') {
      page ??= docsPage(documentNow());
      ctx.type = 'html';
      ctx.body = page;
    } else if (ctx.path === '/api/docs.css') {
      ctx.type = 'css';
      ctx.body = docsStyle;
    } else return next();
    ctx.set('Cache-Control', 'no-cache');
  };
}
