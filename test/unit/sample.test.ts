import { describe, expect, it } from 'vitest';
import { checkItem } from '../../bff/features/catalogue/check-item';
import type { ItemDoc } from '../../bff/features/catalogue/model';
import { sampleData } from '../../bff/sample/data';
import { foundingCounts } from '../../bff/sample/items/layout';

const data = sampleData('full');
const city = data.items.filter(({ county }) => county === '530600');
const counties = data.items.filter(({ county }) => county !== '530600');
const listed = (items: ItemDoc[], list: ItemDoc['lists'][number]) =>
  items.filter(({ lists }) => lists.includes(list)).length;
const distinct = <T>(rows: T[], keyOf: (row: T) => string) => new Set(rows.map(keyOf)).size;

describe('sample data', () => {
  it('has the counts of the founding document at the city centre', () => {
    const centre = data.venues.find(({ _id }) => _id === 'v530600');
    expect({
      items: city.length,
      departments: distinct(city, ({ department }) => department),
      windows: centre?.windows.length,
      oneVisit: listed(city, 'one-visit'),
      citywide: listed(city, 'citywide'),
    }).toEqual(foundingCounts.city);
  });

  it('has the counts of the founding document in the counties', () => {
    expect({
      items: counties.length,
      departments: distinct(counties, ({ county, department }) => county + department),
      authority: counties.filter(({ type }) => type !== '公共服务').length,
      publicService: counties.filter(({ type }) => type === '公共服务').length,
    }).toEqual(foundingCounts.counties);
    expect(distinct(counties, ({ county }) => county)).toBe(11);
  });

  it('has the divisions of the package', () => {
    const count = (level: string) => data.regions.filter((region) => region.level === level).length;
    expect([count('city'), count('county'), count('township'), count('village')]).toEqual([1, 11, 150, 1402]);
    expect(data.venues).toHaveLength(1 + 11 + 150 + 1402);
  });

  it('passes the checks of an import, row by row', () => {
    expect(data.items.flatMap((item) => checkItem(item).map((fault) => `${item.name}: ${fault}`))).toEqual(
      [],
    );
    expect(distinct(data.items, ({ _id }) => _id)).toBe(data.items.length);
    expect(distinct(data.items, ({ handlingCode }) => handlingCode)).toBe(data.items.length);
  });

  it('calls items by names of their own in each region', () => {
    expect(distinct(data.items, ({ county, name }) => county + name)).toBe(data.items.length);
    expect(data.items.filter(({ name }) => /\d/.test(name))).toEqual([]);
  });

  it('lets every county and the city book an identity card', () => {
    for (const name of ['居民身份证换领', '居民身份证补领']) {
      const rows = data.items.filter((item) => item.name === name && item.bookable);
      expect(distinct(rows, ({ county }) => county)).toBe(12);
    }
  });

  it('has a queue with windows for every department that has items', () => {
    const queues = new Set(data.queues.map(({ venueId, department }) => `${venueId} ${department}`));
    expect(data.items.filter(({ venueId, department }) => !queues.has(`${venueId} ${department}`))).toEqual(
      [],
    );
    expect(
      data.queues.filter(({ windows, seatsPerSlot }) => windows.length === 0 || seatsPerSlot === 0),
    ).toEqual([]);
  });

  it('says that it is sample, and never blames or begs', () => {
    expect(data.items.every(({ sample }) => sample) && data.venues.every(({ sample }) => sample)).toBe(true);
    expect(data.venues.every(({ address }) => address.text.includes('示例'))).toBe(true);
    const read = JSON.stringify([data.items.map(({ guide }) => guide), data.venues]);
    expect(read.match(/.{4}((?<![申聘])请|非法|错误|抱歉).{4}/g)).toBeNull();
  });

  it('is the same every time', () => {
    expect(sampleData('full')).toEqual(data);
  });

  it('is a city and two counties for tests, every item with a queue', () => {
    const small = sampleData('small');
    expect(small.regions.filter(({ level }) => level === 'county').map(({ _id }) => _id)).toEqual([
      '530602',
      '530621',
    ]);
    expect(small.items.filter(({ name }) => name === '居民身份证换领')).toHaveLength(3);
    expect(small.venues.length).toBeLessThan(40);
  });
});
