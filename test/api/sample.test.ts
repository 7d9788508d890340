import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemModel } from '../../bff/features/catalogue/model';
import { venueModels } from '../../bff/features/venues/model';
import { seedSample } from '../../bff/sample';
import { DataVersion } from '../../bff/stores/data-version';
import { startApp, type TestApp } from '../support/app';
import { Client } from '../support/client';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const count = async () => (await new Client(app.api).get('GET /items')).total;

describe('sample data in the stores', () => {
  it('is loaded once', async () => {
    const items = await count();
    expect(items).toBeGreaterThan(100);
    const model = itemModel(app.deps.mongo);
    await model.updateOne({}, { $set: { feeWords: '改过' } });
    expect(await seedSample(app.deps, { scale: 'small' })).toMatchObject({
      loaded: false,
      counties: 2,
      items,
    });
    expect(await model.countDocuments({ feeWords: '改过' })).toBe(1);
  });

  it('is made whole when loading it was interrupted', async () => {
    const items = await count();
    const { queues } = venueModels(app.deps.mongo);
    const expected = await queues.countDocuments();
    await itemModel(app.deps.mongo).deleteMany({ county: '530602' });
    await queues.deleteMany({});
    await new DataVersion(app.deps.mongo, 'sample-small').set(0);
    expect(await seedSample(app.deps, { scale: 'small' })).toMatchObject({ loaded: true });
    expect(await queues.countDocuments()).toBe(expected);
    expect(await count()).toBe(items);
  });

  it('never reaches production', async () => {
    const settings = { ...app.deps.settings, production: true };
    await expect(seedSample({ ...app.deps, settings }, { scale: 'small' })).rejects.toThrow('production');
  });
});
