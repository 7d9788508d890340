import type { staffCasesContract } from '../../../shared/contract/staff-cases';
import { EXTENSION_DAYS } from '../../../shared/domain/case-clock';
import { pageAfter } from '../../http/cursor';
import type { Call, RequestContext, Routes, StaffCaller } from '../../http/route';
import { actOnCase, findForStaff, handlerFrom, type StaffCommand, spokenFor } from './act-on-case';
import { assignCase } from './assign-case';
import { receiptOf } from './case-number';
import { finishInstant } from './finish-instant';
import { listForStaff, staffOrderOf } from './list-cases';
import type { CaseDoc } from './model';
import type { CaseParts } from './parts';
import { presentForStaff, presentStaffRow } from './staff-presenter';
import * as steps from './steps';
import { takeInCase } from './take-in-case';

const PAGE = 50;

export function staffCaseRoutes(parts: CaseParts): Routes<typeof staffCasesContract> {
  const shown = async (done: Promise<CaseDoc>, { caller, context }: Asked) =>
    presentForStaff(parts, await done, caller, context.now);

  return {
    'GET /staff/cases': async ({ query, caller, context: { now } }) => {
      const all = await listForStaff(parts, caller, query, now);
      const { items, next, total } = pageAfter(all, query.page, PAGE, staffOrderOf);
      return { items: items.map((doc) => presentStaffRow(parts, doc, now)), next, total };
    },

    'GET /staff/cases/{id}': (call) =>
      shown(findForStaff(parts, call.params.id, call.caller, call.context.now), call),

    'POST /staff/cases': (call) =>
      shown(
        takeInCase(parts, {
          ...call.body,
          staff: call.caller,
          operationId: call.context.operationId,
          now: call.context.now,
        }),
        call,
      ),

    'POST /staff/cases/{id}/receive': (call) =>
      shown(
        actOnCase(parts, command(call), 'receive', (doc, taken) => {
          const { received } = call.body;
          return steps.receive(taken, {
            receipt: receiptOf(doc.number ?? ''),
            handler: handlerFrom(call.caller),
            ...(received && { materials: steps.ticked(doc, received) }),
          });
        }),
        call,
      ),

    'POST /staff/cases/{id}/record-papers': (call) =>
      shown(
        actOnCase(parts, command(call), 'record-papers', (doc, taken) =>
          steps.recordPapers(taken, steps.ticked(doc, call.body.received)),
        ),
        call,
      ),

    'POST /staff/cases/{id}/accept': (call) =>
      shown(
        actOnCase(parts, command(call), 'accept', (_, taken) => ({ action: 'accept', ...taken })),
        call,
      ),

    'POST /staff/cases/{id}/decline': (call) =>
      shown(
        actOnCase(parts, command(call), 'decline', (doc, taken) => steps.decline(doc, taken, call.body)),
        call,
      ),

    'POST /staff/cases/{id}/request-supplement': (call) =>
      shown(
        actOnCase(parts, command(call), 'request-supplement', (doc, taken) =>
          steps.requestSupplement(doc, taken, call.body, parts.settings.cases.supplementDays),
        ),
        call,
      ),

    'POST /staff/cases/{id}/supplement': (call) => {
      const { received } = call.body;
      const lacks = ({ supplement }: CaseDoc) =>
        supplement?.asked.some(({ materialId }) => materialId !== null && !received.includes(materialId));
      return shown(
        actOnCase(
          parts,
          command(call),
          'supplement',
          (doc, taken) => steps.supplement(doc, taken, steps.alsoTicked(doc, received)),
          (doc) => ({ also: { incomplete: lacks(doc) === true } }),
        ),
        call,
      );
    },

    'POST /staff/cases/{id}/assign': (call) =>
      shown(assignCase(parts, { ...call.body, ...command(call) }), call),

    'POST /staff/cases/{id}/start-review': (call) =>
      shown(
        actOnCase(parts, command(call), 'start-review', (_, taken) => ({ action: 'start-review', ...taken })),
        call,
      ),

    'POST /staff/cases/{id}/review': (call) => {
      const department = (doc: CaseDoc) => spokenFor(doc, call.caller, call.body.department);
      return shown(
        actOnCase(
          parts,
          command(call),
          'review',
          (doc, taken) => steps.review(doc, taken, { ...call.body, department: department(doc) }),
          (doc) => ({ department: department(doc) }),
        ),
        call,
      );
    },

    'POST /staff/cases/{id}/begin-special-step': (call) =>
      shown(
        actOnCase(parts, command(call), 'begin-special-step', (doc, taken) =>
          steps.beginSpecialStep(doc, taken, call.body),
        ),
        call,
      ),

    'POST /staff/cases/{id}/end-special-step': (call) =>
      shown(
        actOnCase(parts, command(call), 'end-special-step', (doc, taken) =>
          steps.endSpecialStep(doc, taken, call.body.outcome),
        ),
        call,
      ),

    'POST /staff/cases/{id}/request-extension': (call) =>
      shown(
        actOnCase(parts, command(call), 'request-extension', (_, taken) =>
          steps.requestExtension(taken, call.body.reason),
        ),
        call,
      ),

    'POST /staff/cases/{id}/approve-extension': (call) =>
      shown(
        actOnCase(parts, command(call), 'approve-extension', (doc, taken) =>
          steps.approveExtension(doc, taken, EXTENSION_DAYS),
        ),
        call,
      ),

    'POST /staff/cases/{id}/refuse-extension': (call) =>
      shown(
        actOnCase(parts, command(call), 'refuse-extension', (doc, taken) =>
          steps.refuseExtension(doc, taken, call.body.reason),
        ),
        call,
      ),

    'POST /staff/cases/{id}/decide-approve': (call) =>
      shown(
        actOnCase(parts, command(call), 'decide-approve', (_, taken) => steps.approve(taken, call.body.note)),
        call,
      ),

    'POST /staff/cases/{id}/decide-refuse': (call) =>
      shown(
        actOnCase(parts, command(call), 'decide-refuse', (doc, taken) =>
          steps.refuseCase(doc, taken, call.body),
        ),
        call,
      ),

    'POST /staff/cases/{id}/issue': (call) =>
      shown(
        actOnCase(parts, command(call), 'issue', (_, taken) => ({ action: 'issue', ...taken })),
        call,
      ),

    'POST /staff/cases/{id}/make-ready': (call) =>
      shown(
        actOnCase(parts, command(call), 'make-ready', (_, taken) => steps.makeReady(taken, call.body.how)),
        call,
      ),

    'POST /staff/cases/{id}/hand-over': (call) =>
      shown(
        actOnCase(parts, command(call), 'hand-over', (_, taken) => steps.handOver(taken, call.body.note)),
        call,
      ),

    'POST /staff/cases/{id}/finish-instant': (call) => shown(finishInstant(parts, command(call)), call),

    'POST /staff/cases/{id}/withdraw': (call) =>
      shown(
        actOnCase(parts, command(call), 'withdraw', (_, taken) =>
          steps.withdrawAtWindow(taken, call.body.reason),
        ),
        call,
      ),
  };
}

type Asked = Pick<Call<{ access: 'staff' }>, 'context'> & { caller: StaffCaller };

function command({
  params,
  body,
  caller,
  context,
}: {
  params: { id: string };
  body: { version?: number };
  caller: StaffCaller;
  context: RequestContext;
}): StaffCommand {
  const { operationId, now } = context;
  return { id: params.id, staff: caller, version: body.version, operationId, now };
}
