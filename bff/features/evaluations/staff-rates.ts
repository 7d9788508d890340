import { addDays, at, dateOf } from '../../../shared/domain/time';
import type { StaffCaller } from '../../http/route';
import type { Served } from './model';
import type { EvaluationParts } from './parts';
import { placeOf } from './presenter';
import { type Counted, ratesBy, ratesOf } from './rates';
import { seesOthers, within } from './scope';

type By = 'item' | 'window' | 'venue' | 'department' | 'month' | 'mine';

const MONTHS = 12;

/**
 * Rates of a month within an officer's reach, the row with the most services first; by month those of a year up to it. By
 * officer only one's own; who neither handles nor supervises gets their own services, however they are put together, and those
 * of today tomorrow: what moves at once tells of whoever just left.
 * @param asked.month not said: this one
 */
export async function staffRates(
  parts: EvaluationParts,
  staff: StaffCaller,
  asked: { by: By; month?: string; now: Date },
) {
  const { by, now } = asked;
  const month = asked.month ?? dateOf(now).slice(0, 7);
  const own = by === 'mine' || !seesOthers(staff);
  const reach: Counted = own ? { staffId: staff.staffId } : within(staff);
  const until = own ? at(dateOf(now), '00:00') : null;
  const where = { ...reach, endedAt: timeOf(month, until) };
  return { by, month, rows: await rows() };

  async function rows() {
    switch (by) {
      case 'mine':
        return [{ key: 'mine', name: staff.name, ...(await ratesOf(parts, where)) }];
      case 'month':
        return Promise.all(
          monthsUpTo(month).map(async (one) => ({
            key: one,
            name: `${Number(one.slice(0, 4))}年${Number(one.slice(5))}月`,
            ...(await ratesOf(parts, { ...reach, endedAt: timeOf(one, until) })),
          })),
        );
      case 'item':
        return ratesBy(parts, where, ({ itemCode, title }) => ({ key: itemCode ?? title, name: title }));
      case 'venue':
        return ratesBy(parts, where, (served) => ({
          key: served.venueId,
          name: placeOf(parts, served).venueName,
        }));
      case 'department':
        return ratesBy(parts, where, ({ department }) => ({
          key: department ?? '',
          name: department ?? '没有部门',
        }));
      case 'window':
        return ratesBy(parts, where, (served) => windowRow(parts, served));
    }
  }
}

/** What was served at no window is in none of its rows. */
function windowRow(parts: EvaluationParts, served: Served) {
  const { venueName, windowName } = placeOf(parts, served);
  return served.windowId === null
    ? null
    : { key: served.windowId, name: `${venueName} ${windowName ?? '窗口已调整'}` };
}

/** From the first moment of a month to that of the next. @param until not later than that; null for no end */
function timeOf(month: string, until: Date | null) {
  const end = at(`${after(month)}-01`, '00:00');
  return { $gte: at(`${month}-01`, '00:00'), $lt: until && until < end ? until : end };
}

const after = (month: string) => addDays(`${month}-28`, 4).slice(0, 7);
const before = (month: string) => addDays(`${month}-01`, -1).slice(0, 7);

/** The newest first. */
function monthsUpTo(month: string): string[] {
  const months = [month];
  while (months.length < MONTHS) months.push(before(months.at(-1) ?? month));
  return months;
}
