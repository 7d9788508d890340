import type { CaseEvent } from '../../../shared/contract/integration';
import type { CaseStanding } from '../cases';
import { afterTheCase, beforeTheCase, placeOf, type Verdict } from './judge';
import type { EventDoc, SystemDoc } from './model';
import { openContent } from './open-content';
import type { IntegrationParts } from './parts';
import { record } from './record';

/** A stored event that has not been settled, and what it says. */
export interface Waiting {
  /** Says afterwards what became of it. */
  doc: EventDoc;
  event: CaseEvent;
}

/** Cases that are worked on at the same time. */
const AT_ONCE = 16;

/**
 * Lets events take effect, and with them whatever waited for the same cases. Within a case they go by their running number
 * or else by when they happened, and again as long as one of them opened the way for another. May be done by several
 * processes at once and again after a crash: a case takes each event once.
 */
export async function settle(parts: IntegrationParts, given: readonly Waiting[], now: Date): Promise<void> {
  const bySystem = groupBy(given, ({ doc }) => doc.systemId);
  for (const [systemId, waiting] of bySystem) {
    const system = await parts.systems.findById(systemId).lean<SystemDoc>();
    if (system) await settleSystem(parts, system, waiting, now);
  }
}

async function settleSystem(
  parts: IntegrationParts,
  system: SystemDoc,
  given: readonly Waiting[],
  now: Date,
): Promise<void> {
  const numbers = [...new Set(given.map(({ doc }) => doc.caseNumber))];
  const [standings, others, done] = await Promise.all([
    parts.cases.standingOf(numbers),
    keptBefore(parts, system._id, numbers, given),
    sequencesDone(parts, system._id, numbers, given),
  ]);
  const byCase = [...groupBy([...given, ...others], ({ doc }) => doc.caseNumber)];
  const verdicts = new Map<Waiting, Verdict>();
  await inParallel(AT_ONCE, byCase, ([number, waiting]) =>
    settleCase(parts, system, standings.get(number), waiting, done.get(number) ?? new Set(), verdicts, now),
  );
  await record(parts, verdicts, now);
}

async function settleCase(
  { cases }: IntegrationParts,
  system: SystemDoc,
  standing: CaseStanding | undefined,
  waiting: readonly Waiting[],
  done: Set<number>,
  verdicts: Map<Waiting, Verdict>,
  now: Date,
): Promise<void> {
  let left = [...waiting].sort(inOrder);
  // Sorted as they are, once through is enough; who sends events that always open the way for the one before waits.
  let triesLeft = 4 * waiting.length;
  for (let moved = true; moved && triesLeft > 0; ) {
    moved = false;
    for (const each of left) {
      const { event } = each;
      triesLeft -= 1;
      const verdict =
        event.sequence !== undefined && event.sequence > 1 && !done.has(event.sequence - 1)
          ? ({ status: 'kept', code: 'EVENT_EARLY', why: 'early' } as const)
          : await judge(each);
      verdicts.set(each, verdict);
      if (verdict.status === 'kept') continue;
      if (event.sequence !== undefined) done.add(event.sequence);
      moved = true;
      // A step that took effect may have opened the way for one that was tried before it.
      if (verdict.status === 'applied') break;
    }
    left = left.filter((each) => (verdicts.get(each)?.status ?? 'kept') === 'kept');
  }

  async function judge({ doc, event }: Waiting): Promise<Verdict> {
    const known = beforeTheCase(system, event, standing);
    if ('status' in known) return known;
    const here = standing as CaseStanding;
    const at = placeOf(event, here);
    const said = await cases.applyFromSystem({
      systemId: system._id,
      systemName: system.name,
      departments: [known.department],
      event: { ...event, occurredAt: at.toISOString() },
      now,
    });
    const verdict = afterTheCase(doc, here, said);
    if (verdict.status === 'applied') {
      here.state = verdict.state;
      if (at > here.changedAt) here.changedAt = at;
    }
    return verdict;
  }
}

/** What came in earlier and still waits for these cases. */
async function keptBefore(
  { events, cipher }: IntegrationParts,
  systemId: string,
  numbers: readonly string[],
  given: readonly Waiting[],
): Promise<Waiting[]> {
  const own = new Set(given.map(({ doc }) => doc._id));
  const docs = await events
    .find({ systemId, caseNumber: { $in: numbers }, open: true, tries: { $gt: 0 } })
    .lean<EventDoc[]>();
  return docs.filter(({ _id }) => !own.has(_id)).map((doc) => ({ doc, event: openContent(cipher, doc) }));
}

/** The running numbers of each case that are settled. */
async function sequencesDone(
  { events }: IntegrationParts,
  systemId: string,
  numbers: readonly string[],
  given: readonly Waiting[],
): Promise<Map<string, Set<number>>> {
  if (!given.some(({ event }) => (event.sequence ?? 1) > 1)) return new Map();
  const rows = await events
    .find(
      { systemId, caseNumber: { $in: numbers }, sequence: { $exists: true }, open: { $exists: false } },
      { caseNumber: 1, sequence: 1 },
    )
    .lean<Pick<EventDoc, 'caseNumber' | 'sequence'>[]>();
  const done = new Map<string, Set<number>>();
  for (const { caseNumber, sequence = 0 } of rows) {
    const numbersDone = done.get(caseNumber) ?? new Set();
    done.set(caseNumber, numbersDone.add(sequence));
  }
  return done;
}

function inOrder(a: Waiting, b: Waiting): number {
  if (a.event.sequence !== undefined && b.event.sequence !== undefined)
    return a.event.sequence - b.event.sequence;
  return (
    a.doc.occurredAt.getTime() - b.doc.occurredAt.getTime() ||
    a.doc.receivedAt.getTime() - b.doc.receivedAt.getTime()
  );
}

async function inParallel<T>(width: number, work: readonly T[], run: (each: T) => Promise<void>) {
  const queue = work.values();
  const worker = async () => {
    for (const each of queue) await run(each);
  };
  await Promise.all(Array.from({ length: Math.min(width, work.length) }, worker));
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of rows) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
}
