import { Decimal128, Double, Int32, Long } from 'bson';
import { fromNumber, tag, type Value } from './documents';
import { MongoError } from './errors';

/**
 * Arithmetic over BSON numbers with the server's promotions: int → long on overflow, double with a double,
 * Decimal128 with a Decimal128 (34 significant digits, half to even).
 */
export type Numeric = Int32 | Double | Long | Decimal128;

const DIGITS = 34;
const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);

/** A decimal as coefficient × 10^exponent. */
export interface Decimal {
  coefficient: bigint;
  exponent: number;
}

/** The value as a typed number, or undefined when it is none. */
export function asNumeric(value: Value): Numeric | undefined {
  if (typeof value === 'number') return fromNumber(value);
  const type = tag(value);
  return type === 'Int32' || type === 'Double' || type === 'Long' || type === 'Decimal128'
    ? (value as Numeric)
    : undefined;
}

/** Sum of two numbers. `wide`: a long that overflows becomes a double (as in $sum) instead of an error (as in $inc). */
export function add(a: Numeric, b: Numeric, wide = false): Numeric {
  return combine(a, b, wide, (x, y) => x + y, addDecimals);
}

/** Product of two numbers. */
export function multiply(a: Numeric, b: Numeric): Numeric {
  return combine(
    a,
    b,
    false,
    (x, y) => ((x as number) * (y as number)) as never,
    (x, y) => ({ coefficient: x.coefficient * y.coefficient, exponent: x.exponent + y.exponent }),
    (x, y) => x * y,
  );
}

function combine(
  a: Numeric,
  b: Numeric,
  wide: boolean,
  doubles: (x: number, y: number) => number,
  decimals: (x: Decimal, y: Decimal) => Decimal,
  integers: (x: bigint, y: bigint) => bigint = (x, y) => x + y,
): Numeric {
  const types = [tag(a), tag(b)];
  if (types.includes('Decimal128')) return combineDecimals(a, b, doubles, decimals);
  if (types.includes('Double')) return new Double(doubles(plain(a), plain(b)));
  const result = integers(integer(a), integer(b));
  if (!types.includes('Long') && result >= -0x80000000n && result <= 0x7fffffffn)
    return new Int32(Number(result));
  if (result >= MIN_LONG && result <= MAX_LONG) return Long.fromBigInt(result);
  if (wide) return new Double(doubles(plain(a), plain(b)));
  throw new MongoError('BadValue', 'Failed to apply $inc or $mul operations: integer overflow');
}

function combineDecimals(
  a: Numeric,
  b: Numeric,
  doubles: (x: number, y: number) => number,
  decimals: (x: Decimal, y: Decimal) => Decimal,
): Numeric {
  const left = toDecimal(a);
  const right = toDecimal(b);
  if (left && right) return Decimal128.fromString(formatDecimal(decimals(left, right)));
  return Decimal128.fromString(String(doubles(plain(a), plain(b))));
}

function addDecimals(x: Decimal, y: Decimal): Decimal {
  const exponent = Math.min(x.exponent, y.exponent);
  const scale = (d: Decimal) => d.coefficient * 10n ** BigInt(d.exponent - exponent);
  return { coefficient: scale(x) + scale(y), exponent };
}

/** The number as a JavaScript one. */
export function plain(value: Numeric): number {
  switch (tag(value)) {
    case 'Long':
      return (value as Long).toNumber();
    case 'Decimal128':
      return Number((value as Decimal128).toString());
    default:
      return (value as Int32 | Double).value;
  }
}

function integer(value: Numeric): bigint {
  return tag(value) === 'Long' ? (value as Long).toBigInt() : BigInt((value as Int32).value);
}

/** The value as a decimal; doubles with the 15 significant digits that the server gives them. Undefined for NaN and Infinity. */
export function toDecimal(value: Numeric): Decimal | undefined {
  const type = tag(value);
  const text =
    type === 'Double'
      ? Number((value as Double).value.toPrecision(15)).toString()
      : (value as Int32 | Long | Decimal128).toString();
  return parseDecimal(text);
}

/** Reads "-12.3E+4"; undefined for NaN and Infinity. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/i.exec(text);
  if (!match || `${match[2]}${match[3]}` === '') return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const coefficient = BigInt(whole + fraction);
  return {
    coefficient: sign === '-' ? -coefficient : coefficient,
    exponent: Number(power) - fraction.length,
  };
}

function formatDecimal({ coefficient, exponent }: Decimal): string {
  const negative = coefficient < 0n;
  let digits = (negative ? -coefficient : coefficient).toString();
  let power = exponent;
  if (digits.length > DIGITS) {
    const cut = digits.length - DIGITS;
    const divisor = 10n ** BigInt(cut);
    const whole = negative ? -coefficient : coefficient;
    const rest = (whole % divisor) * 2n;
    let kept = whole / divisor;
    if (rest > divisor || (rest === divisor && kept % 2n === 1n)) kept += 1n;
    digits = kept.toString();
    power += cut;
  }
  return `${negative ? '-' : ''}${digits}E${power}`;
}
