/**
 * Who is called next. Written down with its reasons in docs/calling-order.md; pure, so that the desk, the citizen's place
 * in line and the property tests read one rule.
 */

/** Somebody in line. */
export interface InLine {
  id: string;
  /** In line since. */
  since: Date;
  /** The booked time; null for who walked in. */
  bookedFor: Date | null;
  /** Served before others (军人地位和权益保障法, 残疾人保障法, 老年人权益保障法 and the like). */
  priority: boolean;
  /** Came back then after a missed call; null for everyone else. */
  requeuedAt: Date | null;
  /** Only this window calls them; null for any. */
  forWindow: string | null;
}

export type CallKind = 'booked' | 'walk-in' | 'priority' | 'special';

/** A call that was made. `special` ones were out of turn: after a missed call, early with a reason, to one window. */
export interface Call {
  at: Date;
  kind: CallKind;
}

/** After so many booked people in a row one who walked in is called. */
export const BOOKED_IN_A_ROW = 2;
/** Who missed the call and came back waits until so many others were called. */
export const PLACES_BACK = 3;

/** How a call of this person counts for the order of those that follow. */
export function callKindOf(
  person: Pick<InLine, 'bookedFor' | 'priority' | 'requeuedAt' | 'forWindow'>,
): CallKind {
  if (person.requeuedAt || person.forWindow !== null) return 'special';
  if (person.priority) return 'priority';
  return person.bookedFor ? 'booked' : 'walk-in';
}

/**
 * Whose turn it is.
 * @param calls latest first; as many as the last `PLACES_BACK` and the last ordinary ones are enough
 * @param window who calls; absent: any window
 * @returns null when nobody is in line for this window
 */
export function nextToCall(
  line: readonly InLine[],
  calls: readonly Call[],
  now: Date,
  window?: string,
): InLine | null {
  const here = line.filter(
    ({ forWindow }) => forWindow === null || window === undefined || forWindow === window,
  );
  const sentHere = here.filter(({ forWindow }) => window !== undefined && forWindow === window);
  if (sentHere.length > 0) return first(sentHere, ({ since }) => since);
  const returned = here.filter(({ requeuedAt }) => requeuedAt !== null);
  const ripe = returned.filter(({ requeuedAt }) => callsAfter(calls, requeuedAt) >= PLACES_BACK);
  if (ripe.length > 0) return first(ripe, ({ requeuedAt, since }) => requeuedAt ?? since);
  const ordinary = here.filter(({ requeuedAt }) => requeuedAt === null);
  if (ordinary.length === 0) return first(returned, ({ requeuedAt, since }) => requeuedAt ?? since);
  const priority = ordinary.filter((person) => person.priority);
  const others = ordinary.filter((person) => !person.priority);
  // Every other call at most, while others wait.
  if (priority.length > 0 && (others.length === 0 || calls[0]?.kind !== 'priority')) {
    return first(priority, ({ since }) => since);
  }
  return nextOrdinary(others, calls, now);
}

/** The whole line in the order in which it will be called if nobody else comes. */
export function callingOrder(line: readonly InLine[], calls: readonly Call[], now: Date): InLine[] {
  const left = new Map(line.map((person) => [person.id, person]));
  const made = [...calls];
  const order: InLine[] = [];
  for (let step = 1; left.size > 0; step += 1) {
    const next = nextToCall([...left.values()], made.slice(0, HISTORY), now);
    if (!next) break;
    left.delete(next.id);
    order.push(next);
    made.unshift({ at: new Date(now.getTime() + step), kind: callKindOf(next) });
  }
  return order;
}

/** So many of the latest calls say all that the order asks of them. */
const HISTORY = 40;

function nextOrdinary(others: readonly InLine[], calls: readonly Call[], now: Date): InLine | null {
  const walkedIn = others.filter(({ bookedFor }) => bookedFor === null);
  const booked = others.filter(({ bookedFor }) => bookedFor !== null);
  const due = booked.filter(({ bookedFor }) => bookedFor !== null && bookedFor <= now);
  if (due.length > 0 && (walkedIn.length === 0 || bookedInARow(calls) < BOOKED_IN_A_ROW)) {
    return first(due, dueSince);
  }
  if (walkedIn.length > 0) return first(walkedIn, ({ since }) => since);
  // Nobody else: who came early need not wait for the hour.
  return first(booked, dueSince);
}

/** Since when it could have been called: the booked time, or later when they came later. */
function dueSince({ bookedFor, since }: InLine): Date {
  return bookedFor !== null && bookedFor > since ? bookedFor : since;
}

function bookedInARow(calls: readonly Call[]): number {
  let row = 0;
  for (const { kind } of calls) {
    if (kind === 'walk-in') break;
    if (kind === 'booked') row += 1;
  }
  return row;
}

function callsAfter(calls: readonly Call[], moment: Date | null): number {
  return moment ? calls.filter(({ at }) => at > moment).length : 0;
}

function first(people: readonly InLine[], by: (person: InLine) => Date): InLine | null {
  return people.reduce<InLine | null>((best, person) => {
    if (!best) return person;
    const order = by(person).getTime() - by(best).getTime() || person.since.getTime() - best.since.getTime();
    return order < 0 || (order === 0 && person.id < best.id) ? person : best;
  }, null);
}
