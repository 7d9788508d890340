import type { staffContract } from '../../../shared/contract/staff';
import type { StaffRole } from '../../../shared/domain/staff';
import type { CalendarDate } from '../../../shared/domain/time';
import type { Deps } from '../../deps';
import type { AuthenticateStaff } from '../../http/access';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import { type SeatedOfficer, seatedAt } from './at-window';
import { authenticateStaff } from './authenticate';
import { type StaffAccountDoc, staffModels } from './model';
import { type Officer, officersAt, windowsOf } from './officers';
import type { BeforeSeat, StaffParts } from './parts';
import { type Derive, Passwords } from './passwords';
import { staffRoutes } from './routes';
import { satAt } from './sittings';

export { firstAdministrator, resetFromConsole } from './first-administrator';
export type { Officer } from './officers';

export interface Staff {
  /** All but the reading of the audit log, which is the audit feature's. */
  routes: Omit<Routes<typeof staffContract>, 'GET /staff/audit'>;
  models: AnyModel[];
  authenticate: AuthenticateStaff;
  /** Who is responsible, as citizens may know them (三亮三公开); null when there is no such account. */
  handlerOf(staffId: string): Promise<{ name: string; number: string } | null>;
  /** Who is to be told: open accounts with a role whose scope covers a venue and a department. */
  staffIn(where: {
    /** null: only those who are there for the whole city. */
    venueId: string | null;
    department: string | null;
    role: StaffRole;
  }): Promise<string[]>;
  /** Who sits at a window now: those signed in there. */
  sittingAt(windowId: string): Promise<string[]>;
  /** Whoever sat at a window on a day, also for a moment and without serving anybody. */
  satAt(where: { windowId: string; on: CalendarDate }): Promise<string[]>;
  /** Whom work of a venue can be given to: open accounts with one of the roles whose scope covers it, by number. */
  officersAt(where: { venueId: string; roles: readonly StaffRole[] }): Promise<Officer[]>;
  /** Who sits at a window now, as it is published there. */
  seatedAt(where: { venueId: string; windowId: string }): Promise<SeatedOfficer[]>;
  /** The windows at which somebody sits now, in any of their browsers. */
  windowsOf(staffId: string): Promise<string[]>;
  /** Whoever sits down at a window is told of before they do. */
  beforeSeat(told: BeforeSeat): void;
}

export interface StaffNeeds extends Pick<StaffParts, 'venues' | 'record'> {
  /** Another way to derive passwords: tests count what it does. */
  derive?: Derive;
}

const FORGET_EVERY_MS = 60_000;

/** Accounts of staff, their two factors and sessions, and who may keep them. */
export function createStaff(
  deps: Pick<Deps, 'settings' | 'clock' | 'log' | 'cipher' | 'mongo' | 'work'> & StaffNeeds,
): Staff {
  const { settings, clock, log, cipher, mongo, work, venues, record, derive } = deps;
  const models = staffModels(mongo);
  const parts: StaffParts = {
    ...models,
    settings,
    clock,
    log,
    cipher,
    venues,
    record,
    seated: [],
    passwords: new Passwords(settings.staff.scrypt, derive),
  };
  work.add({
    name: 'forget ended staff sessions',
    every: FORGET_EVERY_MS,
    run: async () => {
      const over = { $lte: clock.now() };
      await parts.sessions.deleteMany({ expiresAt: over });
      await parts.pendings.deleteMany({ expiresAt: over });
      await parts.tries.deleteMany({ until: over });
      await parts.sittings.deleteMany({ until: over });
    },
  });
  return {
    routes: staffRoutes(parts),
    models: Object.values(models),
    authenticate: (token) => authenticateStaff(parts, token),
    handlerOf: async (staffId) => {
      const found = await parts.accounts.findById(staffId).lean<StaffAccountDoc>();
      return found && { name: found.name, number: found.number };
    },
    sittingAt: async (windowId) => {
      const found = await parts.sessions
        .find({ windowId, expiresAt: { $gt: clock.now() } }, { staffId: 1 })
        .lean<{ staffId: string }[]>();
      return [...new Set(found.map(({ staffId }) => staffId))];
    },
    satAt: (where) => satAt(parts, where),
    staffIn: async ({ venueId, department, role }) => {
      const covers = department === null ? [null] : [null, department];
      const found = await parts.accounts
        .find(
          { venueId: { $in: [null, venueId] }, department: { $in: covers }, roles: role, closedAt: null },
          { _id: 1 },
        )
        .lean<{ _id: string }[]>();
      return found.map(({ _id }) => _id);
    },
    officersAt: (where) => officersAt(parts, where),
    seatedAt: (where) => seatedAt(parts, where),
    windowsOf: (staffId) => windowsOf(parts, staffId),
    beforeSeat: (told) => {
      parts.seated.push(told);
    },
  };
}
