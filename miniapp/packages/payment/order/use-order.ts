import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import {
  beginPayment,
  endPayment,
  type Failure,
  isOpen,
  isUnderWay,
  type Order,
  perform,
  refreshOrder,
} from '../../../api';
import { type Action, useAction } from '../../../hooks/use-action';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { pause } from '../../../platform/pause';
import { canPay, requestPayment } from '../../../platform/pay';

/**
 * Where a payment stands on this page: `confirming` WeChat Pay is being asked; `patient` it takes longer than one expects;
 * `late` it was asked often enough for now; `cancelled` and `failed` are what the phone said last.
 */
export type Phase = 'idle' | 'confirming' | 'patient' | 'late' | 'cancelled' | 'failed' | 'paid';

export interface OrderPage {
  order: Resource<Order>;
  phase: Phase;
  pay: Action<[fen: number]>;
  /** Why WeChat Pay could not be asked the last time. */
  failure: Failure | null;
  /** Asks WeChat Pay again. */
  ask: () => void;
  /** The person says that nothing was taken: it can be paid again. */
  payAgain: () => void;
}

/** Pauses before each question, milliseconds: half a minute in all. */
const pauses = [0, 1_000, 2_000, 3_000, 4_000, 5_000, 7_000, 8_000];
/** From this question on the page says that WeChat is late. */
const patientFrom = 3;
/** How often a page outside WeChat looks whether it was paid in WeChat. */
const lookEvery = 4_000;

/** One order: how it stands, paying it in WeChat, and who is asked what became of that. */
export function useOrder(id: string): OrderPage {
  const read = useResource('GET /orders/{id}', id ? { params: { id } } : null, { freshFor: 0 });
  const [told, setTold] = useState<Order | null>(null);
  const [phase, setPhase] = useState<Phase>('idle');
  const [failure, setFailure] = useState<Failure | null>(null);
  const acting = useRef(false);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const data = newer(read.data, told);
  useLookAgain(read.reload, !canPay && data !== null && isOpen(data));

  /** One question. @returns whether WeChat Pay has said what became of the payment */
  const askOnce = async (): Promise<boolean> => {
    try {
      const order = await refreshOrder(id);
      if (gone.current) return true;
      setTold(order);
      setFailure(null);
      return !isOpen(order);
    } catch (thrown) {
      if (!gone.current) setFailure(thrown as Failure);
      return false;
    }
  };

  const confirm = async () => {
    setPhase('confirming');
    for (const [turn, wait] of pauses.entries()) {
      await pause(wait);
      if (gone.current) return;
      if (await askOnce()) {
        setPhase('paid');
        return;
      }
      if (turn + 1 >= patientFrom) setPhase('patient');
    }
    if (!gone.current) setPhase('late');
  };

  /** One at a time: a payment, or the question what became of one. */
  const alone = async (work: () => Promise<void>) => {
    if (acting.current) return;
    acting.current = true;
    try {
      await work();
    } finally {
      acting.current = false;
    }
  };

  const pay = useAction(
    (options, fen: number) =>
      alone(async () => {
        setPhase('idle');
        setFailure(null);
        try {
          const { order, payment } = await perform(
            'POST /orders/{id}/prepay',
            { params: { id }, body: { fen } },
            // What was begun once is the same payment when it is asked for again; nothing has to outlive the app.
            { ...options, keep: false },
          );
          setTold(order);
          beginPayment(id);
          const said = await requestPayment(payment);
          if (said === 'done') await confirm();
          else await turnedAway(said);
        } catch (thrown) {
          read.reload();
          throw thrown;
        }
      }),
    'identity',
  );

  /** The phone says that nothing was paid; WeChat Pay is asked all the same, once. */
  const turnedAway = async (said: 'cancelled' | 'failed') => {
    if (await askOnce()) {
      setPhase('paid');
      return;
    }
    endPayment(id);
    if (!gone.current) setPhase(said);
  };

  const askNow = () => void alone(confirm);
  useDidShow(() => {
    if (canPay && isUnderWay(id)) askNow();
  });

  return {
    order: { ...read, data },
    phase,
    pay,
    failure,
    ask: askNow,
    payAgain() {
      endPayment(id);
      setPhase('idle');
      setFailure(null);
      read.reload();
    },
  };
}

/** The later of two answers, by the server's own time. */
function newer(one: Order | null, other: Order | null): Order | null {
  if (!one || !other) return one ?? other;
  return Date.parse(other.now) > Date.parse(one.now) ? other : one;
}

/** Asks again and again while the page is in view. */
function useLookAgain(look: () => void, wanted: boolean): void {
  const [visible, setVisible] = useState(true);
  const does = useRef(look);
  does.current = look;
  useDidShow(() => setVisible(true));
  useDidHide(() => setVisible(false));
  useEffect(() => {
    if (!wanted || !visible) return;
    const timer = setInterval(() => does.current(), lookEvery);
    return () => clearInterval(timer);
  }, [wanted, visible]);
}
