import type { Venues } from '../venues';
import type { FoundWindow } from './needs';

/** Windows of all halls by id; made anew when the halls were. */
export class FindWindow {
  private known: Map<string, FoundWindow> | null = null;

  constructor(private readonly venues: Pick<Venues, 'all'>) {}

  find(windowId: string): FoundWindow | null {
    this.known ??= new Map(
      this.venues
        .all()
        .flatMap((venue) => venue.windows.map((window) => [window.id, { ...window, venueId: venue.id }])),
    );
    return this.known.get(windowId) ?? null;
  }

  clear(): void {
    this.known = null;
  }
}
