import Taro from '@tarojs/taro';
import { isWeapp } from './env';
import { storage } from './storage';
import { createStore, useStore } from './store';

/** What a person chose about size; `null` follows the phone. The server keeps a copy for their other devices. */
export interface Choice {
  elderMode: boolean | null;
  /** Factor on every text size, one of `textScales`. */
  textScale: number | null;
}

/** What the screens use. */
export interface Preferences {
  elderMode: boolean;
  /** Factor on every text size. */
  textScale: number;
}

/** Sizes a person can choose; the largest makes 30 px of the 17 px body, as MIIT's rules for elders ask. */
export const textScales = [1, 1.2, 1.4, 1.8] as const;

/** WeChat's care mode sets 1.4; from here on the phone's owner wants things large. */
const careScale = 1.35;
/** Body text of elder mode is never below 20 px. */
const elderScale = 1.2;
const largest = 2;

const key = 'preferences';

function readChoice(): Choice {
  const kept = storage.read(key);
  const { elderMode, textScale } = (typeof kept === 'object' && kept ? kept : {}) as Record<string, unknown>;
  return {
    elderMode: typeof elderMode === 'boolean' ? elderMode : null,
    textScale: typeof textScale === 'number' && textScale >= 1 && textScale <= largest ? textScale : null,
  };
}

let choice: Choice | null = null;
let deviceScale = 1;

function combine(): Preferences {
  choice ??= readChoice();
  const elderMode = choice.elderMode ?? deviceScale >= careScale;
  const wanted = choice.textScale ?? deviceScale;
  return { elderMode, textScale: Math.min(largest, Math.max(wanted, elderMode ? elderScale : 1)) };
}

const preferences = createStore<Preferences>({ elderMode: false, textScale: 1 });

function publish(): void {
  const next = combine();
  const now = preferences.get();
  if (next.elderMode !== now.elderMode || next.textScale !== now.textScale) preferences.set(next);
}

/**
 * Reads WeChat's own font size again. No event tells of a change, so every page calls this in onShow
 * (`wx.getAppBaseInfo().fontSizeScaleFactor`: 1 standard, 1.4 care mode).
 */
export function readDeviceScale(): void {
  if (isWeapp) {
    const info: Taro.getAppBaseInfo.Result & { fontSizeScaleFactor?: number } = Taro.getAppBaseInfo();
    deviceScale = info.fontSizeScaleFactor ?? 1;
  }
  publish();
}

/** What the person chose so far. */
export function chosen(): Choice {
  choice ??= readChoice();
  return choice;
}

/** Keeps a choice on this phone and shows it at once. Sending it to the server is the caller's. */
export function choose(change: Partial<Choice>): void {
  choice = { ...chosen(), ...change };
  storage.write(key, choice);
  publish();
}

/** The sizes in force, kept current. */
export function usePreferences(): Preferences {
  return useStore(preferences);
}
