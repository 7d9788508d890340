import type { CheckDoc } from './model';
import type { SafetyParts } from './parts';
import { isSettled } from './verdict';

type Change = Partial<Pick<CheckDoc, 'wordsVerdict' | 'pictures' | 'dueAt' | 'accountId'>>;

/**
 * The one way a check changes: guarded by its version and made again over what another wrote meanwhile. What was said is told;
 * when all of it was said, the words and whose they were are forgotten.
 * @param make null: nothing is to change
 */
export async function changeCheck(
  { checks, clock }: SafetyParts,
  key: string,
  make: (doc: CheckDoc) => Change | null,
): Promise<void> {
  for (;;) {
    const doc = await checks.findById(key).lean<CheckDoc>();
    const change = doc && make(doc);
    if (!change) return;
    const after = { ...doc, ...change };
    const told = saidIn(after) !== saidIn(doc);
    const over = isSettled(after);
    const { matchedCount } = await checks.updateOne(
      { _id: key, version: doc.version },
      {
        $set: {
          wordsVerdict: after.wordsVerdict,
          pictures: after.pictures,
          traces: after.pictures.flatMap(({ traces }) => traces),
          accountId: over ? null : after.accountId,
          ...(after.wordsVerdict !== null && { words: null }),
          ...(!over && after.dueAt && { dueAt: after.dueAt }),
          ...(told && { tellAt: clock.now() }),
        },
        ...(over && { $unset: { dueAt: 1 } }),
        $inc: { version: 1 },
      },
    );
    if (matchedCount === 1) return;
  }
}

const saidIn = ({ wordsVerdict, pictures }: CheckDoc) =>
  [wordsVerdict, ...pictures.map(({ verdict }) => verdict)].join(' ');
