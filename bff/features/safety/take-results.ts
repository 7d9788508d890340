import { readMediaCheck } from '../../gateways/wechat/media-check';
import { changeCheck } from './change-check';
import type { CheckDoc, PictureResultDoc } from './model';
import type { SafetyParts } from './parts';

const BATCH = 200;
/** A picture may be told of before its trace id is written down. */
const AGAIN_MS = 5_000;
const PATIENCE_MS = 10 * 60_000;
const KEPT_MS = 3 * 86_400_000;
/** So often a picture that WeChat could not fetch is asked for in all. */
const MOST_ASKED = 3;

/** Keeps what a wxa_media_check of WeChat tells. Told again it changes nothing. @returns false when it is not as agreed */
export async function takeMediaCheck(parts: SafetyParts, body: unknown, now: Date): Promise<boolean> {
  const check = readMediaCheck(body);
  if (!check) return false;
  try {
    await parts.results.create({ _id: check.traceId, verdict: check.verdict, at: now, dueAt: now });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 11000) throw error;
  }
  return true;
}

/** Brings what was told to the checks it is of. What belongs to none is forgotten after a while. */
export async function applyResults(parts: SafetyParts): Promise<void> {
  const now = parts.clock.now();
  for (;;) {
    const due = await parts.results
      .find({ dueAt: { $lte: now } })
      .sort({ dueAt: 1 })
      .limit(BATCH)
      .lean<PictureResultDoc[]>();
    for (const result of due) await apply(parts, result, now);
    if (due.length < BATCH) break;
  }
  await parts.results.deleteMany({ at: { $lte: new Date(now.getTime() - KEPT_MS) } });
}

async function apply(
  parts: SafetyParts,
  { _id: trace, verdict, at }: PictureResultDoc,
  now: Date,
): Promise<void> {
  const check = await parts.checks.findOne({ traces: trace }).lean<CheckDoc>();
  if (check)
    await changeCheck(parts, check._id, ({ pictures }) => {
      const known = pictures.find(({ traces }) => traces.includes(trace));
      // WeChat's word is better than having given up; of two words the first stands.
      if (!known || (known.verdict !== null && known.verdict !== 'unknown')) return null;
      const seen = (one: CheckDoc['pictures'][number]) => {
        if (verdict !== null) return { ...one, verdict };
        // It could not be fetched: asked again by a new link, and left to a person after that.
        return one.traces.length < MOST_ASKED && one.verdict === null
          ? { ...one, askedAt: null }
          : { ...one, verdict: 'unknown' as const };
      };
      return {
        pictures: pictures.map((one) => (one === known ? seen(one) : one)),
        ...(verdict === null && { dueAt: now }),
      };
    });
  const patient = now.getTime() - at.getTime() < PATIENCE_MS;
  await parts.results.updateOne(
    { _id: trace },
    check || !patient ? { $unset: { dueAt: 1 } } : { $set: { dueAt: new Date(now.getTime() + AGAIN_MS) } },
  );
}
