import type { Logger } from 'pino';
import type { Clock } from '../../clock';
import type { Pusher, PushMode } from '../push';
import { type Kuaidi100, pushForm } from './kuaidi100';
import type { Parcel, ParcelEvent, Parcels } from './parcels';

interface Parts {
  clock: Clock;
  log: Logger;
  parcels: Parcels;
  pusher: Pusher;
  kuaidi100: Kuaidi100 | null;
}

export interface Answered {
  status: number;
  text: string;
}

/** What WeChat and 快递100 tell of parcels that move. */
export class ParcelNews {
  /** Where the BFF takes 快递100's pushes; nothing is pushed before it is known. */
  url: string | null = null;
  /** Whether anything is told at all. */
  pushes = true;
  private turn = 0;
  private readonly under = new Set<Promise<unknown>>();
  private closed = false;

  constructor(private readonly parts: Parts) {}

  /** Time went on: parcels move, and it is told. @returns when everybody was told */
  async goOn(): Promise<void> {
    for (const { parcel, events } of this.parts.parcels.catchUp()) this.moved(parcel, events);
    await this.told();
  }

  /** Tells what is new of a parcel, if anything is told; nobody waits for it. */
  moved(parcel: Parcel, events: ParcelEvent[]): void {
    if (!this.pushes || events.length === 0) return;
    this.turn += 1;
    const mode: PushMode = this.turn % 2 === 0 ? 'plain' : 'safe';
    this.keep(() => this.byWeChat(parcel, events, mode));
    if (parcel.subscription) this.keep(() => this.byKuaidi100(parcel));
  }

  /** add_express_path. @param token what it is signed with, when it is not ours */
  byWeChat(parcel: Parcel, events: ParcelEvent[], mode: PushMode, token?: string): Promise<Answered> {
    const seconds = Math.floor(this.parts.clock.now().getTime() / 1_000);
    return this.parts.pusher.post(
      JSON.stringify({
        ToUserName: 'gh_sandbox',
        FromUserName: parcel.openid || 'gh_sandbox',
        CreateTime: seconds,
        MsgType: 'event',
        Event: 'add_express_path',
        DeliveryID: parcel.deliveryId,
        WayBillId: parcel.waybill,
        OrderId: parcel.orderId,
        Version: parcel.events.length,
        Count: events.length,
        Actions: events.map(({ at, type, words }) => ({
          ActionTime: Math.floor(at / 1_000),
          ActionType: type,
          ActionMsg: words,
        })),
      }),
      mode,
      token,
    );
  }

  /** @param forge breaks the signature */
  async byKuaidi100(
    parcel: Pick<Parcel, 'waybill' | 'events' | 'subscription'>,
    forge = false,
  ): Promise<Answered> {
    const { kuaidi100 } = this.parts;
    if (!this.url || !kuaidi100) return { status: 0, text: 'nobody takes pushes of 快递100' };
    const company = parcel.subscription?.company ?? kuaidi100.companies.EMS;
    const form = pushForm(parcel, company, forge ? { ...kuaidi100, salt: 'guessed' } : kuaidi100);
    const response = await fetch(this.url, {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(5_000),
    });
    return { status: response.status, text: await response.text() };
  }

  /** add_express_path by somebody who does not know the token. */
  forgedByWeChat(parcel: Parcel): Promise<Answered> {
    return this.byWeChat(parcel, parcel.events, 'plain', 'guessed');
  }

  /** Milliseconds. */
  now(): number {
    return this.parts.clock.now().getTime();
  }

  /** Waits until everybody was told. */
  async told(): Promise<void> {
    await Promise.all(this.under);
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.under);
  }

  /** As the real ones: three times in all, until it is answered as agreed. */
  private keep(push: () => Promise<Answered>): void {
    const told = (async () => {
      for (let attempt = 1; attempt <= 3 && !this.closed; attempt += 1) {
        const answer = await push().catch(() => null);
        if (answer?.status === 0 || (answer?.status === 200 && !answer.text.includes('"result":false')))
          return;
      }
      if (!this.closed) this.parts.log.warn('the sandbox could not tell of a parcel');
    })();
    this.under.add(told);
    void told.finally(() => this.under.delete(told));
  }
}
