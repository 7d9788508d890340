// Compiles the BFF for production: one file a command, packages left in node_modules.
import { build } from 'esbuild';

await build({
  entryPoints: [
    'bff/main.ts',
    'bff/db-indexes.ts',
    'bff/keys-reencrypt.ts',
    'bff/staff-first-admin.ts',
    'bff/audit-verify.ts',
    'bff/systems-add.ts',
    'bff/calendar-import.ts',
    'bff/pdf-worker.ts',
    'bff/result-worker.ts',
  ],
  outdir: 'dist/bff',
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
});
