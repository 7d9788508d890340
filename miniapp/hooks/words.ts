import type { AppointmentRow } from '../../shared/contract';
import type { ItemRow } from '../../shared/contract/catalogue';
import type { FreeTime } from '../../shared/contract/venues';
import { type CalendarDate, dateOf, timeOf } from '../../shared/domain/time';
import { clockWords, dateWords, dayWords, shortDayWords } from '../../shared/domain/words';
import { serverNow } from '../platform/clock';

/** The day in Beijing by the server's clock. */
export function today(): CalendarDate {
  return dateOf(new Date(serverNow()));
}

/** `明天 9:00`, farther away `11月26日 9:00`: for a button. */
export function shortFree({ date, slot }: Pick<FreeTime, 'date' | 'slot'>): string {
  return `${shortDayWords(date, today())} ${clockWords(slot)}`;
}

/** `明天（11月26日 周四）9:00`: where there is room. */
export function fullFree({ date, slot }: Pick<FreeTime, 'date' | 'slot'>): string {
  const day = dayWords(date, today());
  return `${day}${day.endsWith('）') ? '' : ' '}${clockWords(slot)}`;
}

/** `11月26日 9:00`, as it stands on the button that books it. */
export function dated({ date, slot }: Pick<AppointmentRow, 'date' | 'slot'>): string {
  return `${dateWords(date, today())} ${clockWords(slot)}`;
}

/** `11月25日 9:30`: when something was received. @param at `Date.now()` of then */
export function momentWords(at: number): string {
  const moment = new Date(at);
  return `${dateWords(dateOf(moment), today())} ${clockWords(timeOf(moment))}`;
}

/** `10:05` of an ISO time. */
export function clockOf(iso: string): string {
  return clockWords(timeOf(new Date(iso)));
}

/** `11月26日 10:05` of an ISO time. */
export function momentOf(iso: string): string {
  return momentWords(Date.parse(iso));
}

const channels = { window: '窗口', online: '网上', courier: '快递' } as const;

/** `窗口、快递`. */
export function channelWords(given: ItemRow['channels']): string {
  return given.map((channel) => channels[channel]).join('、');
}

/** `不用跑`, `跑 1 次`. */
export function visitWords(visits: number): string {
  return visits === 0 ? '不用跑' : `跑 ${visits} 次`;
}
