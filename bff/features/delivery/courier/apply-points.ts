import { carriers, deliveryStates } from '../../../../shared/domain/delivery';
import { addressOf } from '../address-of';
import { changeDelivery, type DeliveryStep } from '../change-delivery';
import type { DeliveryDoc, TrackDoc } from '../model';
import { stuckNotices } from '../notices';
import type { TrackPointDoc } from './model';
import { nextAskedAt } from './next-asked';
import type { CourierParts } from './parts';
import { followsFrom, type Standing, standingOf } from './standing';
import { courierOf, expectedBy, signerOf } from './words';

const WAYBILLS_A_RUN = 500;
const TRIES = 10;
const MOST_LINES = 500;
const DAY_MS = 86_400_000;

/** Lets parcels know what was told of them. Repeatable, in any number of processes, in any order. */
export async function applyPoints(parts: CourierParts): Promise<void> {
  for (let done = 0; done < WAYBILLS_A_RUN; done += 1) {
    const due = await parts.points
      .findOne({ dueAt: { $lte: parts.clock.now() } })
      .sort({ dueAt: 1 })
      .lean<TrackPointDoc>();
    if (!due) return;
    await applyTo(parts, due.waybill);
  }
}

/** Lets the parcel of a waybill know all that was told of it. Of one that is nobody's it is kept, and nothing comes of it. */
export async function applyTo(parts: CourierParts, waybill: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const points = await parts.points
      .find({ waybill })
      .sort({ at: 1 })
      .limit(MOST_LINES)
      .lean<TrackPointDoc[]>();
    const doc = await parts.deliveries.findOne({ waybill }).lean<DeliveryDoc>();
    if (doc && !(await changeBy(parts, doc, points))) continue;
    await parts.reached('courier:applied');
    await parts.points.updateMany({ _id: { $in: points.map(({ _id }) => _id) } }, { $unset: { dueAt: 1 } });
    return;
  }
  throw new Error('a parcel changed faster than it could be told');
}

/** @returns false when somebody else was first */
async function changeBy(
  parts: CourierParts,
  doc: DeliveryDoc,
  points: readonly TrackPointDoc[],
): Promise<boolean> {
  const track = merged(doc, points);
  if (track.length === doc.track.length) return true;
  const now = parts.clock.now();
  const standing = followsFrom(doc.state, standingOf(track));
  const steps = standing ? [stepOf(doc, standing)] : [];
  const after = { ...doc, track };
  const stuck = stuckBy(after);
  const changed = await changeDelivery(parts, doc, {
    steps,
    now,
    set: {
      track,
      ...toldOf(parts, after),
      // Whatever moves is not stuck; the carrier itself may say that it is.
      stuckSince: stuck,
      ...(standing?.action === 'courier-cancelled' && {
        orderError: { code: standing.point.code, words: `快递取消了订单：${standing.point.words}`, at: now },
      }),
      ...(deliveryStates[doc.state].tracked && { trackDue: nextAskedAt(after, now) }),
    },
    notices: stuck && doc.stuckSince === null ? stuckNotices(parts, after, stuck, now) : [],
  });
  return changed !== null;
}

function stepOf(doc: DeliveryDoc, { action, point }: Standing): DeliveryStep {
  const carrier = doc.carrier ? carriers[doc.carrier].name : '快递';
  const signer = action === 'signed' ? signerOf(point.words) : null;
  const why =
    action === 'send-back'
      ? point.kind === 'refused'
        ? '收件人拒收'
        : '没有送到'
      : action === 'courier-cancelled'
        ? point.words
        : undefined;
  return {
    action,
    by: { role: 'carrier' },
    at: point.at,
    facts: {
      carrier,
      ...(action === 'signed' && {
        signer: signer === 'other' ? '他人代' : signer === 'self' ? '本人' : '已',
      }),
      ...(why !== undefined && { why }),
    },
    ...(action === 'signed' && { set: { signedBy: signer } }),
  };
}

/** Since when the carrier says that it does not go on; null when its last word is another. */
function stuckBy({ track, state }: DeliveryDoc): Date | null {
  const last = track.at(-1);
  return last?.kind === 'stuck' && deliveryStates[state].tracked ? last.at : null;
}

/** What the lines say besides: whom to ring, and when it comes. */
function toldOf(parts: CourierParts, doc: DeliveryDoc): Partial<DeliveryDoc> {
  const own = [addressOf(parts, doc)?.phone, parts.venues.venue(doc.venueId)?.phone].filter(
    (phone) => phone !== undefined,
  );
  const set: Partial<DeliveryDoc> = {};
  // Who brings it, rather than who fetched it.
  for (const kinds of [['assigned', 'picked-up'], ['out-for-delivery']])
    for (const { kind, words } of doc.track) {
      const courier = kinds.includes(kind) ? courierOf(words, own) : null;
      if (courier) set.courier = courier;
    }
  for (const { words, at } of doc.track) {
    const by = expectedBy(words, at);
    if (by) set.expectedBy = by;
  }
  return set;
}

/**
 * The lines of a parcel, oldest first, with what is new. Left out is what cannot be of this parcel, because carriers use
 * their numbers again; and what one source tells in other words than another did before.
 */
function merged(doc: DeliveryDoc, points: readonly TrackPointDoc[]): TrackDoc[] {
  const known = new Set(doc.track.map(({ key }) => key));
  const track = doc.track.filter(({ key }) => key.startsWith(`${doc.waybill} `));
  for (const { _id: key, at, kind, code, words, source } of points) {
    if (known.has(key) || at.getTime() < doc.createdAt.getTime() - DAY_MS) continue;
    if (track.some((line) => sameLine(line, { at, kind, code: codeOf(source, code), words }))) continue;
    track.push({ key, at, kind, code: codeOf(source, code), words });
  }
  return track.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-MOST_LINES);
}

const MINUTES_APART = 10;

function sameLine(line: TrackDoc, other: Omit<TrackDoc, 'key'>): boolean {
  const apart = Math.abs(line.at.getTime() - other.at.getTime());
  // 快递100 tells a line again when it is no longer the newest, then without its meaning.
  if (apart === 0 && line.words === other.words && (line.kind === other.kind || other.code === '快递100:'))
    return true;
  const [ours, theirs] = [line.code, other.code].map((code) => code.split(':')[0]);
  return (
    ours !== theirs && line.kind === other.kind && line.kind !== 'unknown' && apart < MINUTES_APART * 60_000
  );
}

/** Two sources number differently. */
function codeOf(source: TrackPointDoc['source'], code: string): string {
  return `${source === 'kuaidi100' ? '快递100' : '微信'}:${code}`;
}
