import type { Appointment } from '../../../shared/contract';

/** What a calendar has to know of an appointment. */
export type Entry = Pick<Appointment, 'id' | 'itemName' | 'start' | 'end' | 'reference'> & {
  venue: Pick<Appointment['venue'], 'name' | 'address'>;
};

/** How long before the start the calendar reminds. */
export const remindMinutes = 60;

/** RFC 5545 wants these escaped in texts. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\n/g, '\\n');
}

/** `20261126T010000Z` */
function utc(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** An iCalendar file with one entry and a reminder an hour before. */
export function icalendar(entry: Entry, stamp: Date): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//zhaotong-one-stop//CN',
    'BEGIN:VEVENT',
    `UID:${entry.id}@zhaotong-one-stop`,
    `DTSTAMP:${utc(stamp.toISOString())}`,
    `DTSTART:${utc(entry.start)}`,
    `DTEND:${utc(entry.end)}`,
    `SUMMARY:${escaped(`办事：${entry.itemName}`)}`,
    `LOCATION:${escaped(`${entry.venue.name}，${entry.venue.address}`)}`,
    `DESCRIPTION:${escaped(`预约号 ${entry.reference ?? ''}`)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(entry.itemName)}`,
    `TRIGGER:-PT${remindMinutes}M`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
