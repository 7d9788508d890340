import type { PersonalDataCipher } from '../../crypto/personal-data';
import type { OwedNotice } from '../../work/outbox';
import { noticeTable } from './kinds';
import { CONTENTS, type MessageDoc, type MessagePart } from './model';

export function partOf({ kind, facts, at }: OwedNotice): MessagePart {
  return { kind, facts, at: at.toISOString() };
}

export function sealParts(cipher: PersonalDataCipher, parts: readonly MessagePart[]): string {
  return cipher.seal(JSON.stringify(parts), CONTENTS);
}

/** What a message tells, oldest first. */
export function openParts(cipher: PersonalDataCipher, { contents }: Pick<MessageDoc, 'contents'>) {
  return JSON.parse(cipher.open(contents, CONTENTS)) as MessagePart[];
}

/** What a message is chiefly about: the last that must arrive, else the last that happened. */
export function leading(parts: readonly MessagePart[]): MessagePart {
  const lead = parts.findLast(({ kind }) => noticeTable[kind].sms !== null) ?? parts.at(-1);
  if (!lead) throw new Error('a message of nothing');
  return lead;
}

/** The words of a message: what it is chiefly about in full, whatever else happened within the minute by its title. */
export function wordsOf(parts: readonly MessagePart[]): { title: string; body: string } {
  const lead = leading(parts);
  const { title, body } = noticeTable[lead.kind];
  const others = parts.filter((part) => part !== lead).map(({ kind }) => noticeTable[kind].title);
  return {
    title,
    body: [body(lead.facts), others.length > 0 && `同时：${others.join('、')}`].filter(Boolean).join('\n'),
  };
}
