import type { QueryFilter } from 'mongoose';
import { dateOf } from '../../../../shared/domain/time';
import { dateWords } from '../../../../shared/domain/words';
import type { DeliveryDoc } from '../model';

/** Why somebody of the hall has to look at a parcel. */
export interface ParcelTask {
  /** Of this reason and this time: told once. */
  key: string;
  since: Date;
  /** What is the matter and what is to be done, in one sentence. */
  words: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An order that is tried again and again is somebody's task after so long. */
const ORDERING_MS = 2 * HOUR_MS;

/** Those that wait for a person of the hall as soon as they are so. */
const atOnce: readonly DeliveryDoc['state'][] = ['order-failed', 'lost', 'damaged'];
/** Those that wait for the citizen, and are a task when nobody moves for long. */
const afterDays: readonly DeliveryDoc['state'][] = ['returned', 'awaiting-address'];

/** The parcels that have a task now: the same as `taskOf` says of each. @param waitingDays DELIVERY_WAITING_DAYS */
export function withTask(now: Date, waitingDays: number): QueryFilter<DeliveryDoc> {
  const before = (ms: number) => ({ $lte: new Date(now.getTime() - ms) });
  return {
    open: true,
    $or: [
      { state: { $in: [...atOnce] } },
      { stuckSince: { $ne: null } },
      { state: { $in: [...afterDays] }, changedAt: before(waitingDays * DAY_MS) },
      { state: 'to-order', changedAt: before(ORDERING_MS) },
    ],
  };
}

/** What has to be done with a parcel by the hall; null when nothing has. @param waitingDays DELIVERY_WAITING_DAYS */
export function taskOf(doc: DeliveryDoc, now: Date, waitingDays: number): ParcelTask | null {
  if (!doc.open) return null;
  const waited = now.getTime() - doc.changedAt.getTime();
  const task = (words: string, since = doc.changedAt): ParcelTask => ({
    key: `${doc.state}:${since.getTime()}`,
    since,
    words,
  });
  const long = waited >= waitingDays * DAY_MS;
  const days = Math.floor(waited / DAY_MS);
  switch (doc.state) {
    case 'order-failed':
      return task(doc.orderError ? `快递没有接单：${doc.orderError.words}` : '快递没有接单');
    case 'lost':
      return task('快递丢失，补办好后免费重寄');
    case 'damaged':
      return task('送到时已损坏，补办好后免费重寄');
    case 'returned':
      return long ? task(`退回 ${days} 天还没有人选，打电话问收件人`) : null;
    case 'awaiting-address':
      return long ? task(`等了 ${days} 天没有填地址，打电话问申请人`) : null;
    case 'to-order':
      if (waited < ORDERING_MS) return null;
      return task(doc.orderError ? `一直没有叫到快递：${doc.orderError.words}` : '一直没有叫到快递');
    default:
      return doc.stuckSince
        ? task(`${dateWords(dateOf(doc.stuckSince), dateOf(now))}起没有动静，向快递核实`, doc.stuckSince)
        : null;
  }
}
