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
  if (!track) return true;
  const now = parts.clock.now();
  const standing = followsFrom(doc.state, standingOf(track));
  const steps = standing ? [stepOf(doc, standing, now)] : [];
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

function stepOf(doc: DeliveryDoc, { action, point }: Standing, now: Date): DeliveryStep {
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
    // Nothing has happened later than now, whatever the carrier's clock says.
    at: point.at > now ? now : point.at,
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
  const last = track.findLast(({ kind }) => kind !== 'unknown');
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
 * The lines of a parcel, oldest first, with what is new; null when nothing is. Left out is what cannot be of this parcel,
 * because carriers use their numbers again; and what one source tells of as another did before.
 */
function merged(doc: DeliveryDoc, points: readonly TrackPointDoc[]): TrackDoc[] | null {
  const known = new Set(doc.track.map(({ key }) => key));
  let track = doc.track.filter(({ key }) => key.startsWith(`${doc.waybill} `));
  let news = track.length !== doc.track.length;
  for (const { _id: key, at, kind, code, words, source } of points) {
    if (known.has(key) || at.getTime() < doc.createdAt.getTime() - DAY_MS) continue;
    const line: TrackDoc = { key, at, kind, code: codeOf(source, code), words };
    const same = track.find((other) => sameLine(other, line));
    // Who told it first may not have known what it means.
    if (same && (same.kind !== 'unknown' || kind === 'unknown')) continue;
    track = [...track.filter((other) => other !== same), line];
    news = true;
  }
  return news ? track.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-MOST_LINES) : null;
}

const MINUTES_APART = 10;

function sameLine(one: TrackDoc, other: TrackDoc): boolean {
  const apart = Math.abs(one.at.getTime() - other.at.getTime());
  const [ours, theirs] = [one.code, other.code].map((code) => code.split(':')[0]);
  const sameWords = apart === 0 && one.words === other.words;
  // 快递100 tells a line again when it is no longer the newest, then without its meaning.
  if (ours === theirs) return sameWords && (one.kind === other.kind || other.code === '快递100:');
  return sameWords || (one.kind === other.kind && one.kind !== 'unknown' && apart < MINUTES_APART * 60_000);
}

/** Two sources number differently. */
function codeOf(source: TrackPointDoc['source'], code: string): string {
  return `${source === 'kuaidi100' ? '快递100' : '微信'}:${code}`;
}
