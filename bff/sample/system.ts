import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../deps';
import { integrationModels } from '../features/integration/model';
import { endKey, registerSystem, rotateKey } from '../features/integration/register-system';
import { signatureAlgorithms } from '../features/integration/signature';

const ID = 'sample-office';
/** Under DATA_DIR; what tools/department-client.mjs takes as --key-file. */
const FILE = 'sample-system.json';

type Needs = Pick<Deps, 'settings' | 'mongo' | 'clock' | 'cipher'>;

/** Where the key of the sample system is. */
export function sampleKeyFile({ dataDir }: Pick<Deps['settings'], 'dataDir'>): string {
  return join(dataDir, FILE);
}

/**
 * Registers a system that speaks for two sample departments in every hall, and leaves its key in a file, so that signed
 * calls can be tried. A lost file is made anew, with another key.
 * @throws in production
 */
export async function seedSystem({ settings, mongo, clock, cipher }: Needs): Promise<void> {
  if (settings.production) throw new Error('Sample systems are never registered in production');
  const models = integrationModels(mongo);
  const file = sampleKeyFile(settings);
  const now = clock.now();
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { keyId?: unknown }) : {};
  const registered = await models.systems.exists({ _id: ID });
  const good = await models.keys.find({ systemId: ID, until: null }, { _id: 1 }).lean();
  if (registered && good.some(({ _id }) => _id === kept.keyId)) return;
  for (const { _id } of good) await endKey(models, _id, now);
  const made = registered
    ? await rotateKey(models, cipher, ID, 0, now)
    : await registerSystem(
        models,
        cipher,
        { _id: ID, name: '示例业务系统', departments: ['人社局', '公安局'], venueIds: null },
        signatureAlgorithms,
        now,
      );
  writeFileSync(file, `${JSON.stringify({ keyId: made.keyId, secret: made.secret }, null, 2)}\n`, {
    mode: 0o600,
  });
}
