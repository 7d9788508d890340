import { addDays, dateOf } from '../../../shared/domain/time';
import { clockWords, dayWords } from '../../../shared/domain/words';
import type { Closure, Venues } from '../venues';

export interface Notice {
  id: string;
  kind: 'closure' | 'news';
  text: string;
}

/** Closures are told this many days ahead. */
const AHEAD_DAYS = 7;
const MOST = 5;

/** What must be known before setting out: closures that are near first, then the rest. */
export function noticesOf(venues: Venues, now: Date): Notice[] {
  const today = dateOf(now);
  const until = addDays(today, AHEAD_DAYS);
  const closures = venues
    .closures()
    .filter(({ from, to }) => to >= today && from <= until)
    .map(
      (closure): Notice => ({ id: closure.id, kind: 'closure', text: closureWords(venues, closure, today) }),
    );
  return [...closures, ...sampleNews(venues)].slice(0, MOST);
}

/** `两碗镇为民服务中心后天（11月26日 周四）只开 8:30–12:00：下午线路检修`. */
function closureWords(
  venues: Venues,
  { venueId, from, to, periods, reason }: Closure,
  today: string,
): string {
  const venue = venues.venue(venueId)?.name ?? '';
  const days = from === to ? dayWords(from, today) : `${dayWords(from, today)}至${dayWords(to, today)}`;
  const hours = periods.map((period) => `${clockWords(period.from)}–${clockWords(period.to)}`).join('、');
  return `${venue}${days}${hours === '' ? '不开放' : `只开 ${hours}`}：${reason}`;
}

/** Nobody may take sample data for the real thing. */
function sampleNews(venues: Venues): Notice[] {
  if (!venues.all().some(({ sample }) => sample)) return [];
  const text = '这里的事项、地址、电话和时间都是示例数据，办事以大厅公布的为准。';
  return [{ id: 'sample-data', kind: 'news', text }];
}
