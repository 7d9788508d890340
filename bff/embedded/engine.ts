import { Catalog } from './catalog';
import { Cursors } from './cursors';
import { Storage } from './storage';
import { TtlSweeper } from './ttl';

/** Everything that commands work on. */
export interface Engine {
  storage: Storage;
  catalog: Catalog;
  cursors: Cursors;
  sweeper: TtlSweeper;
  /** Milliseconds since 1970, for TTL indexes, $currentDate and localTime. */
  now: () => number;
}

/** Opens the folder and starts the background deletion of expired documents. */
export async function openEngine(dir: string, now: () => number): Promise<Engine> {
  const storage = await Storage.open(dir);
  const catalog = await Catalog.load(storage);
  const cursors = new Cursors();
  const sweeper = new TtlSweeper(storage, catalog, now, () => cursors.reap());
  sweeper.start();
  return { storage, catalog, cursors, sweeper, now };
}

/** Stops the background work, syncs and closes. */
export async function closeEngine(engine: Engine): Promise<void> {
  await engine.sweeper.stop();
  await engine.cursors.closeAll();
  await engine.storage.close();
}
