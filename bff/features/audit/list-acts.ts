import type { QueryFilter } from 'mongoose';
import type { AuditEntry } from '../../../shared/contract/staff';
import { addDays, at, toIso } from '../../../shared/domain/time';
import { Problem } from '../../problem';
import type { AuditEntryDoc, AuditModels } from './model';

export interface ActSearch {
  number?: string;
  about?: string;
  act?: string;
  outcome?: 'ok' | 'refused';
  from?: string;
  to?: string;
  page?: string;
}

const PAGE = 50;

/** A page of acts, newest first. @param venueId only those of its staff; null for all */
export async function listActs(
  { entries }: AuditModels,
  venueId: string | null,
  search: ActSearch,
): Promise<{ items: AuditEntry[]; next: string | null }> {
  const found = await entries
    .find(filterOf(venueId, search))
    .sort({ _id: -1 })
    .limit(PAGE + 1)
    .lean<AuditEntryDoc[]>();
  const shown = found.slice(0, PAGE);
  const last = shown[shown.length - 1];
  const next = found.length > PAGE && last ? Buffer.from(String(last._id)).toString('base64url') : null;
  return { items: shown.map(present), next };
}

function filterOf(venueId: string | null, search: ActSearch): QueryFilter<AuditEntryDoc> {
  const { number, about, act, outcome, from, to, page } = search;
  return {
    ...(venueId !== null && { venueId }),
    ...(number !== undefined && { number }),
    ...(about !== undefined && { 'about.id': about }),
    ...(act !== undefined && { act }),
    ...(outcome !== undefined && { outcome: outcome === 'ok' ? 'ok' : { $ne: 'ok' } }),
    ...((from ?? to) !== undefined && {
      at: {
        ...(from !== undefined && { $gte: at(from, '00:00') }),
        ...(to !== undefined && { $lt: at(addDays(to, 1), '00:00') }),
      },
    }),
    ...(page !== undefined && { _id: { $lt: decode(page) } }),
  };
}

function decode(page: string): number {
  const text = Buffer.from(page, 'base64url').toString('utf8');
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Problem('VALIDATION_FAILED', { fields: { 'query.page': '这一页已经失效，从第一页看起。' } });
}

function present(entry: AuditEntryDoc): AuditEntry {
  const { staffId, number } = entry;
  return {
    sequence: entry._id,
    at: toIso(entry.at),
    staff: staffId !== null && number !== null ? { id: staffId, number } : null,
    roles: entry.roles,
    venueId: entry.venueId,
    department: entry.department,
    act: entry.act,
    about: Object.fromEntries(entry.about.map(({ what, id }) => [what, id])),
    outcome: entry.outcome,
    requestId: entry.requestId,
    address: entry.address,
  };
}
