import type { Position } from '../../shared/domain/distance';
import type { Period } from '../../shared/domain/hours';
import type { QueueDoc, RegionDoc, VenueDoc, VenueWindow } from '../features/venues/model';
import { type Department, departments } from './items/departments';
import { hotline } from './items/items';

/** County seats, to about a kilometre (GCJ-02). */
const seats: Record<string, [latitude: number, longitude: number]> = {
  '530600': [27.3443, 103.7274],
  '530602': [27.3369, 103.7065],
  '530621': [27.1911, 103.5578],
  '530622': [26.9086, 102.9296],
  '530623': [28.1087, 104.2343],
  '530624': [27.748, 103.8907],
  '530625': [28.2292, 103.6379],
  '530626': [28.592, 103.969],
  '530627': [27.4421, 104.8735],
  '530628': [27.6253, 104.0483],
  '530629': [27.8464, 105.0488],
  '530681': [28.6297, 104.416],
};

const day: Period[] = [
  { from: '08:30', to: '12:00' },
  { from: '14:00', to: '17:30' },
];
/** Everywhere but at village stations [sample]. */
const officeWeek: Period[][] = [day, day, day, day, day, [], []];
/** A village station is kept by people who farm: market days in the morning, Saturday too. */
const morning: Period[] = [{ from: '09:00', to: '12:00' }];
const villageWeeks: Period[][][] = [
  officeWeek,
  [day, morning, day, morning, day, [], []],
  [morning, [], day, [], morning, morning, []],
];

export interface Places {
  venues: VenueDoc[];
  queues: QueueDoc[];
}

export function venueId(region: string): string {
  return `v${region}`;
}

/** Halls and stations of the divisions, with windows and queues where they have any. All of it is sample. */
export function placesOf(
  regions: readonly RegionDoc[],
  departmentsAt: (region: string) => readonly Department[],
): Places {
  const names = new Map(regions.map(({ _id, name }) => [_id, name]));
  const venues: VenueDoc[] = [];
  const queues: QueueDoc[] = [];
  for (const region of regions) {
    const position = positionOf(region);
    const windows = windowsOf(region, departmentsAt(region._id));
    venues.push({
      _id: venueId(region._id),
      name: nameOf(region),
      level: region.level,
      county: region._id.slice(0, 6),
      region: region._id,
      address: { text: addressOf(region, names), ...position },
      phone: hotline,
      route: routeOf(region),
      facilities: facilitiesOf(region),
      week: weekOf(region),
      windows,
      sample: true,
    });
    queues.push(...queuesOf(region, windows));
  }
  return { venues, queues };
}

function nameOf({ name, level }: RegionDoc): string {
  if (level === 'city' || level === 'county') return `${name}政务服务中心`;
  return `${name}${level === 'township' ? '为民服务中心' : '为民服务站'}`;
}

function addressOf({ _id, name, level, parent }: RegionDoc, names: Map<string, string>): string {
  const city = '云南省昭通市';
  if (level === 'city') return `${city}昭阳区市民服务大楼一至三楼（示例地址）`;
  if (level === 'county') return `${city}${name}政务服务大楼一楼（示例地址）`;
  const county = names.get(_id.slice(0, 6)) ?? '';
  if (level === 'township') return `${city}${county}${name}人民政府旁（示例地址）`;
  return `${city}${county}${names.get(parent ?? '') ?? ''}${name}办公楼（示例地址）`;
}

function routeOf({ level }: RegionDoc): string {
  if (level === 'city') return '公交 1 路、8 路到“市民服务大楼”站；地下停车场办事免费两小时。（示例）';
  if (level === 'county') return '县城公交到“政务服务大楼”站，步行 200 米；院内可以停车。（示例）';
  return level === 'township' ? '在乡镇政府大院旁，门口有牌子。（示例）' : '在村（社区）办公楼一楼。（示例）';
}

function facilitiesOf({ level, _id }: RegionDoc): string[] {
  if (level === 'city')
    return [
      '免费 Wi-Fi',
      '免费快递送达',
      '无障碍通道',
      '自助服务区',
      '母婴室',
      '免费复印',
      '停车场',
      '老花镜、轮椅',
    ];
  if (level === 'county')
    return ['免费 Wi-Fi', '免费快递送达', '无障碍通道', '自助服务区', '免费复印', '停车场', '老花镜、轮椅'];
  if (level === 'township') return ['免费 Wi-Fi', '免费快递送达', '无障碍通道', '免费复印', '老花镜'];
  return chance(_id, 3) === 0 ? ['帮办代办', '老花镜'] : ['免费 Wi-Fi', '帮办代办', '老花镜'];
}

function weekOf({ level, _id }: RegionDoc): Period[][] {
  return level === 'village' ? (villageWeeks[chance(_id, villageWeeks.length)] ?? officeWeek) : officeWeek;
}

/** 26 windows at the city centre [seed]; in a county the busy departments have two. */
function windowsOf({ _id, level }: RegionDoc, here: readonly Department[]): VenueWindow[] {
  if (level === 'village') return [];
  const at = (number: number, department: string): VenueWindow => ({
    id: `${_id}-w${String(number).padStart(2, '0')}`,
    name: `${number} 号窗口`,
    department,
  });
  if (level === 'township') return [at(1, townshipDepartment), at(2, townshipDepartment)];
  return here
    .flatMap(({ name, cityWindows }) => Array.from({ length: cityWindows }, () => name))
    .map((department, index) => at(index + 1, department));
}

/** At a township one counter takes everything (一个窗口受理). */
export const townshipDepartment = '综合窗口';

function queuesOf({ _id, level }: RegionDoc, windows: readonly VenueWindow[]): QueueDoc[] {
  const perWindow = level === 'city' ? 3 : 2;
  const queue = (key: string, name: string, department: string, order = 0): QueueDoc => {
    const ids = windows.filter((window) => window.department === department).map(({ id }) => id);
    return {
      _id: `q${_id}-${key}`,
      venueId: venueId(_id),
      name,
      department,
      prefix: String.fromCharCode('A'.charCodeAt(0) + order),
      slotMinutes: 30,
      seatsPerSlot: ids.length * perWindow,
      windows: ids,
    };
  };
  if (windows.length === 0) return [];
  if (level === 'township') return [queue('zonghe', '综合服务窗口', townshipDepartment)];
  const present = new Set(windows.map(({ department }) => department));
  return departments
    .filter(({ name }) => present.has(name))
    .map(({ id, counter, name }, order) => queue(id, counter, name, order));
}

/** Below the county seats only a plausible place: townships 4–30 km around the seat, villages 1–6 km around theirs. */
function positionOf({ _id, level }: RegionDoc): Position {
  const seat = seats[_id.slice(0, 6)] ?? [27.34, 103.72];
  let [latitude, longitude] = seat;
  if (level === 'township' || level === 'village')
    [latitude, longitude] = away(latitude, longitude, _id.slice(0, 9), 4, 30);
  if (level === 'village') [latitude, longitude] = away(latitude, longitude, _id, 1, 6);
  return { latitude: round(latitude), longitude: round(longitude) };
}

function away(latitude: number, longitude: number, seed: string, from: number, to: number): [number, number] {
  const angle = (chance(`${seed}a`, 3_600) / 3_600) * 2 * Math.PI;
  const kilometres = from + ((to - from) * chance(`${seed}d`, 1_000)) / 1_000;
  const degrees = kilometres / 111.2;
  return [
    latitude + degrees * Math.cos(angle),
    longitude + (degrees * Math.sin(angle)) / Math.cos((latitude * Math.PI) / 180),
  ];
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** The same number below `limit` for the same text, every time (FNV-1a). */
function chance(text: string, limit: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % limit;
}
