import { useEffect, useState } from 'react';
import { type Answer, call, perform } from '../api';
import { askToSubscribe, canSubscribe } from '../platform/subscribe';
import { type Action, useAction } from './use-action';

type Offer = NonNullable<Answer<'GET /subscriptions'>['ask']>;
export type SubscriptionMoment = 'booked' | 'submitted';

interface Subscription {
  /** What may be asked now; null when nothing may (not in WeChat, or the person said no the last time). */
  offer: Offer | null;
  /** Asks WeChat's question; only ever called by a tap. */
  ask: Action<[]>;
  /** What came of it. */
  said: string | null;
}

const saidNo = '好的，不发微信提醒。有消息都在“我的”的“消息”里，随时能看。';

/** Messages by WeChat, offered at the moment when they make sense. */
export function useSubscription(moment: SubscriptionMoment): Subscription {
  // Not kept on the phone: an offer that was made before may be over, and only what the server says now is asked.
  const [offer, setOffer] = useState<Offer | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (!canSubscribe) return;
    let gone = false;
    call('GET /subscriptions', { query: { moment } }).then(
      ({ ask: fresh }) => !gone && setOffer(fresh),
      // Nothing is lost: the inbox has every message.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [moment]);

  const ask = useAction(async (options) => {
    if (!offer) return;
    // WeChat opens its question within the tap only: nothing may be waited for before.
    const results = await askToSubscribe(offer.templateIds);
    if (!results) {
      setSaid(saidNo);
      return;
    }
    const { accepted, words } = await perform('POST /subscriptions', { body: { moment, results } }, options);
    setSaid(accepted.length > 0 ? words : saidNo);
  });
  return { offer, ask, said };
}
