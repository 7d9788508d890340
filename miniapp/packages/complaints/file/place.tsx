import { View } from '@tarojs/components';
import { useState } from 'react';
import { asFailure, call, type Failure, useSignedIn } from '../../../api';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { RadioGroup, type RadioOption } from '../../../components/choice';
import { FailureNotice } from '../../../components/failure-notice';
import { Row } from '../../../components/row';
import { Sheet } from '../../../components/sheet';
import { VenueList } from '../../../components/venue-list';
import { useCounty, usePlace } from '../../../hooks/place';
import { useResource } from '../../../hooks/use-resource';
import { useVenues } from '../../../hooks/use-venues';
import '../parts/complaints.css';
import { changeForm, useDraft } from '../parts/draft';
import { hall, nowhere, type Place } from '../parts/form';
import { placeOfCase, placeOfSeat } from './use-known';

/** As many of my matters as are offered. */
const mostMine = 3;
const elsewhere = 'elsewhere';

const keyOf = ({ kind, id, venueId }: Place) => `${kind} ${kind === 'hall' ? venueId : id}`;

/** Where it happened: one of my matters, the hall nearest, any other, or nowhere that can be named. */
export function PlaceCard() {
  const { form } = useDraft();
  const { place } = form;
  const [choosing, setChoosing] = useState(false);
  const { options, choose, failure } = useChoices(place);
  const pick = (chosen: Place) => {
    changeForm({ place: chosen });
    setChoosing(false);
  };
  return (
    <Card title="在哪里">
      <FailureNotice failure={failure} />
      <RadioGroup
        label="在哪里"
        options={options}
        value={place ? keyOf(place) : null}
        onChange={(key) => {
          if (key === elsewhere) setChoosing(true);
          else choose(key);
        }}
      />
      {place?.kind === 'hall' && place.venueId && <WindowRow place={place} venueId={place.venueId} />}
      <Sheet open={choosing} title="哪个大厅" onClose={() => setChoosing(false)}>
        <Halls onPick={pick} />
      </Sheet>
    </Card>
  );
}

function useChoices(place: Place | null): {
  options: RadioOption<string>[];
  choose: (key: string) => void;
  failure: Failure | null;
} {
  const signedIn = useSignedIn();
  const matters = useResource('GET /matters', signedIn ? { query: { state: 'all' } } : null).data;
  const county = useCounty();
  const at = usePlace();
  const near = at.state === 'known' ? at.near : undefined;
  const nearest = useResource('GET /home', { query: { near, county: county ?? undefined } }).data?.venue;
  const [failure, setFailure] = useState<Failure | null>(null);

  const mine = (matters?.items ?? [])
    .filter(({ kind, forWhom }) => (kind === 'case' || kind === 'appointment') && !forWhom)
    .slice(0, mostMine);
  const options: RadioOption<string>[] = mine.map(({ kind, id, title, stateWords, reference }) => ({
    value: `${kind} ${id}`,
    title,
    note: [kind === 'case' ? '我的办件' : '我的预约', reference, stateWords].filter(Boolean).join(' · '),
  }));
  const add = (option: RadioOption<string>) => {
    if (!options.some(({ value }) => value === option.value)) options.push(option);
  };
  if (nearest) add({ value: keyOf(hall(nearest.id, nearest.name)), title: nearest.name });
  // What was chosen before stays in sight.
  if (place && place.kind !== 'none') add({ value: keyOf(place), title: place.title });
  add({ value: elsewhere, title: '别的大厅', note: '市、县、乡镇、村的大厅都能选' });
  add({ value: keyOf(nowhere), title: nowhere.title, note: '网上、电话里，或记不清在哪里' });

  const choose = async (key: string) => {
    setFailure(null);
    const [kind, id = ''] = key.split(' ');
    if (kind === 'none') changeForm({ place: nowhere });
    else if (kind === 'hall') {
      if (nearest?.id === id) changeForm({ place: hall(nearest.id, nearest.name) });
    } else if (place && keyOf(place) === key) return;
    else {
      try {
        await chooseMine(kind === 'case' ? 'case' : 'appointment', id);
      } catch (thrown) {
        setFailure(asFailure(thrown));
      }
    }
  };
  return { options, choose: (key) => void choose(key), failure };
}

/** Takes over what a matter of mine says: hall, item, day. */
async function chooseMine(kind: 'case' | 'appointment', id: string): Promise<void> {
  const params = { id };
  if (kind === 'case') {
    const one = await call('GET /cases/{id}', { params });
    changeForm({ place: placeOfCase(one), item: { code: one.itemCode, name: one.itemName } });
    return;
  }
  const seat = await call('GET /appointments/{id}', { params });
  changeForm({
    place: placeOfSeat(seat),
    item: { code: seat.itemCode, name: seat.itemName },
  });
}

function Halls({ onPick }: { onPick: (place: Place) => void }) {
  const venues = useVenues({});
  return (
    <VenueList venues={venues} none="还没有大厅可选" onPress={({ id, name }) => onPick(hall(id, name))} />
  );
}

function WindowRow({ place, venueId }: { place: Place; venueId: string }) {
  const venue = useResource('GET /venues/{id}', { params: { id: venueId } }).data;
  const [choosing, setChoosing] = useState(false);
  if (!venue || venue.windows.length === 0) return null;
  return (
    <View className="complaint-row">
      <Row
        icon="hall"
        title="哪个窗口"
        note="可以不选"
        value={place.windowName ?? '没有选'}
        onPress={() => setChoosing(true)}
      />
      <Sheet open={choosing} title="哪个窗口" onClose={() => setChoosing(false)}>
        <RadioGroup
          label="哪个窗口"
          options={venue.windows.map(({ id, name, department }) => ({
            value: id,
            title: name,
            note: department === name ? undefined : department,
          }))}
          value={place.windowId}
          onChange={(id) => {
            const window = venue.windows.find((one) => one.id === id);
            changeForm({ place: { ...place, windowId: id, windowName: window?.name ?? null } });
            setChoosing(false);
          }}
        />
        <Button
          kind="secondary"
          onPress={() => {
            changeForm({ place: { ...place, windowId: null, windowName: null } });
            setChoosing(false);
          }}
        >
          不选窗口
        </Button>
      </Sheet>
    </View>
  );
}
