import { randomInt } from 'node:crypto';
import { ContentUnchecked } from '../../gateways/wechat';
import type { SafetyVerdict } from '.';
import { changeCheck } from './change-check';
import { type CheckDoc, type PictureCheck, WORDS } from './model';
import type { SafetyParts } from './parts';

/** So long one may ask; whoever takes longer is taken for gone. Longer than all calls of a check together. */
const LEASE_MS = 3 * 60_000;
const MOST_A_RUN = 500;
/** WeChat tells of a picture within half an hour; after that it is asked again. */
const WORD_MS = 35 * 60_000;
const BASE_MS = 5_000;
const CAP_MS = 10 * 60_000;
/** Our own quota is the same a minute later at the earliest. */
const TOO_OFTEN_MS = 60_000;

/** Asks about what is due. Safe beside other processes and after their death: asking twice does no harm. */
export async function askDue(parts: SafetyParts): Promise<void> {
  for (let done = 0; done < MOST_A_RUN; done += 1) {
    const now = parts.clock.now();
    const claimed = await parts.checks
      .findOneAndUpdate(
        { dueAt: { $lte: now } },
        {
          $set: { dueAt: new Date(now.getTime() + LEASE_MS) },
          $inc: { fence: 1, attempts: 1, version: 1 },
        },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean<CheckDoc>();
    if (!claimed) return;
    await ask(parts, claimed, now);
  }
}

async function ask(parts: SafetyParts, doc: CheckDoc, now: Date): Promise<void> {
  const account = doc.accountId === null ? null : await parts.people.accountToReach(doc.accountId);
  if (!account || now >= doc.giveUpAt) return leaveToPerson(parts, doc);
  const { openid } = account;
  let unasked: ContentUnchecked | null = null;
  /** What did not come through: the rest is asked all the same. */
  const tried = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ContentUnchecked)) throw error;
      if (error.why !== 'refused') unasked = error;
      return error.why === 'refused' ? 'refused' : 'later';
    }
    return 'done';
  };

  const { words } = doc;
  if (words !== null) {
    const fared = await tried(async () => {
      const verdict = await parts.wechat.checkText({ openid, words: parts.cipher.open(words, WORDS) });
      await saidOfWords(parts, doc, verdict);
    });
    // Asking the same again gives the same: somebody has to mend it, and somebody else looks meanwhile.
    if (fared === 'refused') {
      parts.log.error({ check: doc._id }, 'content security refuses our calls');
      await saidOfWords(parts, doc, 'unknown');
    }
  }
  for (const picture of doc.pictures) {
    if (picture.verdict !== null || !isToAsk(picture, now)) continue;
    const fared = await tried(() => askPicture(parts, doc, picture.id, openid, now));
    if (fared === 'refused') await saidOfPicture(parts, doc._id, picture.id, 'unknown');
  }
  const again = unasked ? now.getTime() + backOff(unasked, doc.attempts) : now.getTime() + WORD_MS;
  const due = new Date(Math.min(again, doc.giveUpAt.getTime()));
  await changeCheck(parts, doc._id, ({ fence }) => (fence === doc.fence ? { dueAt: due } : null));
}

const isToAsk = ({ askedAt }: PictureCheck, now: Date) =>
  askedAt === null || askedAt.getTime() + WORD_MS <= now.getTime();

async function askPicture(
  parts: SafetyParts,
  { _id: key }: CheckDoc,
  id: string,
  openid: string,
  now: Date,
): Promise<void> {
  const { apiUrl } = parts.settings.safety;
  const path = apiUrl === null ? null : await parts.uploads.checkLink(id, now);
  // A PDF, a file that is gone, or a server that WeChat cannot reach.
  if (path === null) return saidOfPicture(parts, key, id, 'unknown');
  const trace = await parts.wechat.checkPicture({ openid, url: `${apiUrl}${path}` });
  await changeCheck(parts, key, (doc) => ({
    pictures: doc.pictures.map((one) =>
      one.id === id ? { ...one, askedAt: now, traces: [...one.traces, trace] } : one,
    ),
  }));
}

/** What was said of the words stands, whoever asked and however late, unless something was said before. */
async function saidOfWords(
  parts: SafetyParts,
  { _id: key }: CheckDoc,
  verdict: SafetyVerdict,
): Promise<void> {
  await changeCheck(parts, key, ({ wordsVerdict }) =>
    wordsVerdict === null ? { wordsVerdict: verdict } : null,
  );
}

async function saidOfPicture(
  parts: SafetyParts,
  key: string,
  id: string,
  verdict: SafetyVerdict,
): Promise<void> {
  await changeCheck(parts, key, ({ pictures }) => ({
    pictures: pictures.map((one) => (one.id === id && one.verdict === null ? { ...one, verdict } : one)),
  }));
}

/** Nobody is left to be asked for, or it took too long. What still comes about the pictures is taken. */
async function leaveToPerson(parts: SafetyParts, { _id: key }: CheckDoc): Promise<void> {
  await changeCheck(parts, key, ({ wordsVerdict, pictures }) => ({
    wordsVerdict: wordsVerdict ?? 'unknown',
    pictures: pictures.map((one) => ({ ...one, verdict: one.verdict ?? 'unknown' })),
  }));
}

/** Exponential with full jitter. @returns milliseconds, at least a second */
function backOff({ why }: ContentUnchecked, attempts: number): number {
  const most = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(Math.max(attempts - 1, 0), 20));
  return 1_000 + (why === 'too-often' ? TOO_OFTEN_MS : 0) + randomInt(most);
}
