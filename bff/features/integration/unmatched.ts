import type { QueryFilter } from 'mongoose';
import type { AnswerOf } from '../../../shared/contract/core';
import type { integrationStaffContract, UnmatchedEvent } from '../../../shared/contract/integration';
import { toIso } from '../../../shared/domain/time';
import { decodeKey, encodeKey } from '../../http/cursor';
import type { StaffCaller } from '../../http/route';
import type { EventDoc, SystemDoc, WhyKept } from './model';
import type { IntegrationParts } from './parts';

const PAGE = 50;

const whyWords: Record<WhyKept, string> = {
  'unknown-case': '没有这个办件编号',
  'other-department': '办件不归这个系统代表的部门或大厅',
  early: '前面的步骤还没有到',
};

/** A page of the events that wait, the oldest first, of the systems that speak for the caller's department and hall. */
export async function unmatchedEvents(
  { systems, events }: IntegrationParts,
  { venueId, department }: Pick<StaffCaller, 'venueId' | 'department'>,
  page: string | undefined,
): Promise<AnswerOf<(typeof integrationStaffContract)['GET /staff/integration/unmatched']>> {
  const all = await systems.find().lean<SystemDoc[]>();
  const own = all.filter(
    (system) =>
      (department === null || system.departments.includes(department)) &&
      (venueId === null || system.venueIds === null || system.venueIds.includes(venueId)),
  );
  const filter: QueryFilter<EventDoc> = {
    open: true,
    status: 'kept',
    systemId: { $in: own.map(({ _id }) => _id) },
  };
  const after = page === undefined ? null : decodeKey(page);
  const found = await events
    .find(after ? { $and: [filter, afterRow(after)] } : filter)
    .sort({ receivedAt: 1, _id: 1 })
    .limit(PAGE + 1)
    .lean<EventDoc[]>();
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const names = new Map(own.map(({ _id, name }) => [_id, name]));
  return {
    items: rows.map((doc) => present(doc, names.get(doc.systemId) ?? doc.systemId)),
    next: found.length > PAGE && last ? encodeKey([last.receivedAt.getTime(), last._id]) : null,
    total: await events.countDocuments(filter),
  };
}

function afterRow([receivedAt, id]: readonly [number, string]): QueryFilter<EventDoc> {
  const at = new Date(receivedAt);
  return { $or: [{ receivedAt: { $gt: at } }, { receivedAt: at, _id: { $gt: id } }] };
}

function present(doc: EventDoc, system: string): UnmatchedEvent {
  const why = doc.why ?? 'early';
  return {
    system,
    eventId: doc.eventId,
    caseNumber: doc.caseNumber,
    action: doc.action,
    occurredAt: toIso(doc.occurredAt),
    receivedAt: toIso(doc.receivedAt),
    why,
    whyWords: whyWords[why],
    tries: doc.tries,
    until: toIso(doc.until),
  };
}
