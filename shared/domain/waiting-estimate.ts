/** How long a wait may be and how sure that is, from what the queue did today. Pure. */

export interface WaitingFacts {
  /** People who will be called before. */
  ahead: number;
  /** Windows that work on the queue now. */
  windows: number;
  /** How long the latest services took, in minutes. */
  took: readonly number[];
  /** What the queue plans for one person over all its windows, in minutes. */
  planned: number;
}

export interface WaitingEstimate {
  /** Whole minutes, low ≤ high. */
  low: number;
  high: number;
  sure: 'guess' | 'rough' | 'good';
  words: string;
}

/** Fewer services than this say less than the plan does. */
const FEW = 5;
/** From here on the middle half of the services carries an estimate … */
const MANY = 15;
/** … when it is no wider than its own middle value. */
const NARROW = 1;
/** A service that took shorter or longer was a misclick or a forgotten button. */
const SHORTEST = 0.5;
const LONGEST = 120;
/** Beyond it nobody is helped by a number. */
const LONGEST_WAIT = 240;

/**
 * The middle half of today's services, divided among the windows, times the people before; the plan, generously, while
 * there are too few services.
 */
export function estimateWait({ ahead, windows, took, planned }: WaitingFacts): WaitingEstimate {
  const sensible = took.filter((minutes) => minutes >= SHORTEST && minutes <= LONGEST).sort((a, b) => a - b);
  if (sensible.length < FEW) return said(ahead * planned * 0.5, (ahead + 1) * planned * 2, 'guess');
  const working = Math.max(1, windows);
  const quick = quantile(sensible, 0.25);
  const slow = quantile(sensible, 0.75);
  const narrow = slow - quick <= NARROW * quantile(sensible, 0.5);
  return said(
    (ahead * quick) / working,
    ((ahead + 1) * slow) / working,
    sensible.length >= MANY && narrow ? 'good' : 'rough',
  );
}

const reasons = {
  guess: '，今天刚开始，估得不准',
  rough: '，只能估个大概',
  good: '',
};

function said(low: number, high: number, sure: WaitingEstimate['sure']): WaitingEstimate {
  const from = Math.min(LONGEST_WAIT, Math.floor(low));
  const to = Math.max(from, Math.min(LONGEST_WAIT, rounded(high)));
  return { low: from, high: to, sure, words: `${range(from, to)}${reasons[sure]}` };
}

function range(low: number, high: number): string {
  if (low >= LONGEST_WAIT) return `${LONGEST_WAIT / 60} 小时以上`;
  if (low < 2) return `${high} 分钟以内`;
  return low === high ? `大约 ${low} 分钟` : `大约 ${low}–${high} 分钟`;
}

/** Upwards: to the minute, beyond ten minutes to five. */
function rounded(minutes: number): number {
  return minutes <= 10 ? Math.max(1, Math.ceil(minutes)) : Math.ceil(minutes / 5) * 5;
}

/** Linear between neighbours. @param sorted ascending, not empty */
function quantile(sorted: readonly number[], part: number): number {
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
