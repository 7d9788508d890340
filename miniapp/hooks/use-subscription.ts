import { useState } from 'react';
import { type Answer, perform } from '../api';
import { askToSubscribe, canSubscribe } from '../platform/subscribe';
import { type Action, useAction } from './use-action';
import { useResource } from './use-resource';

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
  const offered = useResource('GET /subscriptions', canSubscribe ? { query: { moment } } : null, {
    freshFor: 0,
  });
  const [said, setSaid] = useState<string | null>(null);
  const offer = offered.data?.ask ?? null;

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
  // An offer that was kept from an earlier time may be over: only what the server says now is asked.
  return { offer: offered.failure ? null : offer, ask, said };
}
