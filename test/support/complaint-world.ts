import { pino } from 'pino';
import { createCipher } from '../../bff/crypto';
import type { DeskParts } from '../../bff/features/complaints/desk/parts';
import type { createModels } from '../../bff/features/complaints/model';
import type { StaffCaller } from '../../bff/http/route';
import { readSettings } from '../../bff/settings';
import { nothingHappens } from '../../bff/work/crash-points';
import { createCalendar } from '../../shared/domain/calendar';
import type { StaffRole } from '../../shared/domain/staff';

const roles: StaffRole[] = ['window', 'reviewer', 'dispatcher', 'supervisor'];

/** Everybody of the one hall there is: each may be anything but what the rules keep them from. */
export const officers: StaffCaller[] = ['a', 'b', 'c', 'd', 'e'].map((staffId) => ({
  sessionId: `session-${staffId}`,
  staffId,
  number: `N-${staffId}`,
  name: `示例${staffId}`,
  roles,
  venueId: 'hall',
  department: null,
  windowId: null,
  window: null,
}));

export const WINDOW = 'hall-w1';

/** A hall with its officers, who sits at its window, and a clock that is moved by hand. */
export class ComplaintWorld {
  now = new Date('2026-11-24T09:00:00+08:00');
  sitting: string | null = null;
  private readonly told: Parameters<DeskParts['officers']['beforeSeat']>[0][] = [];

  /** The parts of one process. What commands do not ask of others is not there. */
  parts(models: ReturnType<typeof createModels>): DeskParts {
    const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
    const hall = {
      id: 'hall',
      name: '示例大厅',
      level: 'city' as const,
      county: '530600',
      phone: '12345',
      windows: [{ id: WINDOW, name: '1 号窗口', department: '公安局' }],
    };
    const free = { take: async () => null };
    const sittingAt = async () => (this.sitting === null ? [] : [this.sitting]);
    return {
      settings,
      clock: { now: () => this.now },
      log: pino({ level: 'silent' }),
      cipher: createCipher(settings.personalData),
      reached: nothingHappens,
      ...models,
      limits: { person: free, address: free, lookupNumber: free, lookupAddress: free },
      venues: {
        venue: () => hall,
        all: () => [hall],
        calendar: createCalendar([{ year: 2026, off: {}, work: [] }]),
      },
      safety: { check: async () => undefined },
      staff: {
        handlerOf: async () => null,
        staffIn: async () => officers.map(({ staffId }) => staffId),
        sittingAt,
        satAt: async () => [],
      },
      officers: {
        officersAt: async () => officers.map((officer) => ({ ...officer, venueId: 'hall' })),
        windowsOf: async (staffId: string) => (this.sitting === staffId ? [WINDOW] : []),
        sittingAt,
        beforeSeat: (told: (typeof this.told)[number]) => {
          this.told.push(told);
        },
      },
    } as unknown as DeskParts;
  }

  /** Somebody takes the window from whoever sat there. */
  async sit(staffId: string): Promise<void> {
    for (const told of this.told) await told(staffId, [WINDOW]);
    this.sitting = staffId;
  }
}
