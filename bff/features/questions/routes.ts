import type { questionsContract } from '../../../shared/contract/questions';
import { pageAfter } from '../../http/cursor';
import type { PreparedCache } from '../../http/prepared-cache';
import type { RequestContext, Routes, StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { findForStaff, type QuestionCommand } from './act-on-question';
import { answerQuestion, unpublishQuestion } from './answer-question';
import { askQuestion } from './ask-question';
import { closeQuestion, forwardQuestion } from './hand-on';
import { listForStaff, staffOrderOf } from './list-for-staff';
import type { QuestionDoc } from './model';
import { findOwn, listOwn, ownOrderOf, readAnswer, withdrawQuestion } from './own-questions';
import type { QuestionParts } from './parts';
import { presentForStaff } from './present-for-staff';
import { presentQuestion } from './present-question';

const PAGE = 20;
const STAFF_PAGE = 50;

/** @param found answers to what was asked of published answers lately */
export function questionRoutes(parts: QuestionParts, found: PreparedCache): Routes<typeof questionsContract> {
  const shown = async (done: Promise<QuestionDoc>, { context: { now } }: Asked) => {
    const [row] = await presentForStaff(parts, [await done], now);
    if (!row) throw new Problem('NOT_FOUND');
    return row;
  };
  return {
    'POST /questions': async ({ body, caller, context: { now, operationId } }) =>
      presentQuestion(parts, await askQuestion(parts, { ...body, caller, operationId, now }), now),

    'GET /questions': ({ query: { q, item, page } }) =>
      found.get(JSON.stringify([q, item, page]), () => {
        const { items, ...more } = pageAfter(
          parts.answers.find({ words: q, item }),
          page,
          PAGE,
          ({ key }) => key,
        );
        return { items: items.map(({ entry }) => entry), ...more };
      }),

    'GET /me/questions': async ({ query, caller, context: { now } }) => {
      if (caller.personId === null) throw new Problem('IDENTITY_REQUIRED');
      const mine = await listOwn(parts, caller.personId);
      const { items, next, total } = pageAfter(mine, query.page, PAGE, ownOrderOf);
      return { items: await Promise.all(items.map((doc) => presentQuestion(parts, doc, now))), next, total };
    },

    'GET /questions/{id}': async ({ params, caller, context: { now } }) => {
      const doc = await findOwn(parts, params.id, caller);
      return presentQuestion(parts, await readAnswer(parts, doc, now), now);
    },

    'POST /questions/{id}/withdraw': async ({ params, caller, context: { now, operationId } }) =>
      presentQuestion(parts, await withdrawQuestion(parts, { ...params, caller, operationId }), now),

    'GET /staff/questions': async ({ query, caller, context: { now } }) => {
      const all = await listForStaff(parts, caller, query.scope);
      const { items, next, total } = pageAfter(all, query.page, STAFF_PAGE, staffOrderOf);
      return { items: await presentForStaff(parts, items, now), next, total };
    },

    'GET /staff/questions/{id}': (call) => shown(findForStaff(parts, call.params.id, call.caller), call),

    'POST /staff/questions/{id}/answer': (call) =>
      shown(answerQuestion(parts, command(call), call.body), call),

    'POST /staff/questions/{id}/forward': (call) =>
      shown(forwardQuestion(parts, command(call), call.body.department), call),

    'POST /staff/questions/{id}/close': (call) =>
      shown(closeQuestion(parts, command(call), call.body.reason), call),

    'POST /staff/questions/{id}/unpublish': (call) => shown(unpublishQuestion(parts, command(call)), call),
  };
}

type Asked = { caller: StaffCaller; context: RequestContext };

function command({
  params,
  body,
  caller,
  context,
}: Asked & { params: { id: string }; body: { version?: number } }): QuestionCommand {
  const { operationId, now } = context;
  return { id: params.id, staff: caller, version: body.version, operationId, now };
}
