import { departments } from './departments';
import { known } from './known';
import { type Template, templates } from './templates';

/** How many items of which kind a hall has. */
export interface Layout {
  templates: Template[];
  /** Names of those that are 最多跑一次 there. */
  oneVisit: Set<string>;
}

/** Counts of the founding document. */
export const foundingCounts = {
  city: { items: 439, departments: 21, windows: 26, oneVisit: 245, citywide: 21 },
  counties: { items: 3_025, departments: 226, authority: 2_517, publicService: 508 },
  townships: 146,
  villages: 1_331,
};

/** Only the county and its townships decide on homesteads (土地管理法 §62). */
const countyOnly = new Set(['农村宅基地审批']);

/** The city centre: 439 items, 245 of them in one visit at most. @param share 1 for all; less for tests */
export function cityLayout(share: number): Layout {
  const { items, oneVisit } = foundingCounts.city;
  const chosen = choose(
    templates.filter(({ name }) => !countyOnly.has(name)),
    Math.round(items * share),
  );
  return { templates: chosen, oneVisit: easiest(chosen, Math.round(oneVisit * share)) };
}

/**
 * One of the eleven county centres. 3,025 items are 275 for each; of 508 public services 47 fall to the first two
 * and 46 to the others; six have all 21 departments and five have 20: 226.
 */
export function countyLayout(index: number, share: number): Layout {
  const counties = 11;
  const { items, publicService, departments: departmentCount } = foundingCounts.counties;
  const full = departmentCount - counties * (departments.length - 1);
  const here = templates.filter(({ department }) => index < full || department.inEveryCounty);
  const services = Math.floor(publicService / counties) + (index < publicService % counties ? 1 : 0);
  const chosen = [
    ...choose(here.filter(isService), Math.round(services * share)),
    ...choose(
      here.filter((template) => !isService(template)),
      Math.round((items / counties - services) * share),
    ),
  ];
  return { templates: chosen, oneVisit: easiest(chosen, Math.round(chosen.length * 0.6)) };
}

/** A county centre with all departments, or without the one that is not everywhere. */
export function departmentsOf(layout: Layout) {
  const present = new Set(layout.templates.map(({ department }) => department.id));
  return departments.filter(({ id }) => present.has(id));
}

/** What takes no visit or is done at once comes first when 最多跑一次 is handed out. */
function easiest(chosen: Template[], count: number): Set<string> {
  const ease = (template: Template) =>
    (known[template.name] ? 0 : 2) + (template.promised.unit === 'instant' ? 0 : 1);
  return new Set(
    [...chosen]
      .sort((a, b) => ease(a) - ease(b))
      .slice(0, count)
      .map(({ name }) => name),
  );
}

/** The well-known ones, then one of each department in turn, so that none is left out. */
function choose(from: Template[], count: number): Template[] {
  const first = from.filter(({ name }) => known[name]);
  const rest = departments.map(({ id }) =>
    from.filter(({ name, department }) => department.id === id && !known[name]),
  );
  const turns = Math.max(0, ...rest.map(({ length }) => length));
  const inTurn = Array.from({ length: turns }, (_, turn) => rest.flatMap((list) => list[turn] ?? [])).flat();
  return [...first, ...inTurn].slice(0, Math.max(count, first.length));
}

function isService({ type }: Template): boolean {
  return type === '公共服务';
}
