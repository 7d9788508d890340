// npm run bench [name …]: prints a table for each bench and writes .data/bench/NAME.json.
import { readdirSync } from 'node:fs';
import { buildMiniapp, installPackages, requireNode, root, stop } from './lib/steps.mjs';

process.chdir(root);
requireNode();
await installPackages();
const known = readdirSync('test/bench')
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.slice(0, -'.bench.ts'.length));
const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : known;
for (const name of wanted)
  if (!known.includes(name)) stop(`There is no bench "${name}". There are: ${known.join(', ')}`);
await buildMiniapp('h5');
await buildMiniapp('weapp');
const { register } = await import('tsx/esm/api');
register();
const { report } = await import('../test/bench/report.ts');
for (const name of wanted) {
  const { bench } = await import(`../test/bench/${name}.bench.ts`);
  await report(name, await bench());
}
process.exit(0);
