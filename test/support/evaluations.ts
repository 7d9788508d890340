import { randomUUID } from 'node:crypto';
import type { Model } from 'mongoose';
import type { EvaluationDoc, RectificationDoc, ServiceDoc } from '../../bff/features/evaluations/model';
import type { Evaluation, Grade, StaffRectificationAction } from '../../shared/contract/evaluations';
import type { TestApp } from './app';
import { person, type SignedIn } from './citizens';
import { personIdOf } from './notices';

export const VENUE = 'v530600';
export const WINDOW = '530600-w01';

/** The models that the app has, for what no endpoint can make at will. */
export function evaluationDocs({ deps: { mongo } }: Pick<TestApp, 'deps'>) {
  return {
    services: mongo.model('EndedService') as unknown as Model<ServiceDoc>,
    evaluations: mongo.model('Evaluation') as unknown as Model<EvaluationDoc>,
    rectifications: mongo.model('Rectification') as unknown as Model<RectificationDoc>,
  };
}

/** A visit at a window of the city hall's police that ended just now, of somebody or of nobody, as it is gathered. */
export async function endedVisit(
  app: TestApp,
  who: SignedIn | null,
  given: Partial<ServiceDoc> = {},
): Promise<ServiceDoc> {
  const serviceId = given.serviceId ?? randomUUID().replaceAll('-', '');
  const doc: ServiceDoc = {
    _id: `${given.kind ?? 'appointment'}:${serviceId}`,
    kind: 'appointment',
    serviceId,
    title: '居住证申领',
    itemCode: '530600ITEM1',
    venueId: VENUE,
    department: '公安局',
    windowId: WINDOW,
    staffId: null,
    personId: who && (await personIdOf(app, who)),
    endedAt: app.clock.now(),
    ...given,
  };
  await evaluationDocs(app).services.create(doc);
  return doc;
}

/** Rates a service. */
export function rate(
  who: SignedIn,
  { kind, serviceId: id }: Pick<ServiceDoc, 'kind' | 'serviceId'>,
  grade: Grade,
  more: { tags?: string[]; words?: string; windowId?: string } = {},
): Promise<Evaluation> {
  return who.get('POST /evaluations', { body: { kind, id, grade, ...more } });
}

/** A visit of somebody new that was rated. */
export async function rated(
  app: TestApp,
  grade: Grade,
  given: Partial<ServiceDoc> = {},
  more: Parameters<typeof rate>[3] = {},
): Promise<{ who: SignedIn; service: ServiceDoc; evaluation: Evaluation }> {
  const who = await person(app);
  const service = await endedVisit(app, who, given);
  return { who, service, evaluation: await rate(who, service, grade, more) };
}

/** The endpoint of an act on a rectification. */
export function rectificationAct<A extends StaffRectificationAction>(action: A) {
  return `POST /staff/rectifications/{id}/${action}` as const;
}

/** The least that each act takes. */
export const rectificationBodies: Record<StaffRectificationAction, object> = {
  verify: { found: '当天只开了一个窗口，确实等了一个小时' },
  appeal: { why: '当天没有这样的事' },
  'accept-appeal': { why: '监控和取号记录都对不上' },
  'refuse-appeal': { why: '取号记录能对上，按要求整改' },
  rectify: { done: '上午增开两个窗口，一直开到下班' },
  'call-back': { reached: true, satisfied: true, words: '现在快多了' },
  close: { note: '' },
};
