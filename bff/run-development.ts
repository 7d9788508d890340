import { startDevelopment } from './development';
import { SAMPLE_PASSWORD } from './sample/staff';
import { sampleKeyFile } from './sample/system';
import { stopOnSignal } from './signals';

/** `npm start` and `npm run dev`: starts, says where to look, stops on Ctrl-C. */
export async function runDevelopment(): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const env = { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' };
    const server = await startDevelopment({ env, progress: (what) => say(`… ${what}`) });
    stopOnSignal(async () => {
      say('\nStopping');
      await server.close();
    });
    say('');
    say('昭通一站办 is ready (sample data, for development)');
    say(`  the app        ${server.url}/`);
    say(`  the desk       ${server.url}/#/packages/desk/queue/index`);
    say(`  a hall screen  ${server.url}/#/packages/display/hall/index?venue=v530600`);
    say(`  the API        ${server.url}/api/docs`);
    say(`  the sandbox    ${server.url}/sandbox`);
    say(
      `  a department   node tools/department-client.mjs --url ${server.url} --key-file ${sampleKeyFile(server.deps.settings)} EVENTS.json`,
    );
    if (server.deps.settings.sampleData) {
      say(`  sample staff   530600-W1 (window) and others, password ${SAMPLE_PASSWORD};`);
      say('                 the sandbox lists them and gives the code of their second factor');
    }
    say('Ctrl-C stops it.');
  } catch (error) {
    const reason = reasonOf(error);
    process.stderr.write(`\nIt could not start: ${reason}\n`);
    process.exit(1);
  }
}

/** For whoever started it: what is wrong, and what to run. */
function reasonOf(error: unknown): string {
  const { code, port } = error as { code?: string | number; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program.`;
  const said = error instanceof Error ? error.message : String(error);
  // IndexOptionsConflict and IndexKeySpecsConflict: the data is of an earlier version.
  if (code === 85 || code === 86)
    return `${said}\nThe stored data is of an earlier version. Start over with: npm start -- --fresh`;
  return said;
}
