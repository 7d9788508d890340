import type { Model } from 'mongoose';
import { addDays, dateOf } from '../../shared/domain/time';
import type { Deps } from '../deps';
import { checkItem } from '../features/catalogue/check-item';
import { itemModel } from '../features/catalogue/model';
import { announceClosure } from '../features/venues/announce-closure';
import { venueModels } from '../features/venues/model';
import { DataVersion } from '../stores/data-version';
import { putAnswers, sampleAnswers } from './answers';
import { type SampleData, type SampleScale, sampleData } from './data';
import { foundingCounts } from './items/layout';

/** Raised whenever the generated rows change, so that stored sample data of an older start is replaced. */
const SAMPLE_VERSION = 4;
const BATCH = 1_000;

/** What was loaded, beside what the founding document counts. */
export interface SampleSummary {
  loaded: boolean;
  counties: number;
  townships: number;
  villages: number;
  items: number;
  queues: number;
}

/**
 * Fills empty stores with sample data for development and tests. Does nothing when this version of it is there.
 * @throws in production, and when a generated item fails the checks of an import
 */
export async function seedSample(
  deps: Pick<Deps, 'settings' | 'mongo' | 'clock' | 'log' | 'work'>,
  options: { scale?: SampleScale } = {},
): Promise<SampleSummary> {
  if (deps.settings.production) throw new Error('Sample data is never loaded in production');
  const scale = options.scale ?? 'full';
  const version = new DataVersion(deps.mongo, `sample-${scale}`);
  const data = sampleData(scale);
  const summary = summaryOf(data);
  if ((await version.read()) === SAMPLE_VERSION) return { ...summary, loaded: false };

  for (const item of data.items) {
    const faults = checkItem(item);
    if (faults.length > 0) throw new Error(`Sample item ${item.name} (${item._id}): ${faults.join('; ')}`);
  }
  const { regions, venues, queues } = venueModels(deps.mongo);
  await replaceAll(regions, data.regions);
  await replaceAll(venues, data.venues);
  await replaceAll(queues, data.queues);
  await replaceAll(itemModel(deps.mongo), data.items);
  await putAnswers(deps, sampleAnswers(data.items, deps.clock.now()));
  await new DataVersion(deps.mongo, 'catalogue').raise();
  await announceSampleClosure(deps, data, scale);
  await version.set(SAMPLE_VERSION);
  // The features are made before there is data; their refresh jobs notice the new versions.
  await deps.work.runAll();
  deps.log.info({ ...summary, foundingDocument: foundingCounts }, 'sample data loaded');
  return summary;
}

/** One township is closed on an afternoon soon, so that closures can be seen. */
async function announceSampleClosure(
  { mongo, clock }: Pick<Deps, 'mongo' | 'clock'>,
  { venues }: SampleData,
  scale: SampleScale,
): Promise<void> {
  const version = new DataVersion(mongo, 'venues');
  const township = venues.filter(({ level }) => level === 'township').pop();
  if (scale === 'small' || !township) return version.raise();
  const now = clock.now();
  const date = addDays(dateOf(now), 2);
  await announceClosure(venueModels(mongo), version, {
    id: 'sample-closure',
    venueId: township._id,
    from: date,
    to: date,
    periods: [{ from: '08:30', to: '12:00' }],
    reason: '下午线路检修（示例）',
    announcedAt: now,
  });
}

async function replaceAll<T>(model: Model<T>, rows: T[]): Promise<void> {
  await model.deleteMany({});
  // The generator's rows are typed and checked; casting thousands of them again would take seconds.
  for (let start = 0; start < rows.length; start += BATCH)
    await model.insertMany(rows.slice(start, start + BATCH), { lean: true, ordered: false });
}

function summaryOf({ regions, items, queues }: SampleData): SampleSummary {
  const count = (level: string) => regions.filter((region) => region.level === level).length;
  return {
    loaded: true,
    counties: count('county'),
    townships: count('township'),
    villages: count('village'),
    items: items.length,
    queues: queues.length,
  };
}
