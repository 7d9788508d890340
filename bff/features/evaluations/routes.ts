import type { evaluationsContract, ServiceKind } from '../../../shared/contract/evaluations';
import type { Caller, RequestContext, Routes } from '../../http/route';
import { Problem } from '../../problem';
import { changeEvaluation } from './change-evaluation';
import { isRateable, ratedUntil, serviceOfPerson } from './find-service';
import { serviceKey } from './gather-services';
import type { EvaluationDoc, RectificationDoc, ServiceDoc } from './model';
import type { EvaluationParts } from './parts';
import { presentEvaluation, presentService } from './presenter';
import { rateService } from './rate-service';

/** Far more than one person is served or rates; beyond it the oldest are not listed. */
const MOST = 500;

export function evaluationRoutes(parts: EvaluationParts): Routes<typeof evaluationsContract> {
  const shown = async (doc: EvaluationDoc, now: Date) =>
    presentEvaluation(parts, doc, await parts.rectifications.findById(doc._id).lean<RectificationDoc>(), now);

  return {
    'GET /evaluations': async ({ query, caller, context: { now } }) => {
      const personId = caller.personId ?? '';
      const { kind, id } = query;
      const one = kind !== undefined && id !== undefined ? { kind, id } : null;
      const given = await parts.evaluations
        .find({ personId, ...(one && { service: serviceKey(one.kind, one.id) }), ...(kind && { kind }) })
        .sort({ givenAt: -1 })
        .limit(MOST)
        .lean<EvaluationDoc[]>();
      const due = one ? await dueOne(one, personId, now) : await dueAll(kind, personId, now);
      const rated = new Set(given.map(({ service }) => service));
      const opened = await parts.rectifications
        .find({ _id: { $in: given.map(({ _id }) => _id) } })
        .lean<RectificationDoc[]>();
      const results = new Map(opened.map((doc) => [doc._id, doc]));
      return {
        due: due.filter(({ _id }) => !rated.has(_id)).map((doc) => presentService(parts, doc)),
        given: given.map((doc) => presentEvaluation(parts, doc, results.get(doc._id) ?? null, now)),
      };
    },

    'GET /evaluations/{id}': async ({ params, caller, context: { now } }) => {
      const found = await parts.evaluations
        .findOne({ _id: params.id, personId: caller.personId ?? '' })
        .lean<EvaluationDoc>();
      if (!found) throw new Problem('NOT_FOUND');
      return shown(found, now);
    },

    'POST /evaluations': async ({ body, caller, context }) =>
      shown(await rateService(parts, body, rater(caller, context)), context.now),

    'PUT /evaluations/{id}': async ({ params, body, caller, context }) =>
      shown(await changeEvaluation(parts, { ...body, id: params.id }, rater(caller, context)), context.now),
  };

  async function dueOne(asked: { kind: ServiceKind; id: string }, personId: string, now: Date) {
    const standing = await serviceOfPerson(parts, asked.kind, asked.id, personId);
    if (standing === null || standing === 'not-over') return [];
    return isRateable(parts, standing.service, now) ? [standing.service] : [];
  }

  function dueAll(kind: ServiceKind | undefined, personId: string, now: Date): Promise<ServiceDoc[]> {
    const since = new Date(now.getTime() - (ratedUntil(parts, now).getTime() - now.getTime()));
    return parts.services
      .find({ personId, endedAt: { $gt: since }, ...(kind && { kind }) })
      .sort({ endedAt: -1 })
      .limit(MOST)
      .lean<ServiceDoc[]>();
  }
}

function rater({ personId, accountId }: Caller, { address, operationId, now }: RequestContext) {
  return { personId: personId ?? '', accountId, address, operationId, now };
}
