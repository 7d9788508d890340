let offset = 0;
/** How wrong `offset` can be at worst, in milliseconds. */
let uncertainty = Number.POSITIVE_INFINITY;
let notedAt = 0;

/** A measurement older than this is replaced by any newer one: phones' clocks drift and people set them. */
const freshFor = 5 * 60_000;
/** Two measurements further apart than their own errors and this do not speak of the same clock. */
const clockStep = 2_000;

/**
 * Notes what the server's clock said, so that countdowns do not depend on how the phone's clock is set.
 * The answer was written somewhere between `sentAt` and `receivedAt`; the shortest such gap is kept.
 * @param serverTime the server's time in milliseconds since 1970 (of an ISO field or the `Date` header)
 * @param sentAt, receivedAt the phone's `Date.now()` around the request
 */
export function noteServerTime(serverTime: number, sentAt: number, receivedAt: number): void {
  if (!Number.isFinite(serverTime)) return;
  const gap = Math.max(0, receivedAt - sentAt) / 2;
  const stale = Math.abs(receivedAt - notedAt) > freshFor;
  const measured = serverTime - (sentAt + receivedAt) / 2;
  // Both cannot be right: a clock was set (the phone's, or the sandbox's), and the newer one knows.
  const wasSet = Math.abs(measured - offset) > gap + uncertainty + clockStep;
  if (gap > uncertainty && !stale && !wasSet) return;
  offset = measured;
  uncertainty = gap;
  notedAt = receivedAt;
}

/** The server's time now, in milliseconds since 1970, as well as it is known. */
export function serverNow(): number {
  return Date.now() + offset;
}
