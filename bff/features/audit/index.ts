import { randomUUID } from 'node:crypto';
import type { staffContract } from '../../../shared/contract/staff';
import type { Deps } from '../../deps';
import type { RecordedAct } from '../../http/mount';
import type { Routes, StaffCaller } from '../../http/route';
import type { AnyModel } from '../../stores/indexes';
import { Anchors, readAnchors } from './anchors';
import { AuditLog } from './audit-log';
import { Chain } from './chain';
import { listActs } from './list-acts';
import { auditModels } from './model';
import { removeOld } from './retention';
import { type AuditReport, verifyAudit } from './verify';

/** An act without an endpoint of staff: a sign-in, a command, something the system did. */
export interface OtherAct {
  act: string;
  staff: (Pick<StaffCaller, 'staffId' | 'number'> & Partial<StaffCaller>) | null;
  about: Record<string, string>;
  outcome: string;
  requestId?: string;
  address?: string;
}

export interface Audit {
  routes: Pick<Routes<typeof staffContract>, 'GET /staff/audit'>;
  models: AnyModel[];
  /** Writes down a call of staff or of a system. Resolves when it stands. */
  recordAct(act: RecordedAct): Promise<void>;
  /** Writes down anything else. Resolves when it stands. */
  record(act: OtherAct): Promise<void>;
}

type Needs = Pick<Deps, 'settings' | 'clock' | 'log' | 'mongo'>;

const ANCHOR_EVERY_MS = 600_000;
const REMOVE_EVERY_MS = 3_600_000;

/** The append-only log of what staff looked at and changed, and of what they were refused. */
export function createAudit(deps: Needs & Pick<Deps, 'work'>): Audit {
  const { settings, clock, log, mongo, work } = deps;
  const { models, chain, audit } = openLog(deps);
  const anchors = new Anchors(models, settings.audit.anchorFile, ({ sequence, mac }) =>
    log.info({ sequence, mac }, 'audit anchor'),
  );
  work.add({ name: 'anchor the audit log', every: ANCHOR_EVERY_MS, run: () => anchors.note() });
  work.add({
    name: 'remove old audit entries',
    every: REMOVE_EVERY_MS,
    run: async () => {
      const { keepDays } = settings.audit;
      const upTo = await removeOld(models, chain, { keepDays, now: clock.now(), log });
      if (upTo !== null)
        await audit.record({
          act: 'remove old audit entries',
          staff: null,
          about: { upTo: `${upTo}` },
          outcome: 'ok',
        });
    },
  });
  return {
    routes: {
      'GET /staff/audit': async ({ caller, query }) => listActs(auditModels(mongo), caller.venueId, query),
    },
    models: Object.values(models),
    recordAct: audit.recordAct,
    record: audit.record,
  };
}

/** For commands: the same log without jobs. */
export function openLog({ settings, clock, log, mongo }: Needs) {
  const models = auditModels(mongo);
  const chain = new Chain(settings.audit.keys);
  const entries = new AuditLog(models, chain, clock, log);
  const append = (
    given: Omit<OtherAct, 'requestId' | 'address'> & { at: Date; requestId: string; address: string },
  ) => {
    const { staff } = given;
    return entries.append({
      entryId: randomUUID(),
      at: given.at,
      staffId: staff?.staffId ?? null,
      number: staff?.number ?? null,
      roles: [...(staff?.roles ?? [])],
      venueId: staff?.venueId ?? null,
      department: staff?.department ?? null,
      act: given.act,
      about: Object.entries(given.about).map(([what, id]) => ({ what, id: harmless(id) })),
      outcome: given.outcome,
      requestId: given.requestId,
      address: given.address,
    });
  };
  return {
    models,
    chain,
    audit: {
      recordAct: ({ endpoint, ...act }: RecordedAct) => append({ ...act, act: endpoint }),
      record: (act: OtherAct) => append({ at: clock.now(), requestId: '', address: '', ...act }),
    },
  };
}

/** Checks the whole log, also against the anchors of the file that is set. */
export async function verify({ settings, mongo }: Pick<Deps, 'settings' | 'mongo'>): Promise<AuditReport> {
  const { keys, anchorFile } = settings.audit;
  const anchors = anchorFile === null ? [] : await readAnchors(anchorFile);
  return verifyAudit(auditModels(mongo), new Chain(keys), anchors);
}

/** What somebody put into an address may be anything; an identifier of ours is kept, a person's is not. */
function harmless(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) return '?';
  return /^(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})$/.test(id) ? '?' : id;
}
