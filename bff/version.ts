import { readFileSync } from 'node:fs';

/** The version of package.json, read from the folder the process was started in. */
export const version: string = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string })
  .version;
