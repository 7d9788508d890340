import type { StaffRectification, staffEvaluationsContract } from '../../../shared/contract/evaluations';
import { pageAfter } from '../../http/cursor';
import type { RequestContext, Routes, StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { actOnRectification, findRectification, type RectificationCommand } from './act-on-rectification';
import { decideFlag } from './decide-flag';
import { evaluationOrder, listEvaluations, listRectifications, rectificationOrder } from './list-for-staff';
import { type EvaluationDoc, evaluationPurposes, type RectificationDoc } from './model';
import type { EvaluationParts } from './parts';
import { presentForStaff, presentRectification } from './staff-presenter';
import { staffRates } from './staff-rates';
import { whomToCall } from './whom-to-call';

const PAGE = 50;

interface Asked {
  caller: StaffCaller;
  context: RequestContext;
}

export function staffEvaluationRoutes(parts: EvaluationParts): Routes<typeof staffEvaluationsContract> {
  const opened = async (docs: readonly EvaluationDoc[]): Promise<Set<string>> => {
    const ids = docs.map(({ _id }) => _id);
    const found = await parts.rectifications
      .find({ _id: { $in: ids } }, { _id: 1 })
      .lean<{ _id: string }[]>();
    return new Set(found.map(({ _id }) => _id));
  };
  const shown = async (
    doc: RectificationDoc,
    { caller, context }: Asked,
    callBack: StaffRectification['callBack'] = null,
  ) => {
    const evaluation = await parts.evaluations.findById(doc._id).lean<EvaluationDoc>();
    if (!evaluation) throw new Problem('NOT_FOUND');
    return presentRectification(parts, doc, evaluation, { staff: caller, now: context.now, callBack });
  };

  return {
    'GET /staff/evaluations': async ({ query, caller, context }) => {
      const all = await listEvaluations(parts, caller, query, context.now);
      const { items, next, total } = pageAfter(all, query.page, PAGE, evaluationOrder);
      const rectified = await opened(items);
      return {
        items: items.map((doc) =>
          presentForStaff(parts, doc, rectified.has(doc._id) ? doc._id : null, caller),
        ),
        next,
        total,
      };
    },

    'GET /staff/evaluations/rates': ({ query, caller, context: { now } }) =>
      staffRates(parts, caller, { ...query, now }),

    'POST /staff/evaluations/{id}/flag': async (call) => {
      const doc = await decideFlag(parts, { ...command(call), ...call.body });
      return presentForStaff(parts, doc, (await opened([doc])).has(doc._id) ? doc._id : null, call.caller);
    },

    'GET /staff/rectifications': async ({ query, caller, context }) => {
      const all = await listRectifications(parts, caller, query.scope);
      const { items, next, total } = pageAfter(all, query.page, PAGE, rectificationOrder);
      const ids = items.map(({ _id }) => _id);
      const found = await parts.evaluations.find({ _id: { $in: ids } }).lean<EvaluationDoc[]>();
      const ratings = new Map(found.map((doc) => [doc._id, doc]));
      return {
        items: items.flatMap((doc) => {
          const rating = ratings.get(doc._id);
          const who = { staff: caller, now: context.now, callBack: null };
          return rating ? [presentRectification(parts, doc, rating, who)] : [];
        }),
        next,
        total,
      };
    },

    'GET /staff/rectifications/{id}': async (call) => {
      const doc = await findRectification(parts, call.params.id, call.caller);
      return shown(doc, call, await whomToCall(parts, doc, call.caller, call.context));
    },

    'POST /staff/rectifications/{id}/verify': async (call) => {
      const facts = { found: call.body.found };
      return shown(await actOnRectification(parts, command(call), 'verify', { facts }), call);
    },

    'POST /staff/rectifications/{id}/appeal': async (call) => {
      const facts = { why: call.body.why };
      return shown(await actOnRectification(parts, command(call), 'appeal', { facts }), call);
    },

    'POST /staff/rectifications/{id}/accept-appeal': async (call) => {
      const facts = { why: call.body.why };
      return shown(await actOnRectification(parts, command(call), 'accept-appeal', { facts }), call);
    },

    'POST /staff/rectifications/{id}/refuse-appeal': async (call) => {
      const facts = { why: call.body.why };
      return shown(await actOnRectification(parts, command(call), 'refuse-appeal', { facts }), call);
    },

    'POST /staff/rectifications/{id}/rectify': async (call) => {
      const facts = { done: call.body.done };
      return shown(await actOnRectification(parts, command(call), 'rectify', { facts }), call);
    },

    'POST /staff/rectifications/{id}/call-back': async (call) => {
      const { reached, satisfied, words } = call.body;
      const heard = reached ? satisfied : null;
      const outcome = !reached
        ? '没有接通'
        : heard === null
          ? '已接通，没有表态'
          : heard
            ? '已接通，表示满意'
            : '已接通，仍不满意';
      const callBack = words === '' ? null : parts.cipher.seal(words, evaluationPurposes.callBack);
      const given = { facts: { outcome }, set: { satisfied: heard, callBack } };
      return shown(await actOnRectification(parts, command(call), 'call-back', given), call);
    },

    'POST /staff/rectifications/{id}/close': async (call) => {
      const facts = { ...(call.body.note !== '' && { note: call.body.note }) };
      return shown(await actOnRectification(parts, command(call), 'close', { facts }), call);
    },
  };
}

function command({
  params,
  body,
  caller,
  context: { operationId, now },
}: Asked & { params: { id: string }; body: { version?: number } }): RectificationCommand {
  return { id: params.id, staff: caller, version: body.version, operationId, now };
}
