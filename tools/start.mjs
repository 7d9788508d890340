// npm start: from a fresh clone to a running product. `-- --fresh` forgets the data of earlier starts.
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { buildMiniapp, endWithParent, installPackages, requireNode, root, stop } from './lib/steps.mjs';

process.chdir(root);
requireNode();
endWithParent();
if (existsSync('.env')) process.loadEnvFile('.env');
const port = Number(process.env.PORT || 3000);
const host = process.env.HOST || '127.0.0.1';
await requireFreePort();
await installPackages();
await buildMiniapp('h5');
const dataDir = process.env.DATA_DIR || '.data';
if (process.argv.includes('--fresh')) {
  for (const part of ['mongo', 'sandbox']) rmSync(join(dataDir, part), { recursive: true, force: true });
}

const { register } = await import('tsx/esm/api');
register();
const { runDevelopment } = await import('../bff/run-development.ts');
await runDevelopment();

/** Says so before minutes of installing and building, not after. */
async function requireFreePort() {
  await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => {
      if (error.code === 'EADDRINUSE')
        stop(`Port ${port} is taken by another program. Choose another: PORT=${port + 1} npm start`);
      stop(`Port ${port} cannot be used: ${error.message}`);
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}
