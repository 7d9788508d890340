// npm run dev: as `npm start`, and follows every change: the BFF restarts, the H5 page is rebuilt.
import { spawn } from 'node:child_process';
import { buildMiniapp, endWithParent, installPackages, requireNode, root } from './lib/steps.mjs';

process.chdir(root);
requireNode();
endWithParent();
await installPackages();
await buildMiniapp('h5');
const children = [
  spawn('npx', ['tsx', 'watch', '--include', 'shared', 'tools/dev-server.ts'], { stdio: 'inherit' }),
  spawn('npx', ['taro', 'build', '--type', 'h5', '--watch'], { stdio: ['ignore', 'ignore', 'inherit'] }),
];
const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('close', stop);
