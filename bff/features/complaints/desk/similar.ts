import type { QueryFilter } from 'mongoose';
import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { complaintStates } from '../../../../shared/domain/complaint';
import type { ComplaintDoc } from '../model';
import { textOf } from '../texts';
import { alike } from './alike';
import type { DeskParts } from './parts';
import { type DeskReader, withinReach } from './reach';

/** As many as are compared, the newest first. */
const COMPARED = 200;
const SHOWN = 8;
const GIST = 40;
const DAY_MS = 86_400_000;

/** The first words of what happened. */
export function gistOf(parts: Pick<DeskParts, 'cipher'>, doc: ComplaintDoc): string {
  const what = (textOf(parts, doc, 'words')?.what ?? '').replace(/\s+/g, ' ');
  const letters = [...what];
  return letters.length > GIST ? `${letters.slice(0, GIST).join('')}…` : what;
}

/**
 * Others that may be about the same thing, the most alike first: those of the same hall, item or person that the officer may
 * know of.
 */
export async function similarTo(
  parts: DeskParts,
  doc: ComplaintDoc,
  reader: DeskReader,
  now: Date,
): Promise<StaffComplaint['similar']> {
  const { deskVenueId, itemCode, personId } = doc;
  const near: QueryFilter<ComplaintDoc>[] = [{ deskVenueId }];
  if (itemCode !== null) near.push({ itemCode });
  if (personId !== null) near.push({ personId });
  const since = new Date(now.getTime() - parts.settings.complaints.repeatDays * DAY_MS);
  const others = await parts.complaints
    .find({
      $and: [
        await withinReach(parts, reader),
        { _id: { $ne: doc._id }, filedAt: { $gte: since }, $or: near },
      ],
    })
    .sort({ filedAt: -1 })
    .limit(COMPARED)
    .lean<ComplaintDoc[]>();
  const mine = compared(parts, doc);
  return others
    .flatMap((other) => {
      const repeats = doc.repeatOf === other._id || other.repeatOf === doc._id;
      const found = repeats ? { score: 2, sure: true } : alike(mine, compared(parts, other));
      return found ? [{ other, ...found }] : [];
    })
    .sort((a, b) => Number(b.sure) - Number(a.sure) || b.score - a.score)
    .slice(0, SHOWN)
    .map(({ other, sure }) => ({
      id: other._id,
      number: other.number,
      gist: gistOf(parts, other),
      stateWords: complaintStates[other.state].words,
      sure,
    }));
}

const compared = (parts: DeskParts, doc: ComplaintDoc) => ({
  what: textOf(parts, doc, 'words')?.what ?? '',
  windowId: doc.windowId,
  venueId: doc.venueId,
  itemCode: doc.itemCode,
  personId: doc.personId,
});
