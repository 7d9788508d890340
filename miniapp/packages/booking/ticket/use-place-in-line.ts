import { useEffect, useRef } from 'react';
import type { Answer } from '../../../api';
import { useLive } from '../../../hooks/use-live';
import { type Resource, useResource } from '../../../hooks/use-resource';
import type { Appointment } from './use-ticket';

export type Place = Answer<'GET /appointments/{id}/place'>;

interface InLine {
  place: Resource<Place>;
  /** Pushes come in; else it is asked for every 2 seconds. */
  live: boolean;
  /** Whether there is anything to follow now. */
  watching: boolean;
}

const inLine: readonly Appointment['state'][] = ['checked-in', 'called', 'serving', 'parked', 'missed'];

/** However much is pushed, one's own place is asked for once in this time. */
const atMostEvery = 1_000;

/**
 * My place in the line, live. Every change of the queue is pushed; then my own place is asked for, which nobody else may
 * see.
 * @param onChanged the state of the appointment is another than the page shows
 */
export function usePlaceInLine(appointment: Appointment, onChanged: () => void): InLine {
  const { id, queueId, state, canCheckIn } = appointment;
  const watching = inLine.includes(state) || canCheckIn;
  const place = useResource('GET /appointments/{id}/place', watching ? { params: { id } } : null, {
    freshFor: 0,
  });
  const lastAsked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const { reload } = place;

  const ask = () => {
    clearTimeout(timer.current);
    const wait = lastAsked.current + atMostEvery - Date.now();
    if (wait > 0) {
      timer.current = setTimeout(ask, wait);
      return;
    }
    lastAsked.current = Date.now();
    reload();
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const live = useLive({
    path: watching ? `/queues/${encodeURIComponent(queueId)}/live` : null,
    onPush: ask,
    ask,
  });

  const now = place.data?.state;
  const changed = useRef(onChanged);
  changed.current = onChanged;
  useEffect(() => {
    if (now !== undefined && now !== state) changed.current();
  }, [now, state]);

  return { place, live, watching };
}
