import type { Matter } from '../../../shared/contract';
import type { catalogueContract } from '../../../shared/contract/catalogue';
import type { AnswerOf } from '../../../shared/contract/core';
import { parsePosition } from '../../../shared/domain/distance';
import { toIso } from '../../../shared/domain/time';
import type { Deps } from '../../deps';
import { PreparedCache } from '../../http/prepared-cache';
import type { Caller, Routes } from '../../http/route';
import { Problem } from '../../problem';
import type { Catalogue } from '../catalogue';
import type { Venue, Venues } from '../venues';
import { noticesOf } from './notices';
import { themes } from './themes';

type HomeContract = Pick<typeof catalogueContract, 'GET /home'>;
type HomeAnswer = AnswerOf<HomeContract['GET /home']>;

/** What the first screen asks of the other features. */
export interface HomeNeeds {
  venues: Venues;
  catalogue: Catalogue;
  matters: { next(caller: Caller, now: Date): Promise<{ next: Matter | null; count: number }> };
  messages: { unread(caller: Caller): Promise<number> };
  people: {
    /** `王**`; null until the real name is verified. */
    maskedName(personId: string): Promise<string | null>;
    elderMode(accountId: string): Promise<boolean>;
  };
}

const CITY = '530600';
const HOTLINE = '12345';
const POPULAR = 8;
/** How long a first screen that says "open" may be told again. */
const FRESH_MS = 3_000;

/** The first screen in one answer. For whoever is not signed in it is made once every few seconds. */
export function createHome({ clock, ...needs }: Pick<Deps, 'clock'> & HomeNeeds): {
  routes: Routes<HomeContract>;
} {
  const cache = new PreparedCache(clock, FRESH_MS);
  const forget = () => cache.clear();
  needs.venues.onChange(forget);
  needs.catalogue.onChange(forget);
  return {
    routes: {
      'GET /home': async ({ query, caller, context }) => {
        const base = cache.get(`${query.county} ${query.near}`, () =>
          anonymousHome(needs, query, context.now),
        );
        if (!caller) return base;
        const [home, matters, unread, name, elderMode] = await Promise.all([
          base,
          needs.matters.next(caller, context.now),
          needs.messages.unread(caller),
          caller.personId === null ? null : needs.people.maskedName(caller.personId),
          needs.people.elderMode(caller.accountId),
        ]);
        const shared: HomeAnswer = JSON.parse(home.json);
        return { ...shared, name, elderMode, nextMatter: matters.next, matterCount: matters.count, unread };
      },
    },
  };
}

function anonymousHome(
  { venues, catalogue }: HomeNeeds,
  { near, county }: { near?: string; county?: string },
  now: Date,
): HomeAnswer {
  return {
    now: toIso(toTheMinute(now)),
    name: null,
    elderMode: false,
    nextMatter: null,
    matterCount: 0,
    unread: 0,
    lists: catalogue.listCounts(county),
    themes: [...themes],
    popular: catalogue.popular(county ?? CITY, POPULAR),
    venue: hallFor(venues, near, county, now),
    counties: [...venues.counties()],
    notices: noticesOf(venues, now),
    hotline: HOTLINE,
  };
}

/** To the minute, like the words on the page: a first screen that did not change keeps its ETag. */
function toTheMinute(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000);
}

/** The nearest hall with windows; without a position the centre of the county, or of the city. */
function hallFor(venues: Venues, near: string | undefined, county: string | undefined, now: Date) {
  if (near === undefined) {
    const centre = venues.all().find((venue) => isCentre(venue) && venue.county === (county ?? CITY));
    return centre ? venues.row(centre, now, null) : null;
  }
  const position = parsePosition(near);
  if (!position)
    throw new Problem('VALIDATION_FAILED', { fields: { 'query.near': '位置要写成“纬度,经度”。' } });
  const halls = venues.all().filter(({ windows }) => windows.length > 0);
  const nearest = venues.nearest(
    position,
    halls.map(({ id }) => id),
  );
  return nearest ? venues.row(nearest.venue, now, nearest.distance) : null;
}

function isCentre({ level }: Venue): boolean {
  return level === 'city' || level === 'county';
}
