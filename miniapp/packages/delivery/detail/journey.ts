import type { Parcel } from './use-parcel';

/** A line of what happened to a parcel, whoever said it. */
export interface Leg {
  at: string;
  what: string;
  /** Who says so: the carrier, the hall, I. */
  by: string;
  why: string | null;
}

/**
 * What the carrier said and what was done here as one list, the newest first. Of what both say of the same moment the
 * carrier's words stay, with our line's reason.
 */
export function journeyOf({
  track,
  timeline,
  carrier,
}: Pick<Parcel, 'track' | 'timeline' | 'carrier'>): Leg[] {
  const ours = new Map(timeline.map((entry) => [Date.parse(entry.at), entry]));
  const said = track.map(({ at, words }): Leg => {
    const same = ours.get(Date.parse(at));
    return { at, what: words, by: carrier?.name ?? '快递', why: same?.why ?? null };
  });
  const moments = new Set(track.map(({ at }) => Date.parse(at)));
  const rest = timeline
    .filter(({ at }) => !moments.has(Date.parse(at)))
    .map(({ at, what, by, why }): Leg => ({ at, what, by, why }));
  // Both come newest first, also within one moment: the order stays.
  return [...said, ...rest].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
