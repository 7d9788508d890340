// Installs the npm packages when they are missing or the lock file changed.
import { installPackages, requireNode, root } from './lib/steps.mjs';

process.chdir(root);
requireNode();
await installPackages();
