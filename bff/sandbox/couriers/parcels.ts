import type { Clock } from '../../clock';
import { againTomorrow, roadTo, type Stretch, wayBack } from './road';
import { dateWords } from './words';

export interface ParcelEvent {
  /** Milliseconds. */
  at: number;
  type: number;
  words: string;
}

/** An order and its parcel, as the carrier has it. */
export interface Parcel {
  orderId: string;
  openid: string;
  deliveryId: string;
  bizId: string;
  waybill: string;
  labels: { key: string; value: string }[];
  to: string;
  placedAt: number;
  /** Oldest first. */
  events: ParcelEvent[];
  /** What is still ahead; empty at its end, or when it went silent. */
  ahead: Stretch[];
  cancelled: boolean;
  /** Of 快递100; null while nobody subscribed. */
  subscription: { company: string } | null;
}

/** What somebody can do to a parcel by the panel. */
export const parcelActs = [
  'advance',
  'sign',
  'sign-other',
  'refuse',
  'nobody-home',
  'return',
  'lose',
  'stuck',
  'cancel',
] as const;
export type ParcelAct = (typeof parcelActs)[number];

const PICKED_UP = 100001;
const KEPT = 2_000;

/** The parcels of all carriers. They move by the sandbox's clock. */
export class Parcels {
  private readonly byOrder = new Map<string, Parcel>();
  private count = 0;
  /** Whether they move by themselves. */
  moves = true;

  constructor(private readonly clock: Clock) {}

  list(): Parcel[] {
    return [...this.byOrder.values()];
  }

  ofOrder(orderId: string): Parcel | undefined {
    return this.byOrder.get(orderId);
  }

  ofWaybill(waybill: string): Parcel | undefined {
    return this.list().find((parcel) => parcel.waybill === waybill);
  }

  place(
    order: Pick<Parcel, 'orderId' | 'openid' | 'deliveryId' | 'bizId' | 'to'> & { city: string },
  ): Parcel {
    const now = this.clock.now().getTime();
    this.count += 1;
    // Other numbers at each start: a carrier gives none twice.
    const number = String((Math.floor(now / 1_000) % 1_000_000_000) * 1_000 + (this.count % 1_000)).padStart(
      12,
      '0',
    );
    const { city, ...rest } = order;
    const parcel: Parcel = {
      ...rest,
      waybill: order.deliveryId === 'SF' ? `SF1${number}` : `1${number}`,
      labels: [
        { key: 'sorting', value: `871-${city.slice(0, 2)}-${String(this.count).padStart(3, '0')}` },
        { key: 'package', value: '昭通' },
      ],
      placedAt: now,
      events: [],
      ahead: roadTo(city, dateWords(now + 2 * 86_400_000)),
      cancelled: false,
      subscription: null,
    };
    this.byOrder.set(parcel.orderId, parcel);
    if (this.byOrder.size > KEPT) {
      const [oldest] = this.byOrder.keys();
      if (oldest !== undefined) this.byOrder.delete(oldest);
    }
    return parcel;
  }

  pickedUp({ events }: Parcel): boolean {
    return events.some(({ type }) => type === PICKED_UP);
  }

  cancel(parcel: Parcel): void {
    parcel.cancelled = true;
    parcel.ahead = [];
  }

  /** A line out of the ordinary, now. */
  tell(parcel: Parcel, type: number, words: string): ParcelEvent {
    const last = parcel.events.at(-1)?.at ?? 0;
    const event = { at: Math.max(this.clock.now().getTime(), last + 1_000), type, words };
    parcel.events.push(event);
    return event;
  }

  /** @returns what it said of it */
  act(parcel: Parcel, act: ParcelAct): ParcelEvent[] {
    const told = (type: number, words: string, ahead: Stretch[]) => {
      parcel.ahead = ahead;
      return [this.tell(parcel, type, words)];
    };
    switch (act) {
      case 'advance': {
        const next = parcel.ahead.shift();
        return next ? [this.tell(parcel, next.type, next.words)] : [];
      }
      case 'sign':
        return told(300003, '已签收，签收人：本人', []);
      case 'sign-other':
        return told(300003, '已签收，签收人：他人代收（菜鸟驿站）', []);
      case 'refuse':
        return told(300004, '收件人拒收，快件将退回寄件人', [...wayBack]);
      case 'nobody-home':
        return told(300004, '家中无人，快件未妥投，明天再次派送', [...againTomorrow]);
      case 'return':
        return told(200001, '地址无法送达，快件退回寄件人', [...wayBack]);
      case 'stuck':
        return told(400002, '快件滞留，正在核实', []);
      case 'cancel':
        this.cancel(parcel);
        return [this.tell(parcel, 400001, '快递网点取消了揽收')];
      case 'lose':
        parcel.ahead = [];
        return [];
    }
  }

  /** Lets time take its course. @returns what came of it, by parcel */
  catchUp(): { parcel: Parcel; events: ParcelEvent[] }[] {
    if (!this.moves) return [];
    const now = this.clock.now().getTime();
    return this.list().flatMap((parcel) => {
      const events: ParcelEvent[] = [];
      for (;;) {
        const [next] = parcel.ahead;
        const at = (parcel.events.at(-1)?.at ?? parcel.placedAt) + (next?.minutes ?? 0) * 60_000;
        if (!next || at > now) break;
        parcel.ahead.shift();
        const event = { at, type: next.type, words: next.words };
        parcel.events.push(event);
        events.push(event);
      }
      return events.length > 0 ? [{ parcel, events }] : [];
    });
  }
}
