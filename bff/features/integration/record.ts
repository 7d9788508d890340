import type { Verdict } from './judge';
import type { EventDoc } from './model';
import type { IntegrationParts } from './parts';
import type { Waiting } from './settle';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
/** After a try that changed nothing: 30 s, twice as long each time, at most half an hour. */
const FIRST_WAIT = 30 * SECOND;
const LONGEST_WAIT = 1_800 * SECOND;

/**
 * Writes down what became of events, all in one call to the store: those of the same fate in one update. What is settled
 * loses its content and is never opened again; who comes later with an older view changes nothing.
 */
export async function record(
  { events, settings }: IntegrationParts,
  verdicts: ReadonlyMap<Waiting, Verdict>,
  now: Date,
): Promise<void> {
  const fates = new Map<string, { set: Partial<EventDoc>; ids: string[] }>();
  for (const [{ doc }, given] of verdicts) {
    const verdict: Verdict =
      given.status === 'kept' && doc.until <= now
        ? { status: 'refused', code: 'EVENT_WAITED_TOO_LONG' }
        : given;
    const set = fieldsOf(verdict, doc, now, settings.integration.rememberDays);
    const key = JSON.stringify(set);
    const fate = fates.get(key) ?? { set, ids: [] };
    fates.set(key, fate);
    fate.ids.push(doc._id);
    Object.assign(doc, set, { tries: doc.tries + 1 });
    if (verdict.status !== 'kept') {
      delete doc.open;
      delete doc.nextTryAt;
    }
  }
  if (fates.size === 0) return;
  await events.bulkWrite(
    [...fates.values()].map(({ set, ids }) => ({
      updateMany: {
        filter: { _id: { $in: ids }, open: true },
        update: {
          $set: set,
          $inc: { tries: 1 },
          ...(set.status !== 'kept' && { $unset: { open: 1 as const, nextTryAt: 1 as const } }),
        },
      },
    })),
    { ordered: false },
  );
}

function fieldsOf(verdict: Verdict, doc: EventDoc, now: Date, rememberDays: number): Partial<EventDoc> {
  if (verdict.status === 'kept') {
    const wait = Math.min(FIRST_WAIT * 2 ** doc.tries, LONGEST_WAIT);
    const next = Math.min(now.getTime() + wait, Math.max(doc.until.getTime(), now.getTime()));
    return { status: 'kept', code: verdict.code, why: verdict.why, nextTryAt: new Date(next) };
  }
  const forgetAt = new Date(now.getTime() + rememberDays * DAY);
  const settled = { status: verdict.status, why: null, content: null, forgetAt };
  return verdict.status === 'applied'
    ? { ...settled, state: verdict.state, code: null }
    : { ...settled, code: verdict.code };
}
