import type { Matter } from '../../../shared/contract/matters';
import { appointmentStates } from '../../../shared/domain/appointment';
import { timeOf, toIso } from '../../../shared/domain/time';
import { clockWords, whenWords } from '../../../shared/domain/words';
import type { MatterProvider, MatterState } from '../matters';
import { namesFor } from './acting';
import { listAppointments, orderOf, type Scope } from './list-appointments';
import type { AppointmentDoc } from './model';
import type { BookingParts } from './parts';
import { nextStepOf } from './presenter';

const scopes: Record<MatterState, Scope> = { open: 'ahead', closed: 'history', all: 'all' };

/** Appointments as matters of a citizen. */
export function appointmentMatters(parts: BookingParts): MatterProvider {
  return {
    list: async ({ personId }, state, now) => {
      if (personId === null) return [];
      const appointments = await listAppointments(parts, personId, scopes[state], now);
      const forWhom = await namesFor(parts, appointments, personId);
      return appointments.map((doc) => ({
        order: orderOf(doc),
        matter: { ...matterOf(parts, doc, now), forWhom: forWhom(doc) },
      }));
    },
  };
}

function matterOf(parts: BookingParts, doc: AppointmentDoc, now: Date): Omit<Matter, 'forWhom'> {
  const { words, tone, active } = appointmentStates[doc.state];
  const { rebookUntil } = doc;
  const held = doc.state === 'held';
  const venue = parts.venues.venue(doc.venueId);
  const by = held ? (doc.dueAt ?? doc.start) : (rebookUntil ?? doc.start);
  return {
    kind: 'appointment',
    id: doc._id,
    reference: doc.reference ?? null,
    title: doc.itemName,
    stateWords: words,
    tone: rebookUntil ? 'action' : tone,
    holder: venue ? `${venue.name} ${venue.phone}` : '12345',
    nextStep: nextStepOf(parts, doc, now),
    byWords: held
      ? `${clockWords(timeOf(by))} 前确认`
      : rebookUntil
        ? `${whenWords(rebookUntil, now)} 前另选时间`
        : whenWords(doc.start, now),
    by: toIso(by),
    action: held
      ? { label: '确认预约', kind: 'confirm' }
      : rebookUntil
        ? { label: '另选时间', kind: 'rebook' }
        : active
          ? { label: '查看签到码', kind: 'view' }
          : null,
    open: active || rebookUntil !== undefined,
  };
}
