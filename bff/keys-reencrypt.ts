import { reencrypt } from './crypto/reencrypt';
import { maintain } from './maintenance';

/**
 * `npm run keys:reencrypt`: seals all personal data again with the first key of PERSONAL_DATA_KEYS and the algorithm
 * of PERSONAL_DATA_CIPHER. To be run once every process has the new ring; while the BFF serves; as often as one
 * likes. When it says that nothing was left, the old key can be taken out of the ring.
 * Ends with 1 when a value could not be opened by any key.
 */
await maintain(async (models, { cipher }) => {
  const results = await reencrypt(models, cipher);
  for (const { collection, seen, renewed, broken } of results) {
    const left = broken > 0 ? `, ${broken} that no key opens` : '';
    process.stdout.write(`${collection}: ${renewed} of ${seen} sealed again${left}\n`);
  }
  if (results.some(({ broken }) => broken > 0)) process.exitCode = 1;
});
