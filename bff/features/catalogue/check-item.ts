import { implementationParts, isCreditCode } from './codes';
import { type ItemDoc, itemTypes, type Limit } from './model';

/**
 * The checks of an import. A row that fails is reported with its reasons, and the rest is imported.
 * @returns one sentence a fault, for the person who imports; none when the row is sound
 */
export function checkItem(item: ItemDoc): string[] {
  const faults: string[] = [];
  const check = (sound: boolean, fault: string) => {
    if (!sound) faults.push(fault);
  };
  const parts = implementationParts(item._id);
  check(parts !== null, '实施编码应为 31 位：18 位信用代码、1 位层级、12 位基本编码');
  if (parts) {
    check(isCreditCode(parts.credit), '实施编码里的统一社会信用代码校验位不对');
    check(parts.basic === item.basicCode, '实施编码与基本编码不一致');
  }
  check(/^\d{12}$/.test(item.basicCode), '基本编码应为 12 位数字');
  check(
    item.handlingCode.length === 33 && item.handlingCode.startsWith(item._id),
    '业务办理项编码应为实施编码加 2 位',
  );
  check(item.name.trim() !== '', '事项名称为空');
  check(itemTypes.includes(item.type), `事项类型“${item.type}”不在目录里`);

  const instant = item.caseKind === 'instant';
  check(item.lists.includes('immediate') === instant, '马上办的应是即办件，即办件应列入马上办');
  check(!(item.lists.includes('time-limited') && instant), '限时办的不能是即办件');
  check(!item.lists.includes('one-visit') || item.visits <= 1, '最多跑一次的到现场次数不能超过 1 次');
  check(!item.lists.includes('online') || item.visits === 0, '一网通办的到现场次数应为 0');
  check(!item.lists.includes('online') || item.channels.includes('online'), '一网通办的应能网上办理');
  check((item.promised.unit === 'instant') === instant, '即办件的承诺时限应为当场');
  check(hoursOf(item.promised) <= hoursOf(item.legal), '承诺时限不能长于法定时限');
  check(Number.isInteger(item.visits) && item.visits >= 0, '到现场次数应为整数');
  check(!item.bookable || item.channels.includes('window'), '可预约的应能在窗口办理');

  const ids = item.guide.materials.map(({ id }) => id);
  check(new Set(ids).size === ids.length, '材料编号重复');
  check(
    item.guide.materials.every(({ name, copies }) => name !== '' && Number.isInteger(copies) && copies > 0),
    '材料要有名称和份数',
  );
  return faults;
}

/** A limit in hours on the calendar, to compare limits of different units: five working days are seven days. */
function hoursOf({ value, unit }: Limit): number {
  if (unit === 'instant') return 0;
  if (unit === 'hour') return value;
  return unit === 'working-day' ? value * 24 * 1.4 : value * 24;
}
