import { verify } from './features/audit';
import { withDatabase } from './maintenance';

const SHOWN = 100;

/**
 * `npm run audit:verify`: reads the whole audit log and says what was edited, removed, put in or moved, and where.
 * Ends with 1 when anything was. With AUDIT_ANCHOR_FILE it also holds the log against what was noted there.
 */
await withDatabase(async (deps) => {
  const { checked, first, last, faults } = await verify(deps);
  const range = first === null ? '' : `, ${first} to ${last}`;
  process.stdout.write(`${checked} entries${range}\n`);
  for (const { sequence, what } of faults.slice(0, SHOWN))
    process.stdout.write(`${sequence === null ? 'the log' : `entry ${sequence}`}: ${what}\n`);
  if (faults.length > SHOWN) process.stdout.write(`… and ${faults.length - SHOWN} more\n`);
  process.stdout.write(faults.length === 0 ? 'The log is whole.\n' : 'The log was tampered with.\n');
  if (faults.length > 0) process.exitCode = 1;
});
