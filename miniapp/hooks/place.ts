import Taro from '@tarojs/taro';
import { isWeapp } from '../platform/env';
import { storage } from '../platform/storage';
import { createStore, useStore } from '../platform/store';

const countyKey = 'county';
const countyStore = createStore<string | null | undefined>(undefined);

function keptCounty(): string | null {
  const kept = storage.read(countyKey);
  return typeof kept === 'string' && /^\d{6}$/.test(kept) ? kept : null;
}

/** Code of the county the person chose (我在…); null when they did not. */
export function useCounty(): string | null {
  if (countyStore.get() === undefined) countyStore.set(keptCounty());
  return useStore(countyStore) ?? null;
}

/** Keeps the choice on this phone; null forgets it. */
export function chooseCounty(code: string | null): void {
  if (code === null) storage.remove(countyKey);
  else storage.write(countyKey, code);
  countyStore.set(code);
}

/** Where the phone is. `declined`: the person or the phone said no; lists then stay as they are. */
export type Place = { state: 'unknown' | 'asking' | 'declined' } | { state: 'known'; near: string };

/** In memory only: where someone is, is nobody's business once the app is closed. */
const place = createStore<Place>({ state: 'unknown' });

/** Where the phone is, as far as it was told. */
export function usePlace(): Place {
  return useStore(place);
}

/** Asks the phone where it is. Only ever called by a tap. */
export async function askPlace(): Promise<void> {
  place.set({ state: 'asking' });
  try {
    const { latitude, longitude } = await locate();
    // Three decimals are about 100 metres: enough to say which hall is nearest.
    place.set({ state: 'known', near: `${latitude.toFixed(3)},${longitude.toFixed(3)}` });
  } catch {
    place.set({ state: 'declined' });
  }
}

async function locate(): Promise<{ latitude: number; longitude: number }> {
  if (isWeapp) return Taro.getFuzzyLocation({ type: 'gcj02' });
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), reject, { timeout: 8_000 });
  });
}
