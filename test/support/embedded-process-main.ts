import { readFileSync } from 'node:fs';
import { startEmbeddedMongo } from '../../bff/embedded';

/** The embedded endpoint in a process of its own; says its URI and, when asked, its memory. */
const [dir = ''] = process.argv.slice(2);
const server = await startEmbeddedMongo({ dir });
// It ends with the test that started it.
process.on('disconnect', () => process.exit());
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ bytes: ownMemory() });
});
process.send?.({ uri: server.uri });

/** Memory that is not the page cache of files (LevelDB maps its own); elsewhere than on Linux, all resident memory. */
function ownMemory(): number {
  try {
    const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  } catch {
    return process.memoryUsage().rss;
  }
}
