import type { QueryFilter } from 'mongoose';
import type { StaffRole } from '../../../shared/domain/staff';
import type { StaffCaller } from '../../http/route';
import { Problem } from '../../problem';
import { scopeFilter } from './administer';
import type { StaffAccountDoc } from './model';
import type { StaffParts } from './parts';

export interface AccountSearch {
  q?: string;
  venueId?: string;
  role?: StaffRole;
  state?: 'invited' | 'active' | 'closed';
  page?: string;
}

const PAGE = 50;

/** A page of the accounts in somebody's scope, by number. */
export async function listAccounts(
  { accounts }: Pick<StaffParts, 'accounts'>,
  caller: Pick<StaffCaller, 'venueId'>,
  search: AccountSearch,
): Promise<{ accounts: StaffAccountDoc[]; next: string | null; total: number }> {
  const filter = filterOf(caller, search);
  const after = search.page === undefined ? null : decode(search.page);
  const found = await accounts
    .find(after === null ? filter : { $and: [filter, { number: { $gt: after } }] })
    .sort({ number: 1 })
    .limit(PAGE + 1)
    .lean<StaffAccountDoc[]>();
  const shown = found.slice(0, PAGE);
  const last = shown[shown.length - 1];
  const next = found.length > PAGE && last ? Buffer.from(last.number).toString('base64url') : null;
  return { accounts: shown, next, total: await accounts.countDocuments(filter) };
}

/** More than any hall has. */
const MOST_COLLEAGUES = 500;

/** Who shares a venue and a department with somebody and works on cases, by number. */
export async function colleaguesOf(
  { accounts }: Pick<StaffParts, 'accounts'>,
  { venueId, department }: Pick<StaffCaller, 'venueId' | 'department'>,
  role: StaffRole | undefined,
): Promise<StaffAccountDoc[]> {
  const asked = role === undefined ? {} : { roles: role };
  const working = { $nin: ['administrator', 'auditor'] satisfies StaffRole[] };
  return accounts
    .find({
      $and: [{ closedAt: null, roles: working }, asked],
      ...(venueId !== null && { venueId }),
      ...(department !== null && { department: { $in: [null, department] } }),
    })
    .sort({ number: 1 })
    .limit(MOST_COLLEAGUES)
    .lean<StaffAccountDoc[]>();
}

function filterOf(
  caller: Pick<StaffCaller, 'venueId'>,
  { q, venueId, role, state }: AccountSearch,
): QueryFilter<StaffAccountDoc> {
  const words = q === undefined ? null : new RegExp(q.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  const conditions: QueryFilter<StaffAccountDoc>[] = [scopeFilter(caller)];
  if (venueId !== undefined) conditions.push({ venueId });
  if (role !== undefined) conditions.push({ roles: role });
  if (words) conditions.push({ $or: [{ number: words }, { name: words }] });
  if (state === 'closed') conditions.push({ closedAt: { $ne: null } });
  if (state === 'active') conditions.push({ closedAt: null, initialUntil: null });
  if (state === 'invited') conditions.push({ closedAt: null, initialUntil: { $ne: null } });
  return { $and: conditions };
}

function decode(page: string): string {
  const number = Buffer.from(page, 'base64url').toString('utf8');
  if (/^[A-Z0-9-]{3,20}$/.test(number)) return number;
  throw new Problem('VALIDATION_FAILED', { fields: { 'query.page': '这一页已经失效，从第一页看起。' } });
}
