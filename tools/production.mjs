// npm run serve | db:indexes | keys:reencrypt | staff:first-admin | audit:verify | systems:add | calendar:import: compiles when needed, then runs the compiled command.
import { existsSync } from 'node:fs';
import { endWithParent, requireNode, root, step, stop } from './lib/steps.mjs';

process.chdir(root);
requireNode();
endWithParent();
// The command sees its own arguments alone.
const [command] = process.argv.splice(2, 1);
if (!existsSync('node_modules')) stop('The packages are not installed. Run: npm ci');
await step('Compiling the BFF', 'node', ['tools/build-bff.mjs']);
process.env.NODE_ENV = 'production';
await import(new URL(`../dist/bff/${command}.js`, import.meta.url).href);
