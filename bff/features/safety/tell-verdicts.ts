import type { CheckDoc } from './model';
import type { SafetyParts } from './parts';
import { verdictOf } from './verdict';

const MOST_A_RUN = 500;
const AGAIN_MS = 30_000;

/** Tells the owners what was said, until they heard it: at least once, and never something better than what was said. */
export async function tellVerdicts(parts: SafetyParts): Promise<void> {
  const { checks, hearers, clock, log } = parts;
  const now = clock.now();
  const due = await checks
    .find({ tellAt: { $lte: now } })
    .sort({ tellAt: 1 })
    .limit(MOST_A_RUN)
    .lean<CheckDoc[]>();
  for (const { _id: key, kind, id, tellAt, version } of due) {
    const said = async () => verdictOf(await checks.find({ kind, id }).lean<CheckDoc[]>());
    try {
      // Told again when it changed meanwhile: another process may have told the later word before this one its own.
      for (
        let verdict = await said(), told = null;
        verdict !== null && verdict !== told;
        verdict = await said()
      ) {
        await hearers.get(kind)?.(id, verdict);
        told = verdict;
      }
    } catch (error) {
      log.warn({ err: error, check: key }, 'a verdict could not be told, will be tried again');
      await checks.updateOne({ _id: key, tellAt }, { $set: { tellAt: new Date(now.getTime() + AGAIN_MS) } });
      continue;
    }
    // What was said meanwhile has to be told as well.
    await checks.updateOne({ _id: key, version }, { $unset: { tellAt: 1 } });
  }
}
