import { readFile } from 'node:fs/promises';
import { importNotice, type NoticePreview, previewNotice } from './features/calendar/import-notice';
import { readNotice } from './features/calendar/read-notice';
import { withDatabase } from './maintenance';

const usage = `npm run calendar:import -- FILE         shows what the notice would change
npm run calendar:import -- FILE --yes   imports it
The form of the file is said in docs/calendar.md.`;

/**
 * `npm run calendar:import`: the State Council's yearly notice of holidays. Every process reads it within seconds;
 * deadlines that were provisional are counted anew. Ends with 1 when the file says what no notice can say.
 */
await withDatabase(async (deps) => {
  const given = process.argv.slice(2);
  const [file] = given.filter((word) => !word.startsWith('--'));
  if (file === undefined || given.some((word) => word.startsWith('--') && word !== '--yes'))
    throw new Error(usage);
  const notice = readNotice(await readFile(file, 'utf8'));
  const store = given.includes('--yes');
  const preview = store ? await importNotice(deps, notice) : await previewNotice(deps, notice);
  process.stdout.write(`${linesOf(preview, notice.source).join('\n')}\n`);
  process.stdout.write(
    store
      ? 'Imported. Every process reads it within seconds.\n'
      : 'Nothing was stored. Import it with --yes.\n',
  );
});

function linesOf({ year, wasKnown, nowOff, nowWorked, workingDays, years }: NoticePreview, source: string) {
  const missing = years.missing.length > 0 ? `, without ${years.missing.join(', ')}` : '';
  return [
    `${year}, ${source}: ${wasKnown ? 'in place of what was known' : 'not announced before'}`,
    `  off now     ${nowOff.map(({ date, name }) => `${date} ${name}`).join(', ') || 'nothing new'}`,
    `  worked now  ${nowWorked.join(', ') || 'nothing new'}`,
    `  working days of the year: ${workingDays.before} before, ${workingDays.after} after`,
    `  years known: ${years.first} to ${years.last}${missing}`,
  ];
}
