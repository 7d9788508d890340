import { useEffect, useState } from 'react';
import type { Answer } from '../../../api';
import { type Resource, useResource } from '../../../hooks/use-resource';
import { nearestFree } from './nearest-free';

export type Days = Answer<'GET /queues/{id}/days'>;
export type Slots = Answer<'GET /queues/{id}/slots'>;

/** A time that was chosen. */
export interface Chosen {
  date: string;
  slot: string;
}

export interface SlotChoice {
  days: Resource<Days>;
  slots: Resource<Slots>;
  /** The day whose times are shown; null while no day can be booked. */
  date: string | null;
  showDay: (date: string) => void;
  chosen: Chosen | null;
  choose: (chosen: Chosen | null) => void;
  /** Someone else was faster: the free time of this day nearest to it, to be marked. */
  nearest: string | null;
  /** Notes that a time is gone and asks for days and times again. */
  taken: (lost: Chosen) => void;
}

/** Seats are given away by the second: nothing seen before is shown as if it were still free. */
const always = { freshFor: 0 };

/** The days of a queue, the times of one day, and which was chosen. */
export function useSlots(queueId: string): SlotChoice {
  const days = useResource('GET /queues/{id}/days', queueId ? { params: { id: queueId } } : null, always);
  const [picked, setPicked] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [lost, setLost] = useState<Chosen | null>(null);

  const date = picked ?? days.data?.days.find(({ open, left }) => open && left > 0)?.date ?? null;
  const slots = useResource(
    'GET /queues/{id}/slots',
    date ? { params: { id: queueId }, query: { date } } : null,
    always,
  );

  // A choice that has been given away meanwhile is not a choice any more.
  const { data } = slots;
  useEffect(() => {
    if (!data || !chosen || chosen.date !== data.date) return;
    const still = data.slots.find(({ slot }) => slot === chosen.slot);
    if (!still || still.left === 0) setChosen(null);
  }, [data, chosen]);

  return {
    days,
    slots,
    date,
    showDay: (next) => {
      setPicked(next);
      setChosen(null);
    },
    chosen,
    choose: setChosen,
    nearest: lost && data && lost.date === data.date ? nearestFree(data.slots, lost.slot) : null,
    taken: (gone) => {
      setLost(gone);
      setChosen(null);
      days.reload();
      slots.reload();
    },
  };
}
