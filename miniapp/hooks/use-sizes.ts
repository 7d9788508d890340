import type { Me } from '../../shared/contract';
import { perform, remember, sessionToken } from '../api';
import { choose, chosen, usePreferences } from '../platform/preferences';
import { storage } from '../platform/storage';

/** Set while a choice made here has not reached the server. */
const unsentKey = 'sizes-unsent';
/** An answer that comes so soon after a choice may have left the server before it. */
const JUST_NOW_MS = 60_000;
let chosenAt = 0;

interface Sizes {
  elderMode: boolean;
  textScale: number;
  setElderMode: (on: boolean) => void;
  setTextScale: (scale: number) => void;
}

/** Elder mode and text size: shown at once, kept on the phone, and for the person when they are signed in. */
export function useSizes(): Sizes {
  const preferences = usePreferences();
  const change = (next: { elderMode?: boolean; textScale?: number }) => {
    chosenAt = Date.now();
    choose(next);
    storage.write(unsentKey, true);
    void sendSizes();
  };
  return {
    ...preferences,
    setElderMode: (elderMode) => change({ elderMode }),
    setTextScale: (textScale) => change({ textScale }),
  };
}

/**
 * Sends a choice made here to the server. Whatever stands in the way (nobody signed in, no consent, no network)
 * only means that it stays on this phone for now.
 */
export async function sendSizes(): Promise<void> {
  if (storage.read(unsentKey) !== true || !sessionToken()) return;
  const { elderMode, textScale } = chosen();
  const body = { elderMode: elderMode ?? false, textScale: textScale ?? 1 };
  try {
    remember('GET /me', {}, await perform('PUT /me/settings', { body }, { keep: false }), null);
    storage.remove(unsentKey);
  } catch {
    // Sent with the next choice or at the next visit to 我的.
  }
}

/**
 * Takes over what the person chose on another device. What was chosen here just now or not sent yet wins, and a phone set
 * to large text is not made small by a setting that was never touched.
 */
export function takeSizes(settings: Pick<Me['settings'], 'elderMode'> & Partial<Me['settings']>): void {
  if (storage.read(unsentKey) === true) {
    void sendSizes();
    return;
  }
  if (Date.now() - chosenAt < JUST_NOW_MS) return;
  const here = chosen();
  if (settings.elderMode !== (here.elderMode ?? false)) choose({ elderMode: settings.elderMode });
  if (settings.textScale !== undefined && settings.textScale !== (here.textScale ?? 1)) {
    choose({ textScale: settings.textScale });
  }
}
