import { Problem } from '../../problem';
import type { StaffTriesDoc } from './model';
import type { StaffParts } from './parts';

type Counting = Pick<StaffParts, 'tries' | 'cipher'>;
type Parts = Counting & Pick<StaffParts, 'settings'>;

/** Somebody may have typed anything, also a number of theirs that is nobody's business: only its keyed hash is kept. */
const idOf = ({ cipher }: Pick<Counting, 'cipher'>, number: string) =>
  cipher.blindIndex(number, 'staff.tries');

/**
 * Takes one try under a number before anything is checked, so that a hundred at the same moment are no more than a
 * hundred one after another. What turned out right is given back.
 * @throws Problem STAFF_LOCKED when all are used; the lock ends the set time after the last of them
 */
export async function takeTry(parts: Parts, number: string, now: Date): Promise<void> {
  const { tries, settings } = parts;
  const { wrongTries, lockMinutes } = settings.staff;
  const _id = idOf(parts, number);
  const until = new Date(now.getTime() + lockMinutes * 60_000);
  for (;;) {
    const more = await tries.updateOne(
      { _id, until: { $gt: now }, tries: { $lt: wrongTries } },
      { $inc: { tries: 1 }, $set: { until } },
    );
    if (more.matchedCount === 1) return;
    const found = await tries.findById(_id).lean<StaffTriesDoc>();
    if (found && found.until > now) {
      if (found.tries < wrongTries) continue;
      throw locked(found.until, now, lockMinutes);
    }
    try {
      await tries.updateOne({ _id, until: { $lte: now } }, { $set: { tries: 1, until } }, { upsert: true });
      return;
    } catch (error) {
      // Somebody began to count at the same moment.
      if ((error as { code?: unknown }).code !== 11000) throw error;
    }
  }
}

/** What was right did not count. */
export async function giveTryBack(parts: Counting, number: string): Promise<void> {
  await parts.tries.updateOne({ _id: idOf(parts, number), tries: { $gt: 0 } }, { $inc: { tries: -1 } });
}

/** Nothing wrong is remembered, and a lock is lifted. */
export async function forgetTries(parts: Counting, number: string): Promise<void> {
  await parts.tries.deleteOne({ _id: idOf(parts, number) });
}

/** Which of these numbers are locked, and until when. */
export async function locksOf(
  parts: Parts,
  numbers: readonly string[],
  now: Date,
): Promise<Map<string, Date>> {
  const ids = new Map(numbers.map((number) => [idOf(parts, number), number]));
  const allUsed = { until: { $gt: now }, tries: { $gte: parts.settings.staff.wrongTries } };
  const found = await parts.tries.find({ _id: { $in: [...ids.keys()] }, ...allUsed }).lean<StaffTriesDoc[]>();
  return new Map(found.map(({ _id, until }) => [ids.get(_id) ?? '', until]));
}

function locked(until: Date, now: Date, lockMinutes: number): Problem {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  return new Problem('STAFF_LOCKED', {
    retryAfter: seconds,
    next: `${lockMinutes} 分钟后再试，或由管理员解锁。`,
  });
}
