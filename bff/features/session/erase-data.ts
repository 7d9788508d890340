import { dateOf } from '../../../shared/domain/time';
import { endSessions, sessionIdsOf, tellSessions } from './end-sessions';
import type { AccountDoc, ErasureDoc, ErasureResult } from './model';
import type { SessionParts } from './parts';

/**
 * Erases everything about the person behind an account, in all their accounts, or about the account alone when no
 * real name was verified. The erasure is written down first and struck out last: one that is cut off anywhere is
 * carried on by the next request of the account or by the job.
 * @returns what is gone and what the law keeps, in the citizen's words
 */
export async function eraseData(
  parts: SessionParts,
  asking: { accountId: string; operationId: string; now: Date },
): Promise<ErasureResult> {
  const { accounts, erasures } = parts;
  const begun = await erasures.findOne({ accountIds: asking.accountId }).lean<ErasureDoc>();
  if (begun) return finish(parts, begun);
  const account = await accounts.findById(asking.accountId).lean<AccountDoc>();
  const erasure: ErasureDoc = {
    _id: asking.operationId,
    personId: account?.personId ?? null,
    accountIds: [asking.accountId],
    at: asking.now,
    results: {},
  };
  await erasures.create(erasure);
  return finish(parts, erasure);
}

/** Carries on what is still being erased of an account. */
export async function finishErasuresOf(parts: SessionParts, accountId: string): Promise<void> {
  const begun = await parts.erasures.find({ accountIds: accountId }).lean<ErasureDoc[]>();
  for (const erasure of begun) await finish(parts, erasure);
}

/** Carries on the erasure of a person. */
export async function finishErasureOfPerson(parts: SessionParts, personId: string): Promise<void> {
  const begun = await parts.erasures.find({ personId }).lean<ErasureDoc[]>();
  for (const erasure of begun) await finish(parts, erasure);
}

const LEFT_ALONE_MS = 60_000;

/** Carries on erasures that nobody else will: their process died. */
export async function finishLeftErasures(parts: SessionParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - LEFT_ALONE_MS);
  const left = await parts.erasures.find({ at: { $lte: before } }).lean<ErasureDoc[]>();
  for (const erasure of left) await finish(parts, erasure);
}

/** Every step can be repeated, and be done by two processes at once. */
async function finish(parts: SessionParts, erasure: ErasureDoc): Promise<ErasureResult> {
  const { accounts, persons, erasures } = parts;
  const { personId, at } = erasure;
  if (personId !== null) await persons.updateOne({ _id: personId }, { $set: { erasing: at } });
  const accountIds = await accountsOf(parts, erasure);
  await erasures.updateOne({ _id: erasure._id }, { $set: { accountIds } });
  const theirs = accountsIn({ ...erasure, accountIds });
  await accounts.updateMany(theirs, { $set: { erasing: at } });
  // From here on nobody acts as this person any more, on any device.
  await tellSessions(parts, accountIds);

  const results = { ...erasure.results };
  for (const holder of parts.holders) {
    if (results[holder.name]) continue;
    const result = await holder.erase(personId, accountIds);
    results[holder.name] = result;
    await erasures.updateOne({ _id: erasure._id }, { $set: { [`results.${holder.name}`]: result } });
  }
  const had = await accounts.exists(theirs);
  await accounts.deleteMany(theirs);
  if (personId !== null) await persons.deleteOne({ _id: personId });
  await endSessions(parts, await sessionIdsOf(parts, accountIds));
  await erasures.deleteOne({ _id: erasure._id });
  return summary(results, { account: had !== null, person: personId !== null, at });
}

async function accountsOf(parts: SessionParts, { personId, accountIds }: ErasureDoc): Promise<string[]> {
  if (personId === null) return accountIds;
  const linked = await parts.accounts.find({ personId }, { _id: 1 }).lean<{ _id: string }[]>();
  return [...new Set([...accountIds, ...linked.map(({ _id }) => _id)])];
}

/** Not what the citizen began anew after asking: a slow second run must not take that along. */
function accountsIn({ personId, accountIds, at }: ErasureDoc) {
  const asked = { _id: { $in: accountIds }, createdAt: { $lte: at } };
  return personId === null ? asked : { $or: [asked, { personId }] };
}

function summary(
  results: Record<string, ErasureResult>,
  { account, person, at }: { account: boolean; person: boolean; at: Date },
): ErasureResult {
  const all = Object.values(results);
  return {
    erased: [
      ...(person ? ['姓名和身份证号'] : []),
      ...(account ? ['手机号、设置和同意记录'] : []),
      '所有设备上的登录',
      ...all.flatMap(({ erased }) => erased),
    ],
    kept: [
      {
        what: '系统运行日志（不含姓名、证件号、手机号）',
        why: '《网络安全法》要求留存不少于六个月',
        until: monthsLater(at, 6),
      },
      ...all.flatMap(({ kept }) => kept),
    ],
  };
}

function monthsLater(at: Date, months: number): string {
  const [year = 0, month = 1] = dateOf(at).split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  return `${Math.floor(index / 12)}年${(index % 12) + 1}月底`;
}
