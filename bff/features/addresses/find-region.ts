import { halfWidth } from './half-width';
import type { Region, Regions } from './regions';

/** Where in a text a region is named. */
export interface FoundRegion {
  /** First character, and the one after the last. */
  start: number;
  end: number;
  /** County or township; null when several could be meant, or none is told. */
  code: string | null;
  /** How many levels were named. */
  levels: number;
}

/** Finds the regions that a text names, as people write them. */
export interface RegionFinder {
  /** In order, not overlapping. @param text half-width; what may not be read as a part of a name is a line end */
  find(text: string): FoundRegion[];
}

/** No county's name is longer than 积石山保安族东乡族撒拉族自治县; townships can be a whole institute. */
const LONGEST = 16;
const LONGEST_TOWNSHIP = 32;
const ETHNIC =
  '(?:蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族?|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|塔吉克|怒族|普米族|鄂温克族|德昂族|保安族|裕固族|独龙族|各族)';
const autonomous = new RegExp(`${ETHNIC}*自治([区州县旗])$`);
/** What the tables and some phones put in for a city where there is none. */
const placeholder = /^(市辖区|省直辖县级行政区划|省直辖县|自治区直辖县级行政区划|县)/;
/** After a short name: it was the beginning of a street's, a village's or another place's. */
const goesOn = /^[东南西北中]?[一二三四]?[路街巷弄里村镇乡县区市州场站寺桥园]|^大[道街厦]|^小区/;

/** @returns `昭通` of 昭通市, `红河` and `红河州` of 红河哈尼族彝族自治州 */
function shortForms({ name, level }: Region): string[] {
  if (level === 'province') return [name.replace(/省|市|(?:壮族|回族|维吾尔)?自治区/, '')];
  const found = autonomous.exec(name);
  if (found) {
    const stem = name.slice(0, found.index);
    return [stem, ...(level === 'city' ? [`${stem}州`] : [])].filter((form) => form.length > 1);
  }
  const stem = name.replace(/(市|地区|盟|林区|区|县|旗)$/, '');
  return stem !== name && stem.length > 1 ? [stem] : [];
}

interface Candidate {
  region: Region;
  /** Without the 省, 市, 县 that tells what it is. */
  short: boolean;
}

interface Chain {
  end: number;
  levels: number;
  /** The deepest region named; several when they cannot be told apart. */
  regions: Region[];
}

/** Reads names of regions by the tables; one finder serves all. */
export function createRegionFinder(regions: Regions): RegionFinder {
  const byName = new Map<string, Candidate[]>();
  const note = (name: string, candidate: Candidate) => {
    const known = byName.get(name);
    if (known) known.push(candidate);
    else byName.set(name, [candidate]);
  };
  for (const region of regions.all()) {
    note(region.name, { region, short: false });
    for (const form of shortForms(region)) note(form, { region, short: !form.endsWith('州') });
  }
  // 水富县 until 2018, 水富市 since: an old name counts where no county of today has it.
  const today = new Set(byName.keys());
  for (const region of regions.all()) {
    const former = region.level === 'county' && region.name.replace(/[市区]$/, '县');
    if (former && !today.has(former)) note(former, { region, short: false });
  }
  const townshipNames = new Map<string, Map<string, Region>>();
  const townshipsByName = (county: string): Map<string, Region> => {
    const known = townshipNames.get(county);
    if (known) return known;
    const named = new Map<string, Region>();
    for (const township of regions.townships(county)) {
      const name = halfWidth(township.name);
      named.set(name, township);
      const stem = name.replace(/街道$/, '');
      if (stem !== name) named.set(`${stem}街道办事处`, township).set(`${stem}办事处`, township);
    }
    townshipNames.set(county, named);
    return named;
  };

  const longest = <T>(text: string, at: number, look: (name: string) => T | undefined) => {
    for (let length = Math.min(LONGEST_TOWNSHIP, text.length - at); length > 1; length -= 1) {
      const value = look(text.slice(at, at + length));
      if (value !== undefined) return { value, end: at + length };
    }
    return null;
  };

  /** The township named there in one of these counties, when only one has it. */
  const townshipIn = (text: string, at: number, counties: readonly string[]) => {
    const hits = counties.flatMap((county) => {
      const hit = longest(text, at, (name) => townshipsByName(county).get(name));
      return hit ? [hit] : [];
    });
    return hits.length === 1 ? hits[0] : undefined;
  };

  /** What is named from there on below a region, as deep as it goes. */
  const follow = (text: string, from: number, scope: Region, levels: number): Chain => {
    const here: Chain = { end: from, levels, regions: [scope] };
    let at = from;
    while (at < text.length && /[\s,;|、/>·-]/.test(text[at] ?? '')) at += 1;
    // 北京市北京市东城区, 湖北省省直辖县级行政区划仙桃市: what is said twice or says nothing.
    const idle = placeholder.exec(text.slice(at, at + LONGEST))?.[0] ?? scope.name;
    const chains = text.startsWith(idle, at) ? [follow(text, at + idle.length, scope, levels)] : [];
    if (scope.level === 'county') {
      const hit = townshipIn(text, at, [scope.code]);
      if (hit) chains.push({ end: hit.end, levels: levels + 1, regions: [hit.value] });
    } else {
      for (let length = Math.min(LONGEST, text.length - at); length > 1; length -= 1) {
        const end = at + length;
        for (const { region, short } of byName.get(text.slice(at, end)) ?? []) {
          if (!below(region, scope) || broken(text, end, short, region)) continue;
          chains.push(follow(text, end, region, levels + 1));
        }
      }
      if (scope.level === 'city') {
        const counties = (regions.below(scope.code) ?? []).map(({ code }) => code);
        const hit = townshipIn(text, at, counties);
        if (hit) chains.push({ end: hit.end, levels: levels + 1, regions: [hit.value] });
      }
    }
    return best([here, ...chains]);
  };

  /** What is named right there. */
  const startingAt = (text: string, at: number, begins: boolean): Chain | null => {
    const chains: Chain[] = [];
    for (let length = Math.min(LONGEST, text.length - at); length > 1; length -= 1) {
      const end = at + length;
      for (const { region, short } of byName.get(text.slice(at, end)) ?? []) {
        // 李昭通 lives somewhere, and 水富县 is not 富县: a short name counts where something begins only.
        if (((short || length === 2) && !begins) || broken(text, end, short, region)) continue;
        const chain = follow(text, end, region, 1);
        if (short && region.level === 'county' && chain.levels === 1) continue;
        chains.push(chain);
      }
    }
    return chains.length > 0 ? best(chains) : null;
  };

  return {
    find(text) {
      const found: FoundRegion[] = [];
      let at = 0;
      while (at < text.length - 1) {
        const begins = at === 0 || /[\s,;|。:]/.test(text[at - 1] ?? '');
        const chain = startingAt(text, at, begins);
        if (!chain) {
          at += 1;
          continue;
        }
        found.push({ start: at, end: chain.end, code: codeOf(chain), levels: chain.levels });
        at = chain.end;
      }
      return found;
    },
  };
}

function below(region: Region, scope: Region): boolean {
  return region.code.length > scope.code.length && region.code.startsWith(scope.code);
}

/** Whether what was read as a name is only the beginning of another. */
function broken(text: string, end: number, short: boolean, region: Region): boolean {
  const rest = text.slice(end, end + 4);
  // 中山市 is one, 中山市场 is none.
  return short ? goesOn.test(rest) : region.name.endsWith('市') && rest.startsWith('场');
}

/** The chain with most levels, of those the longest; equals are put together: they cannot be told apart. */
function best(chains: readonly Chain[]): Chain {
  const [first, ...others] = [...chains].sort((a, b) => b.levels - a.levels || b.end - a.end);
  if (!first) throw new RangeError('no chain to choose from');
  const equal = others.filter(({ levels, end }) => levels === first.levels && end === first.end);
  return { ...first, regions: [first, ...equal].flatMap(({ regions }) => regions) };
}

function codeOf({ regions }: Chain): string | null {
  const codes = new Set(
    regions.flatMap(({ level, code }) => (level === 'county' || level === 'township' ? [code] : [])),
  );
  const [code = null] = codes;
  if (codes.size < 2) return code;
  // 金门县 has one township, of the same name.
  const counties = new Set([...codes].map((each) => each.slice(0, 6)));
  const [county = null] = counties;
  return counties.size === 1 ? county : null;
}
