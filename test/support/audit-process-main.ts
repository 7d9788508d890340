import { systemClock } from '../../bff/clock';
import { createAudit } from '../../bff/features/audit';
import { createLog } from '../../bff/log';
import { readSettings } from '../../bff/settings';
import { connectMongo } from '../../bff/stores/mongo';
import { Work } from '../../bff/work';
import { act } from './audit';

/** Writes the audit log as fast as it can, a few acts at once, and tells of each that stands. */
const [uri = '', name = ''] = process.argv.slice(2);
const settings = readSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
const log = createLog('silent');
const mongo = await connectMongo(uri, 10_000);
const audit = createAudit({ settings, clock: systemClock, log, mongo, work: new Work(log) });
const LANES = 4;

const lane = async (number: number) => {
  for (let n = 0; ; n += 1) {
    const id = `${name}-${number}-${n}`;
    await audit.record(act(id));
    process.send?.(id);
  }
};
await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
