// npm test: installs what is missing, builds what is stale, then runs every suite. Arguments go to vitest.
import { spawn } from 'node:child_process';
import { buildMiniapp, installPackages, needChromium, requireNode, root } from './lib/steps.mjs';

process.chdir(root);
requireNode();
await installPackages();
const chromium = await needChromium();
await buildMiniapp('h5');
await buildMiniapp('weapp');
const child = spawn('npx', ['vitest', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, CHROMIUM: chromium },
});
child.on('close', (code) => process.exit(code ?? 1));
