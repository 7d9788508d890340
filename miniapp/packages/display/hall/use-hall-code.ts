import { useEffect, useState } from 'react';
import { asFailure, call } from '../../../api';

interface ShownCode {
  code: string | null;
  /** The key opens nothing (any more). */
  refused: boolean;
}

const retryAfter = 5_000;
const soonest = 1_000;

/** The hall's rotating check-in code, fetched anew when the next one holds. @param key of this screen; none, no code */
export function useHallCode(venueId: string, key: string): ShownCode {
  const [shown, setShown] = useState<ShownCode>({ code: null, refused: false });
  useEffect(() => {
    if (!venueId || !key) return;
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const look = async () => {
      let pause = retryAfter;
      try {
        const { code, until, now } = await call('POST /venues/{id}/check-in-codes', {
          params: { id: venueId },
          body: { key },
        });
        pause = Math.max(soonest, Date.parse(until) - Date.parse(now));
        if (!over) setShown({ code, refused: false });
      } catch (thrown) {
        const refused = asFailure(thrown).code === 'DISPLAY_KEY_UNKNOWN';
        // An old code would be refused to whoever scans it: better none.
        if (!over) setShown({ code: null, refused });
        if (refused) return;
      }
      if (!over) timer = setTimeout(() => void look(), pause);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [venueId, key]);
  return shown;
}
