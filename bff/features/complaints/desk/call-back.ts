import { toIso } from '../../../../shared/domain/time';
import { sealText } from '../texts';
import { actOnComplaint, type ComplaintCommand } from './act-on-complaint';
import { handlerWords } from './acts';
import type { DeskParts } from './parts';

export interface CallBackBody {
  reached: boolean;
  satisfied: boolean | null;
  words: string;
}

/** Whoever complained was rung up: what they said, in their words. What somebody says who was not reached is nothing. */
export function callBack(parts: DeskParts, command: ComplaintCommand, { reached, ...said }: CallBackBody) {
  const satisfied = reached ? said.satisfied : null;
  const outcome = !reached ? '没有联系上' : satisfied === null ? '没有表态' : satisfied ? '满意' : '不满意';
  const { staff, now } = command;
  return actOnComplaint(parts, command, 'call-back', () => ({
    facts: { outcome },
    ...(said.words !== '' && { why: said.words }),
    set: {
      satisfied,
      called: sealText(parts, 'called', {
        at: toIso(now),
        by: handlerWords(staff),
        reached,
        satisfied,
        words: said.words,
      }),
    },
  }));
}
