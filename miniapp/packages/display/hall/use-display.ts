import { useEffect, useRef, useState } from 'react';
import type { CalledNumber, VenueLive } from '../../../../shared/contract/live';
import { call } from '../../../api/client';
import { useLive } from '../../../hooks/use-live';
import { noteServerTime } from '../../../platform/clock';
import { CallWatch } from './calls';
import { callWords, speak } from './voice';

interface Display {
  /** null until there was a first answer. */
  hall: VenueLive | null;
  /** What is shown is true: it was told or confirmed within the last seconds. */
  live: boolean;
  /** The numbers that flash: called within the last seconds. */
  fresh: ReadonlySet<string>;
}

/** Tells one number of one queue from all others. */
export const ticketKey = ({ queueId, ticket }: Pick<CalledNumber, 'queueId' | 'ticket'>) =>
  `${queueId} ${ticket}`;

const flashFor = 8_000;
/** A connection can be dead without saying so: a screen nobody looks after asks now and then all the same. */
const confirmEvery = 5_000;
/** Not heard of for so long, what is shown must not be taken for true. */
const staleAfter = 12_000;

/** How long an answer is on its way at most, nearly always. */
const onItsWay = 1_000;

function isVenueLive(data: unknown): data is VenueLive {
  return typeof data === 'object' && data !== null && 'called' in data && 'queues' in data;
}

/** What the screen of a hall shows, kept live by itself. @param spoken whether new calls are called out */
export function useDisplay(venueId: string, spoken: boolean): Display {
  const [hall, setHall] = useState<VenueLive | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [live, setLive] = useState(false);
  const watch = useRef(new CallWatch());
  const heardAt = useRef(0);
  const speaks = useRef(spoken);
  speaks.current = spoken;

  const take = (data: unknown) => {
    if (!isVenueLive(data)) return;
    heardAt.current = Date.now();
    // The clock on the wall goes by the server's: nobody sets that of a screen.
    noteServerTime(Date.parse(data.now), heardAt.current - onItsWay, heardAt.current);
    setLive(true);
    setHall(data);
    const calls = watch.current.look(data.called);
    if (calls.length === 0) return;
    if (speaks.current) for (const one of calls) speak(callWords(one));
    const keys = calls.map(ticketKey);
    setFresh((old) => new Set([...old, ...keys]));
    setTimeout(() => setFresh((old) => new Set([...old].filter((one) => !keys.includes(one)))), flashFor);
  };
  const lookNow = () => {
    if (venueId) call('GET /venues/{id}/live', { params: { id: venueId } }).then(take, () => undefined);
  };
  const ask = useRef(lookNow);
  ask.current = lookNow;
  useLive({ path: venueId ? `/venues/${venueId}/live` : null, onPush: take, ask: lookNow });
  useEffect(() => {
    ask.current();
    const timer = setInterval(() => {
      ask.current();
      if (Date.now() - heardAt.current > staleAfter) setLive(false);
    }, confirmEvery);
    return () => clearInterval(timer);
  }, []);
  return { hall, live, fresh };
}
