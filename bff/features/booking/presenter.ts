import type { Appointment, AppointmentRow } from '../../../shared/contract/booking';
import {
  type AppointmentAction,
  type AppointmentRole,
  appointmentStates,
  changeUntil,
  checkInFrom,
  checkInUntil,
  refusalOf,
  transitionOf,
  undoWords,
} from '../../../shared/domain/appointment';
import { timeOf, toIso } from '../../../shared/domain/time';
import { clockWords, whenWords } from '../../../shared/domain/words';
import { namesFor } from './acting';
import { checkInCode } from './check-in-code';
import { type ActingStaff, type AppointmentDoc, type AppointmentEvent, factsOf } from './model';
import type { BookingParts } from './parts';

/** The full ticket: the only form in which an appointment leaves the server. */
export async function presentAppointment(
  parts: BookingParts,
  doc: AppointmentDoc,
  now: Date,
  viewer: string,
): Promise<Appointment> {
  const { booking, ticketKey } = parts.settings;
  const venue = parts.venues.venue(doc.venueId);
  const { active } = appointmentStates[doc.state];
  return {
    ...rowOf(parts, doc, now, (await namesFor(parts, [doc], viewer))(doc)),
    itemCode: doc.itemCode,
    queueId: doc.queueId,
    queueName: parts.venues.queue(doc.queueId)?.name ?? '窗口已调整',
    venue: {
      id: doc.venueId,
      name: venue?.name ?? '大厅已调整',
      address: venue?.address.text ?? '',
      route: venue?.route ?? '',
      phone: venue?.phone ?? '12345',
      latitude: venue?.address.latitude ?? 0,
      longitude: venue?.address.longitude ?? 0,
    },
    heldUntil: doc.state === 'held' && doc.dueAt ? toIso(doc.dueAt) : null,
    now: toIso(now),
    checkInCode: doc.reference && active ? checkInCode(ticketKey, doc._id, doc.version) : null,
    checkInFrom: toIso(checkInFrom(doc, booking)),
    checkInUntil: toIso(checkInUntil(doc, booking)),
    changeUntil: toIso(changeUntil(doc, booking)),
    canConfirm: may(parts, doc, 'confirm', now),
    canCheckIn: may(parts, doc, 'check-in', now),
    ticket: doc.turn?.ticket ?? null,
    window: windowOf(doc),
    rebookUntil: doc.rebookUntil && now <= doc.rebookUntil ? toIso(doc.rebookUntil) : null,
    materials: await parts.catalogue.guideMaterials(doc.itemCode),
    nextStep: nextStepOf(parts, doc, now),
    timeline: doc.timeline.map((event) => presentEvent(event, now, viewer === doc.personId)).reverse(),
  };
}

/** A line of a list. */
export function presentRow(
  parts: BookingParts,
  doc: AppointmentDoc,
  now: Date,
  forWhom: AppointmentRow['forWhom'],
): AppointmentRow {
  return {
    ...rowOf(parts, doc, now, forWhom),
    venueName: parts.venues.venue(doc.venueId)?.name ?? '大厅已调整',
  };
}

function rowOf(parts: BookingParts, doc: AppointmentDoc, now: Date, forWhom: AppointmentRow['forWhom']) {
  return {
    id: doc._id,
    reference: doc.reference ?? null,
    state: doc.state,
    stateWords: appointmentStates[doc.state].words,
    itemName: doc.itemName,
    forWhom,
    date: doc.date,
    slot: doc.slot,
    start: toIso(doc.start),
    end: toIso(doc.end),
    whenWords: whenWords(doc.start, now),
    canMove: may(parts, doc, 'move', now),
    canCancel: may(parts, doc, 'cancel', now),
  };
}

function may(parts: BookingParts, doc: AppointmentDoc, action: AppointmentAction, now: Date): boolean {
  return refusalOf(factsOf(doc), action, 'citizen', now, parts.settings.booking) === null;
}

const actors: Record<Exclude<AppointmentRole, 'citizen'>, string> = {
  desk: '窗口工作人员',
  venue: '大厅',
  system: '系统',
};

function presentEvent(event: AppointmentEvent, now: Date, own: boolean) {
  const { at, from, action, by, why, start, staff } = event;
  const words = action === 'undo' ? undoWords : (transitionOf(from, action)?.words ?? '');
  return {
    at: toIso(at),
    what: words.replace('{when}', whenWords(start, now)),
    by: staff ? staffWords(staff) : by === 'citizen' ? citizenWords(event, own) : actors[by],
    why,
  };
}

/** To the person themselves and to who acts for them the other one is somebody else. */
function citizenWords({ agentOf }: AppointmentEvent, own: boolean): string {
  if (agentOf === undefined) return own ? '您本人' : '本人';
  return own ? `代办人（${agentOf}）` : '您（代办）';
}

/** Who serves shows number and name: `3 号窗口 陈敏（工号 ZT0123）`. */
function staffWords({ window, name, number }: ActingStaff): string {
  return `${window ? `${window} ` : ''}${name}（工号 ${number}）`;
}

/** Where to go; only while called or served. */
export function windowOf({ state, turn }: Pick<AppointmentDoc, 'state' | 'turn'>): string | null {
  return state === 'called' || state === 'serving' ? (turn?.window ?? null) : null;
}

/** What happens next and what the citizen can do about it. */
export function nextStepOf(parts: BookingParts, doc: AppointmentDoc, now: Date): string {
  const { changeHours, noShows, suspensionDays } = parts.settings.booking;
  const venue = parts.venues.venue(doc.venueId);
  const hall = venue?.name ?? '大厅';
  switch (doc.state) {
    case 'held':
      return `名额为您留到 ${clockWords(timeOf(doc.dueAt ?? now))}，在那之前确认预约。`;
    case 'booked': {
      const closed = parts.timetable.closedReason(doc);
      if (closed !== null) {
        return `大厅有变动（${closed}），这个时间办不了。改到别的时间或取消，都不算爽约；可以打大厅电话 ${venue?.phone ?? '12345'} 询问。`;
      }
      const from = clockWords(timeOf(checkInFrom(doc, parts.settings.booking)));
      const until = clockWords(timeOf(checkInUntil(doc, parts.settings.booking)));
      return `${whenWords(doc.start, now)} 到${hall}，${from} 到 ${until} 之间凭签到码签到。来不了，提前 ${changeHours} 小时改期或取消。`;
    }
    case 'checked-in':
      return `您的号是 ${doc.turn?.ticket ?? ''}，在${hall}等候叫号。`;
    case 'called':
      return `正在叫您的号 ${doc.turn?.ticket ?? ''}，到${doc.turn?.window ?? '窗口'}办理。`;
    case 'serving':
      return '窗口正在办理。';
    case 'served':
      return '已经办理过了。';
    case 'expired':
      return '没有在保留的时间内确认，重新选一个时间就可以。';
    case 'cancelled':
      return '需要时可以重新预约。';
    case 'cancelled-by-venue':
      if (doc.rebookUntil && now <= doc.rebookUntil) {
        return `大厅有变动，这个时间办不了，不算爽约。${whenWords(doc.rebookUntil, now)} 前可以优先另选时间，包括还没对别人开放的几天。`;
      }
      return `大厅有变动，重新选一个时间就可以，不算爽约。可以打大厅电话 ${venue?.phone ?? '12345'} 询问。`;
    case 'missed':
      return doc.turn?.requeuedAt
        ? '叫号时您又不在。到咨询台重新取一个号。'
        : `叫号时您不在。到${hall}的咨询台说一声，可以重新排一次，排在三位之后。`;
    case 'parked':
      return `您暂时离开，号 ${doc.turn?.ticket ?? ''} 为您留着。回来到窗口或咨询台说一声，排在原来的位置。`;
    case 'unserved':
      return '当天没有办到。需要时可以重新预约，不算爽约。';
    case 'no-show':
      return `没有按时签到。${noShows} 次未到会暂停线上预约 ${suspensionDays} 天；现场取号不受影响。`;
  }
}
