import { isWeapp } from '../../../platform/env';
import { createStore, useStore } from '../../../platform/store';

const key = 'staff-handed-in';

/** Which case came of which visit at this desk today: identifiers only, for this window of the browser. */
type HandedIn = Readonly<Record<string, string>>;

function read(): HandedIn {
  if (isWeapp) return {};
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as HandedIn) : {};
  } catch {
    return {};
  }
}

const handedIn = createStore<HandedIn>(read());

/** The case that was taken in during a visit; null while none was. */
export function useHandedIn(appointmentId: string): string | null {
  return useStore(handedIn)[appointmentId] ?? null;
}

/** Notes the case of a visit, so that the desk shows it again after the page was loaded anew. */
export function noteHandedIn(appointmentId: string, caseId: string): void {
  const next = { ...handedIn.get(), [appointmentId]: caseId };
  handedIn.set(next);
  if (isWeapp) return;
  try {
    window.sessionStorage.setItem(key, JSON.stringify(next));
  } catch {
    // The case is found again in the list of cases.
  }
}
