import { parseArgs } from 'node:util';
import { integrationModels } from './features/integration/model';
import { endKey, type NewKey, registerSystem, rotateKey } from './features/integration/register-system';
import { type SignatureAlgorithm, signatureAlgorithms } from './features/integration/signature';
import { withDatabase } from './maintenance';

const usage = `npm run systems:add -- --id ID --name NAME --departments A,B [--venues ID,ID] [--algorithms hmac-sm3]
                                      registers a system and gives it a key
npm run systems:add -- --rotate ID [--grace-days 30]
                                      gives a system another key; the one it has stays good for that long
npm run systems:add -- --end KEY_ID   ends a key at once
npm run systems:add -- --list         the systems and their keys, without secrets`;

/**
 * `npm run systems:add`: registers the system of a department that returns progress of cases, and changes its keys. A secret
 * is shown once and is stored sealed.
 */
await withDatabase(async ({ mongo, cipher, clock }) => {
  const models = integrationModels(mongo);
  const now = clock.now();
  const { values } = parseArgs({
    options: {
      id: { type: 'string' },
      name: { type: 'string' },
      departments: { type: 'string' },
      venues: { type: 'string' },
      algorithms: { type: 'string' },
      rotate: { type: 'string' },
      'grace-days': { type: 'string', default: '30' },
      end: { type: 'string' },
      list: { type: 'boolean' },
    },
  });
  if (values.list) return list(models);
  if (values.end !== undefined) {
    await endKey(models, values.end, now);
    return say(`${values.end} is not good any more.`);
  }
  if (values.rotate !== undefined) {
    const days = Number(values['grace-days']);
    if (!Number.isInteger(days) || days < 0 || days > 365) throw new Error(usage);
    return show(await rotateKey(models, cipher, values.rotate, days, now));
  }
  const { id, name, departments } = values;
  if (id === undefined || name === undefined || departments === undefined) throw new Error(usage);
  const system = {
    _id: id,
    name,
    departments: words(departments),
    venueIds: values.venues === undefined ? null : words(values.venues),
  };
  const algorithms = values.algorithms === undefined ? signatureAlgorithms : words(values.algorithms);
  const unknown = algorithms.find((each) => !signatureAlgorithms.includes(each as SignatureAlgorithm));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${signatureAlgorithms.join(', ')}`);
  show(await registerSystem(models, cipher, system, algorithms as SignatureAlgorithm[], now));
});

function words(list: string): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

function show({ keyId, secret, algorithms }: NewKey): void {
  say(`X-System   ${keyId}\nsecret     ${secret}\nsigns with ${algorithms.join(' or ')}`);
  say('The secret is shown this once. How to sign: docs/integration.md');
}

async function list({ systems, keys }: ReturnType<typeof integrationModels>): Promise<void> {
  for (const { _id, name, departments, venueIds } of await systems.find().sort({ _id: 1 }).lean()) {
    say(`${_id}  ${name}  ${departments.join(', ')}  ${venueIds?.join(', ') ?? 'all halls'}`);
    for (const key of await keys.find({ systemId: _id }).sort({ createdAt: 1 }).lean()) {
      const until = key.until === null ? 'no end' : `until ${key.until.toISOString()}`;
      say(`  ${key._id}  ${until}  last used ${key.lastUsedAt?.toISOString() ?? 'never'}`);
    }
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
