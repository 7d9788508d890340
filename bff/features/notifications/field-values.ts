import type { FieldSource } from '../../../shared/domain/notice-templates';
import { leading } from './contents';
import { fitField, shorten, typeOfField } from './fields';
import { noticeTable } from './kinds';
import type { MessagePart } from './model';
import { dayOf, momentOf } from './words';

/** The fields of a WeChat message, each made to fit. @param fields as the platform's template has them */
export function fieldsOf(
  fields: Record<string, FieldSource>,
  parts: readonly MessagePart[],
): Record<string, string> {
  const part = leading(parts);
  return Object.fromEntries(
    Object.entries(fields).map(([key, source]) => {
      const type = typeOfField(key) ?? 'thing';
      const value = shownOf(source, part);
      // An instant in a field of words is said in words.
      return [key, fitField(type, type === 'time' || type === 'date' ? value : inWords(source, value))];
    }),
  );
}

const SMS_PARAM = 20;

/** The parameters of an SMS, in the order of its template. */
export function smsParams(sources: readonly FieldSource[], parts: readonly MessagePart[]): string[] {
  const part = leading(parts);
  return sources.map(
    (source) => shorten(String(inWords(source, shownOf(source, part)) ?? ''), SMS_PARAM) || '-',
  );
}

function shownOf(source: FieldSource, { kind, facts, at }: MessagePart): string | number | undefined {
  const row = noticeTable[kind];
  switch (source) {
    case 'state':
      return row.state;
    case 'note':
      return row.note(facts);
    case 'at':
      return at;
    case 'window':
      return facts.window ?? facts.venueName;
    default:
      return facts[source];
  }
}

function inWords(source: FieldSource, value: string | number | undefined): string | number | undefined {
  if (typeof value !== 'string') return value;
  if (source === 'when' || source === 'at') return momentOf(value);
  return source === 'by' ? dayOf(value) : value;
}
