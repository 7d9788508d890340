import { transitionOf } from '../../../shared/domain/case';
import { lastDay } from '../../../shared/domain/case-clock';
import { dateOf, toIso } from '../../../shared/domain/time';
import { dateWords } from '../../../shared/domain/words';
import type { CaseDoc, CaseEvent, CaseEventBy } from './model';

/** Who reads: the citizen, who acts for them, an officer, or anyone who has the number. */
export type Reader = 'self' | 'agent' | 'staff' | 'anyone';

/** The timeline from the newest, in plain words, by the time at which things happened. */
export function timelineFor(doc: CaseDoc, reader: Reader, now: Date) {
  return doc.timeline
    .filter(({ from, action }) => reader === 'staff' || transitionOf(from, action)?.shown === 'all')
    .map((event, index) => ({ event, index }))
    .sort((a, b) => b.event.at.getTime() - a.event.at.getTime() || b.index - a.index)
    .map(({ event }) => ({
      at: toIso(event.at),
      what: wordsOf(event, now),
      by: byWords(event.by, reader),
      // A stranger with the number learns how it stands, not why.
      why: reader === 'anyone' ? null : event.why,
    }));
}

function wordsOf({ from, action, facts }: CaseEvent, now: Date): string {
  const words = transitionOf(from, action)?.words ?? '';
  return words.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name] ?? '';
    return name === 'by' && fact !== '' ? dateWords(lastDay(new Date(fact)), dateOf(now)) : fact;
  });
}

function byWords({ role, name, number, agentOf }: CaseEventBy, reader: Reader): string {
  switch (role) {
    case 'citizen':
      return reader === 'self' ? '您本人' : '申请人';
    case 'agent':
      return reader === 'agent' ? '您（代办）' : agentOf ? `代办人（${agentOf}）` : '代办人';
    case 'system':
      return '系统';
    default:
      return number ? `${name}（工号 ${number}）` : (name ?? '部门系统');
  }
}
