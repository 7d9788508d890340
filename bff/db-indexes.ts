import { maintain } from './maintenance';
import { createIndexes, missingIndexes } from './stores/indexes';

const TEN_MINUTES = 600_000;

/** `npm run db:indexes`: creates every collection and index the features declare. Safe to repeat. */
await maintain(async (models) => {
  const missing = await missingIndexes(models);
  await createIndexes(models);
  const created = missing.map((index) => `  ${index}\n`).join('');
  process.stdout.write(created ? `Created:\n${created}` : 'All indexes are there.\n');
}, TEN_MINUTES);
