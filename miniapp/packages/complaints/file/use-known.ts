import { useRouter } from '@tarojs/taro';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useResource } from '../../../hooks/use-resource';
import { changeForm, restart, useDraft } from '../parts/draft';
import { type Form, hall, type Place } from '../parts/form';

/**
 * What the page that led here knows: a case, an appointment, a hall with its window, an item. It was on the screen a moment
 * ago, so that the phone mostly has it already.
 */
export function useKnown(): {
  /** Words are there already, about something else. */
  conflict: boolean;
  /** Throws them away and begins with what is known. */
  startAnew: () => void;
} {
  const { caseId, appointmentId, venueId, windowId, itemCode } = useRouter().params;
  const one = useResource('GET /cases/{id}', caseId ? { params: { id: caseId } } : null).data;
  const seat = useResource(
    'GET /appointments/{id}',
    appointmentId ? { params: { id: appointmentId } } : null,
  ).data;
  const venue = useResource('GET /venues/{id}', venueId ? { params: { id: venueId } } : null).data;
  const item = useResource('GET /items/{code}', itemCode ? { params: { code: itemCode } } : null).data;
  const { form } = useDraft();

  const known = useMemo((): Partial<Form> => {
    if (one) return { place: placeOfCase(one), item: { code: one.itemCode, name: one.itemName } };
    if (seat)
      return {
        place: placeOfSeat(seat),
        item: { code: seat.itemCode, name: seat.itemName },
        on: seat.date,
      };
    const window = venue?.windows.find(({ id }) => id === windowId);
    return {
      ...(venue && {
        place: {
          ...hall(venue.id, venue.name),
          ...(window && { windowId: window.id, windowName: window.name }),
        },
      }),
      ...(item && { item: { code: item.code, name: item.name } }),
    };
  }, [one, seat, venue, windowId, item]);

  // Words that were there when this page opened stay with what they are about.
  const [begun, setBegun] = useState(form.what.trim() !== '');
  const applied = useRef('');
  useEffect(() => {
    const print = JSON.stringify(known);
    // Once: what the person changed since is theirs, also when the answer was slower than their typing.
    if (begun || print === '{}' || print === applied.current) return;
    applied.current = print;
    changeForm(known);
  }, [known, begun]);
  const place = known.place ?? null;
  return {
    conflict: begun && place !== null && !(form.place && same(place, form.place)),
    startAnew() {
      restart();
      applied.current = '';
      setBegun(false);
    },
  };
}

function same(a: Place, b: Place): boolean {
  return a.kind === b.kind && a.id === b.id && a.venueId === b.venueId && a.windowId === b.windowId;
}

interface CaseFacts {
  id: string;
  itemName: string;
  number: string | null;
  venue: { id: string; name: string };
}

export function placeOfCase({ id, itemName, number, venue }: CaseFacts): Place {
  return {
    kind: 'case',
    id,
    title: `${itemName}${number ? `（${number}）` : ''}`,
    venueId: venue.id,
    venueName: venue.name,
    windowId: null,
    windowName: null,
  };
}

interface SeatFacts {
  id: string;
  itemName: string;
  whenWords: string;
  venue: { id: string; name: string };
}

export function placeOfSeat({ id, itemName, whenWords, venue }: SeatFacts): Place {
  return {
    kind: 'appointment',
    id,
    title: `${itemName}，${whenWords}的预约`,
    venueId: venue.id,
    venueName: venue.name,
    windowId: null,
    windowName: null,
  };
}
