import { toIso } from '../shared/domain/time';
import { openLog } from './features/audit';
import { firstAdministrator, resetFromConsole } from './features/staff';
import { withDatabase } from './maintenance';

const usage = `npm run staff:first-admin -- NUMBER NAME      the first administrator of the whole city
npm run staff:first-admin -- --reset NUMBER   a new initial password when no administrator can sign in any more`;

/**
 * `npm run staff:first-admin`: there is no default password; this makes the first administrator, or gives one who lost
 * password or telephone a new start. What it did goes to the audit log.
 */
await withDatabase(async (deps) => {
  const [first = '', second = ''] = process.argv.slice(2);
  const reset = first === '--reset';
  const number = (reset ? second : first).toUpperCase();
  const name = second.trim();
  if (!/^[A-Z0-9-]{3,20}$/.test(number)) throw new Error(usage);
  if (!reset && ([...name].length < 2 || [...name].length > 30)) throw new Error(usage);
  const made = reset
    ? await resetFromConsole(deps, number)
    : await firstAdministrator(deps, { number, name });
  const act = reset ? 'staff:first-admin --reset' : 'staff:first-admin';
  await openLog(deps).audit.record({ act, staff: null, about: { number }, outcome: 'ok' });
  process.stdout.write(`Administrator ${made.number}
Password for the first sign-in: ${made.initialPassword}
Good until ${toIso(made.until)}. It must be changed then, and an authenticator app is set up.
`);
});
