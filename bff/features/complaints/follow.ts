import { dateOf } from '../../../shared/domain/time';
import { changeComplaint } from './change-complaint';
import type { ComplaintDoc } from './model';
import type { ComplaintParts } from './parts';
import { likeness, NEARLY_THE_SAME } from './similar';
import { taskNotices, taskOf } from './tasks';
import { textOf } from './texts';

const BATCH = 100;
const AGAIN_MS = 30_000;
const DAY_MS = 86_400_000;
/** More than one person files about one thing in that time. */
const MOST_EARLIER = 50;

/** Every complaint that owes something after a change. Repeatable, in any number of processes. */
export async function followDue(parts: ComplaintParts): Promise<void> {
  const now = parts.clock.now();
  const due = await parts.complaints
    .find({ followDue: { $lte: now } })
    .sort({ followDue: 1 })
    .limit(BATCH)
    .lean<ComplaintDoc[]>();
  for (const doc of due) {
    try {
      await follow(parts, doc);
    } catch (error) {
      parts.log.warn({ err: error, complaintId: doc._id }, 'what follows from a complaint is tried again');
      // One that cannot be helped now holds up no other.
      const later = new Date(now.getTime() + AGAIN_MS);
      await parts.complaints.updateOne({ _id: doc._id, writes: doc.writes }, { $set: { followDue: later } });
    }
  }
}

/** Does what a complaint owes and strikes it off: keeps its photos, has it looked at, finds repeats, tells who has a task. */
async function follow(parts: ComplaintParts, doc: ComplaintDoc): Promise<void> {
  const now = parts.clock.now();
  if (doc.photosOwed) await keepPhotos(parts, doc, now);
  await haveChecked(parts, doc);
  await parts.reached('complaint:checked');
  const repeatOf = doc.recognised ? doc.repeatOf : await earlierOf(parts, doc);
  const barred = await barredBy(parts, doc);
  const task = taskOf(doc);
  const untold = task !== null && task.key !== doc.taskTold;
  const notices = untold ? await taskNotices(parts, { ...doc, barred }, task, now) : [];
  await parts.reached('complaint:followed');
  const set = {
    photosOwed: false,
    safetyOwed: [],
    recognised: true,
    repeatOf,
    barred,
    ...(untold && { taskTold: task.key }),
  };
  // Another may have changed it meanwhile: the job comes by again.
  await changeComplaint(parts, doc, { steps: [], now, set, notices });
}

/** Who is kept from it, with whoever sat down at the window and got up again while it was being filed. */
async function barredBy({ staff }: ComplaintParts, doc: ComplaintDoc) {
  const { barred, barredWindowId } = doc;
  if (barredWindowId === null) return barred;
  const sat = await staff.satAt({ windowId: barredWindowId, on: doc.on ?? dateOf(doc.filedAt) });
  return sat.every((staffId) => barred.includes(staffId)) ? barred : [...new Set([...barred, ...sat])];
}

/** Every photo of a complaint. */
export function photosOf({ photos, supplements }: Pick<ComplaintDoc, 'photos' | 'supplements'>) {
  return [...photos, ...supplements.flatMap((supplement) => supplement.photos)];
}

async function keepPhotos(parts: ComplaintParts, doc: ComplaintDoc, now: Date): Promise<void> {
  const { _id: complaintId, personId, anonymous } = doc;
  const ids = photosOf(doc).map(({ id }) => id);
  await parts.uploads.claimForComplaint({ ids, complaintId, personId, anonymous, filed: true, now });
}

/** Hands over what content security was not given yet; it knows each by its key once. */
async function haveChecked(parts: ComplaintParts, doc: ComplaintDoc): Promise<void> {
  for (const part of doc.safetyOwed) {
    await parts.safety.check({
      key: `complaint ${doc._id} ${part}`,
      kind: 'complaint',
      id: doc._id,
      ...toCheck(parts, doc, part),
      accountId: doc.accountId,
    });
  }
}

/** @param part `words`, or `supplement 0` */
function toCheck(parts: ComplaintParts, doc: ComplaintDoc, part: string) {
  const [, index] = part.split(' ');
  if (index === undefined) {
    const { what = '', wanted = '', around = '' } = textOf(parts, doc, 'words') ?? {};
    return { words: [what, wanted, around].filter(Boolean).join('\n'), pictures: idsOf(doc.photos) };
  }
  const words = textOf(parts, doc, 'supplementWords')?.[Number(index)] ?? '';
  return { words, pictures: idsOf(doc.supplements[Number(index)]?.photos ?? []) };
}

const idsOf = (photos: readonly { id: string }[]) => photos.map(({ id }) => id);

/**
 * An earlier complaint of the same person about the same case, or item and place, that says nearly the same; null when there is
 * none. Without a name nobody is known as the same.
 */
async function earlierOf(parts: ComplaintParts, doc: ComplaintDoc): Promise<string | null> {
  if (doc.personId === null) return null;
  const { category, caseId, itemCode, venueId } = doc;
  const same = caseId === null ? { itemCode, venueId } : { caseId };
  const since = new Date(doc.filedAt.getTime() - parts.settings.complaints.repeatDays * DAY_MS);
  const earlier = await parts.complaints
    .find({
      personId: doc.personId,
      filedAt: { $gte: since, $lte: doc.filedAt },
      _id: { $ne: doc._id },
      category,
      ...same,
    })
    .sort({ filedAt: -1 })
    .limit(MOST_EARLIER)
    .lean<ComplaintDoc[]>();
  const { what = '' } = textOf(parts, doc, 'words') ?? {};
  const found = earlier.find((other) => {
    // Of two filed in one moment only one repeats the other.
    if (other.filedAt.getTime() === doc.filedAt.getTime() && other._id > doc._id) return false;
    const said = textOf(parts, other, 'words')?.what ?? '';
    return likeness(what, said) >= NEARLY_THE_SAME;
  });
  return found ? (found.repeatOf ?? found._id) : null;
}
