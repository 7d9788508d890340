import { appendFile, readFile } from 'node:fs/promises';
import type { Place } from './chain';
import type { AuditMarkDoc, AuditModels } from './model';

/**
 * Notes where the log ends outside the database: a line of the application's log, and of a file where one is set.
 * Who can write the database alone cannot make these untrue.
 */
export class Anchors {
  private last = 0;

  constructor(
    private readonly models: AuditModels,
    private readonly file: string | null,
    private readonly tell: (place: Place) => void,
  ) {}

  async note(): Promise<void> {
    const head = await this.models.marks.findById('head').lean<AuditMarkDoc>();
    if (!head || head.sequence === this.last) return;
    const place = { sequence: head.sequence, mac: head.mac };
    if (this.file !== null) await appendFile(this.file, `${place.sequence} ${place.mac}\n`);
    this.tell(place);
    this.last = head.sequence;
  }
}

/** The anchors of a file. @throws with the line that is none */
export async function readAnchors(file: string): Promise<Place[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line, index) => {
    const match = /^(\d{1,15}) ([A-Za-z0-9_-]{43})$/.exec(line);
    if (!match) throw new Error(`${file}: line ${index + 1} is no anchor`);
    return { sequence: Number(match[1]), mac: match[2] ?? '' };
  });
}
