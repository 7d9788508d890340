import { rectificationTransitionOf } from '../../../shared/domain/evaluation';
import { at, dateOf, toIso } from '../../../shared/domain/time';
import type { RectificationDoc, RectificationEvent } from './model';

/** What happened to a rectification, from the newest, in plain words. */
export function timelineOf({ timeline }: Pick<RectificationDoc, 'timeline'>, reader: 'citizen' | 'staff') {
  return timeline.map((event) => presentEvent(event, reader)).reverse();
}

function presentEvent(
  { at: when, from, action, by, facts }: RectificationEvent,
  reader: 'citizen' | 'staff',
) {
  const words = rectificationTransitionOf(from, action)?.words ?? '';
  // A time would tell staff who had just been there.
  const said = action === 'open' || action === 'regrade';
  return {
    at: toIso(said && reader === 'staff' ? at(dateOf(when), '00:00') : when),
    what: words.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? ''),
    by: by.number ? `${by.name}（工号 ${by.number}）` : '系统',
    why: facts.note ? facts.note : null,
  };
}
