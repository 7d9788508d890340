import { dateOf, toIso } from '../../../shared/domain/time';
import { dateWords, whenWords } from '../../../shared/domain/words';
import { inThread } from '../../work/thread';
import { drawCode } from './code';
import type { ResultPaper } from './draw-result';
import { type ResultDoc, resultPurposes } from './model';
import type { IssuableCase, ResultParts } from './parts';

const MOST_A_RUN = 20;
/** Drawing takes a second or two on a busy machine. */
const BOUNDS = { ms: 60_000, megabytes: 512 };

/**
 * Issues what is ready. The code is drawn and stored first, so that a case has one however often it is tried; then the file,
 * then the case is completed. Whoever dies between two of these is followed by the next run.
 */
export async function issueResults(parts: ResultParts): Promise<void> {
  for (const ready of await parts.cases.electronicToIssue(MOST_A_RUN)) {
    const doc = await resultOf(parts, ready);
    if (doc.state === 'making' && !(await makeFile(parts, doc))) continue;
    await parts.reached('result:made');
    await parts.cases.issuedElectronically(ready.caseId);
  }
}

async function resultOf(parts: ResultParts, ready: IssuableCase): Promise<ResultDoc> {
  const { results, cipher, clock, venues } = parts;
  for (;;) {
    const known = await results.findOne({ caseId: ready.caseId, inForce: true }).lean<ResultDoc>();
    if (known) return known;
    const { holder, venueId, ...paper } = ready;
    const venue = venues.venue(venueId);
    const doc: ResultDoc = {
      _id: drawCode(),
      ...paper,
      holder: cipher.seal(holder, resultPurposes.holder),
      venueName: venue?.name ?? '',
      sample: venue?.sample ?? false,
      issuedAt: clock.now(),
      state: 'making',
      inForce: true,
      uploadId: null,
      sha256: null,
    };
    try {
      await results.create(doc);
      return doc;
    } catch (error) {
      // Another worker was first, or the code was given out before.
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
  }
}

async function makeFile(parts: ResultParts, doc: ResultDoc): Promise<boolean> {
  const drawn = await inThread<Uint8Array>('result-worker', paperOf(parts, doc), BOUNDS);
  if (!drawn) {
    parts.log.warn({ result: doc._id.slice(0, 4) }, 'a result could not be drawn, will be tried again');
    return false;
  }
  const content = Buffer.from(drawn);
  const kept = await parts.uploads.deposit({
    id: `result-${doc._id}`,
    personId: doc.personId ?? '',
    caseId: doc.caseId,
    name: `${doc.number} 电子结果.pdf`,
    type: 'application/pdf',
    content,
    now: parts.clock.now(),
  });
  await parts.results.updateOne(
    { _id: doc._id, state: 'making' },
    { $set: { state: 'valid', uploadId: kept.id, sha256: kept.sha256 } },
  );
  return true;
}

function paperOf({ cipher, settings }: ResultParts, doc: ResultDoc): ResultPaper {
  const { _id: code, issuedAt, decidedAt } = doc;
  const web = settings.results.webUrl;
  return {
    code,
    title: '昭通市政务服务电子办理结果',
    rows: [
      ['申请人', doc.holder === null ? '' : cipher.open(doc.holder, resultPurposes.holder)],
      ['事项', doc.itemName],
      ['办件编号', doc.number],
      ['办理结果', doc.outcome],
      ['决定日期', yearAndDay(decidedAt)],
      ['办理部门', doc.department],
      ['受理大厅', doc.venueName],
      ['签发时间', `${yearAndDay(issuedAt)}${whenWords(issuedAt, issuedAt).replace(/^.*）/, ' ')}`],
    ],
    foot: [
      '在微信小程序“昭通一站办”里打开“核验电子结果”，填上核验码，或者扫左边的码，就能看到这份结果是不是真的。',
      '核验页还给出文件的 SHA-256，可以对照文件有没有被改过。打印件以核验结果为准。',
    ],
    qr: web ? `${web}/#/packages/check/result/index?code=${code}` : code,
    mark: doc.sample ? '示例数据 不作凭证' : null,
    issuedAt: toIso(issuedAt),
  };
}

/** `2026年11月28日`: papers are read in other years. */
const yearAndDay = (at: Date) => dateWords(dateOf(at), '0000-01-01');
