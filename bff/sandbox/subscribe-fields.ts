/**
 * What WeChat takes in a field of a subscribe message, by the field's type. Written from WeChat's own list and not from the
 * product's code, so that the two are held against each other.
 */
const kinds: Record<string, (value: string) => boolean> = {
  thing: (value) => value.length <= 20 && !/[\n\r]/.test(value),
  number: (value) => /^-?\d{1,32}(\.\d+)?$/.test(value) && value.length <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => /^[^\p{L}\p{N}\s]{1,5}$/u.test(value),
  character_string: (value) => /^[!-~]{1,32}$/.test(value),
  time: (value) => {
    const one = /^(\d{4}年\d{1,2}月\d{1,2}日 )?([01]?\d|2[0-3]):[0-5]\d$/;
    return value.split('~').every((part) => one.test(part.trim()) || isDate(part.trim()));
  },
  date: (value) =>
    value.split('~').every((part) => isDate(part.trim().replace(/ ([01]?\d|2[0-3]):[0-5]\d$/, ''))),
  amount: (value) => /^[¥￥$€£]?\d+(\.\d+)?元?$/.test(value) && value.replace(/[^\d.]/g, '').length <= 10,
  phone_number: (value) => /^[\d+-]{1,17}$/.test(value),
  car_number: (value) => /^\p{Script=Han}?[A-Za-z0-9]{1,8}\p{Script=Han}?$/u.test(value) && value.length <= 8,
  name: (value) => /^[\p{Script=Han}·]{1,10}$/u.test(value) || /^[A-Za-z ]{1,20}$/.test(value),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
};

function isDate(text: string): boolean {
  const match = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text);
  if (!match) return false;
  const [, year, month, day] = match.map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0));
  return date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day;
}

/** Whether a field takes a value. @param key `thing1` */
export function fieldTakes(key: string, value: unknown): boolean {
  const type = key.replace(/\d+$/, '');
  if (typeof value !== 'string' || value.trim() === '' || /\p{Cs}/u.test(value)) return false;
  return kinds[type]?.(value) ?? false;
}
