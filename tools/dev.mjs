// npm run dev: as `npm start`, and follows every change: the BFF restarts, the H5 page is built again.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { buildMiniapp, endWithParent, installPackages, requireNode, root } from './lib/steps.mjs';

process.chdir(root);
requireNode();
endWithParent();
await installPackages();
await buildMiniapp('h5');
const args = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'tools/dev-server.ts'];
const server = spawn(process.execPath, args, { stdio: 'inherit' });

let building;
let again = false;
/** One build at a time; a change during a build asks for one more. A build that fails says why and waits for the next. */
function rebuild() {
  if (building) {
    again = true;
    return;
  }
  process.stdout.write('Building the H5 page again …\n');
  building = spawn('npm', ['run', '--silent', 'build:h5'], { stdio: ['ignore', 'ignore', 'inherit'] });
  building.on('close', (code) => {
    building = undefined;
    process.stdout.write(
      code === 0 ? 'The H5 page is new: reload it.\n' : 'The H5 page could not be built.\n',
    );
    if (again) {
      again = false;
      rebuild();
    }
  });
}

let timer;
for (const folder of ['miniapp', 'shared', 'config']) {
  watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    // Editors write a file in several steps.
    timer = setTimeout(rebuild, 300);
  });
}

const stop = () => {
  building?.kill('SIGTERM');
  server.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
server.on('close', (code) => process.exit(code ?? 0));
