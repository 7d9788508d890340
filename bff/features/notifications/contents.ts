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

/** The words of a message; several things stand below each other, each under its title. */
export function wordsOf(parts: readonly MessagePart[]): { title: string; body: string } {
  const lead = leading(parts);
  const [only, ...more] = parts;
  if (only && more.length === 0)
    return { title: noticeTable[only.kind].title, body: noticeTable[only.kind].body(only.facts) };
  return {
    title: noticeTable[lead.kind].title,
    body: parts
      .map(({ kind, facts }) => `${noticeTable[kind].title}：${noticeTable[kind].body(facts)}`)
      .join('\n'),
  };
}
