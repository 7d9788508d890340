import type { staffContract } from '../../../shared/contract/staff';
import type { StaffRole } from '../../../shared/domain/staff';
import type { Deps } from '../../deps';
import type { AuthenticateStaff } from '../../http/access';
import type { Routes } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import { authenticateStaff } from './authenticate';
import { type StaffAccountDoc, staffModels } from './model';
import type { StaffParts } from './parts';
import { type Derive, Passwords } from './passwords';
import { staffRoutes } from './routes';

export { firstAdministrator, resetFromConsole } from './first-administrator';

export interface Staff {
  /** All but the reading of the audit log, which is the audit feature's. */
  routes: Omit<Routes<typeof staffContract>, 'GET /staff/audit'>;
  models: AnyModel[];
  authenticate: AuthenticateStaff;
  /** Who is responsible, as citizens may know them (三亮三公开); null when there is no such account. */
  handlerOf(staffId: string): Promise<{ name: string; number: string } | null>;
  /** Who is to be told: open accounts with a role whose scope covers a venue and a department. */
  staffIn(where: { venueId: string; department: string | null; role: StaffRole }): Promise<string[]>;
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
  };
}
