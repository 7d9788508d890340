import type { PersonalMark } from '../../../../shared/contract/staff-complaints';
import { personalMarks } from '../../../../shared/domain/personal-marks';
import type { ComplaintDoc } from '../model';
import type { ComplaintParts } from '../parts';

/** What of an answered complaint everybody may read. */
const publishedFields = ['what', 'found', 'done', 'basis'] as const;
export type PublishedWords = Record<(typeof publishedFields)[number], string>;

/**
 * What in words tells who somebody is. Known names are found wherever they stand: of whoever complained, and of the officers
 * who had it. The hall's own phone is published anyway.
 */
export async function marksIn(
  parts: ComplaintParts,
  doc: ComplaintDoc,
  words: PublishedWords,
): Promise<PersonalMark[]> {
  const complainant = doc.personId === null ? null : await parts.people.fullName(doc.personId);
  const officers = [doc.handler?.name, ...doc.timeline.map(({ by }) => by.name)];
  const known = [...new Set([complainant, ...officers])].filter((name) => typeof name === 'string');
  const hall = digitsOf((doc.venueId !== null && parts.venues.venue(doc.venueId)?.phone) || '');
  return publishedFields.flatMap((field) => {
    const text = words[field];
    return personalMarks(text, known)
      .filter(({ from, to, kind }) => kind !== 'phone' || digitsOf(text.slice(from, to)) !== hall)
      .map((mark) => ({ field, ...mark }));
  });
}

const digitsOf = (phone: string) => phone.replace(/\D/g, '');
