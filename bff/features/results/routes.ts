import type { resultsContract } from '../../../shared/contract/results';
import { maskName } from '../../../shared/domain/mask';
import { toIso } from '../../../shared/domain/time';
import type { Routes } from '../../http/route';
import { Problem } from '../../problem';
import { readCode } from './code';
import { type ResultDoc, resultPurposes } from './model';
import type { ResultParts } from './parts';

export function resultRoutes(parts: ResultParts): Routes<typeof resultsContract> {
  const { results, cases, uploads, cipher } = parts;
  return {
    'POST /cases/{id}/result-link': async ({ params, caller, context: { now } }) => {
      const { personId } = caller;
      if (personId === null) throw new Problem('IDENTITY_REQUIRED');
      if (!(await cases.mayRead(params.id, { personId }))) throw new Problem('NOT_FOUND');
      const doc = await results.findOne({ caseId: params.id, inForce: true }).lean<ResultDoc>();
      if (doc?.state !== 'valid' || doc.uploadId === null) throw new Problem('RESULT_NOT_READY');
      const link = await uploads.linkFor(doc.uploadId, { personId }, now);
      return { ...link, code: doc._id };
    },

    'GET /results/{code}': async ({ params }) => {
      const code = readCode(params.code);
      const doc = code && (await results.findById(code).lean<ResultDoc>());
      if (!doc || doc.state === 'making' || doc.sha256 === null) throw new Problem('NOT_FOUND');
      const holder = doc.holder === null ? null : cipher.open(doc.holder, resultPurposes.holder);
      return {
        code: doc._id,
        state: doc.state,
        words: stateWords[doc.state],
        number: doc.number,
        itemName: doc.itemName,
        department: doc.department,
        venueName: doc.venueName,
        holder: holder === null ? '申请人已删除个人资料' : maskName(holder),
        outcome: doc.outcome,
        decidedAt: toIso(doc.decidedAt),
        issuedAt: toIso(doc.issuedAt),
        sha256: doc.sha256,
        sample: doc.sample,
      };
    },
  };
}

const stateWords = {
  valid: '这份结果是真的，现在有效。',
  revoked: '这份结果已经作废，以新的结果为准。',
} as const;
