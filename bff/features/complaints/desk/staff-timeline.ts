import type { StaffComplaint } from '../../../../shared/contract/staff-complaints';
import { complaintTransitionOf } from '../../../../shared/domain/complaint';
import { toIso } from '../../../../shared/domain/time';
import type { ComplaintDoc, ComplaintEvent } from '../model';
import { textOf } from '../texts';
import { handlerWords } from './acts';
import type { DeskParts } from './parts';

/** What happened to a complaint, from the newest, as officers read it: with what was said at each step. */
export function staffTimeline(
  parts: Pick<DeskParts, 'cipher'>,
  doc: ComplaintDoc,
): StaffComplaint['timeline'] {
  const whys = textOf(parts, doc, 'whys') ?? {};
  return doc.timeline
    .map((event, index) => {
      const why = whys[String(index)] ?? null;
      const words = complaintTransitionOf(event.from, event.action)?.words ?? '';
      return {
        at: toIso(event.at),
        what: words.replace(/\{(\w+)\}/g, (_, name: string) =>
          name === 'why' ? (why ?? '没有说原因') : (event.facts[name] ?? ''),
        ),
        by: byWords(event.by),
        // Said already where the words have room for it.
        why: words.includes('{why}') ? null : why,
      };
    })
    .reverse();
}

function byWords({ role, name, number }: ComplaintEvent['by']): string {
  if (role === 'citizen') return '投诉人';
  if (role === 'system') return '系统';
  return name && number ? handlerWords({ name, number }) : '投诉岗';
}
