import type { QueryFilter } from 'mongoose';
import type { Deps } from '../../../deps';
import { Problem } from '../../../problem';
import { changeComplaint } from '../change-complaint';
import type { ComplaintDoc } from '../model';
import { tellMembers } from './members';
import type { DeskParts } from './parts';
import { type DeskReader, withinReach } from './reach';
import { deskRoutes } from './routes';
import { sweepComplaints } from './sweep';

const SWEEP_EVERY_MS = 15_000;
const MOST_TURNS = 10;

/** The staff's side of complaints: what officers ask, and what the clock brings. */
export function createDesk(parts: DeskParts, { work }: Pick<Deps, 'work'>) {
  parts.officers.beforeSeat((staffId, windowIds) => keepFrom(parts, staffId, windowIds));
  work.add({ name: 'answers of joined complaints', every: SWEEP_EVERY_MS, run: () => tellMembers(parts) });
  work.add({ name: 'deadlines of complaints', every: SWEEP_EVERY_MS, run: () => sweepComplaints(parts) });
  return {
    routes: deskRoutes(parts),
    /** Whether an officer may see a complaint's photos now. */
    mayRead: async (id: string, reader: DeskReader): Promise<boolean> =>
      (await parts.complaints.exists({ $and: [{ _id: id }, await withinReach(parts, reader)] })) !== null,
  };
}

/**
 * Whoever sits down at a window complained about is kept from what is open about it, for as long as it is remembered, also
 * once they got up again. What they have themselves goes back to be given to somebody else.
 */
async function keepFrom(parts: DeskParts, staffId: string, windowIds: readonly string[]): Promise<void> {
  const about = { open: true as const, barredWindowId: { $in: [...windowIds] } };
  await parts.complaints.updateMany(
    { ...about, barred: { $ne: staffId } },
    // Whoever assigns at this moment looks again.
    { $addToSet: { barred: staffId }, $inc: { writes: 1 } },
  );
  const theirs: QueryFilter<ComplaintDoc> = {
    ...about,
    'handler.staffId': staffId,
    state: { $in: ['assigned', 'investigating'] },
  };
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const had = await parts.complaints.find(theirs).lean<ComplaintDoc[]>();
    if (had.length === 0) return;
    const now = parts.clock.now();
    const why = '承办人到了被投诉的窗口上班，换人核查';
    // What another changed in this moment is looked at once more.
    for (const doc of had)
      await changeComplaint(parts, doc, {
        steps: [{ action: 'return', by: { role: 'system' }, at: now, why }],
        now,
        // Theirs was no wish to give it back: the next one still has that.
        set: { returned: doc.returned },
      });
  }
  throw new Problem('STORE_UNAVAILABLE', { retryAfter: 5 });
}
