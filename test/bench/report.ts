import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

export interface Row {
  what: string;
  value: number;
  /** `ratio`, `s`, `MB`, `KB` … */
  unit: string;
  /** What is to be reached, e.g. `≤ 2.5`; null where the row only informs. */
  goal: string | null;
  ok: boolean | null;
}

/** A row with a goal that it reaches or does not. */
export function row(
  what: string,
  value: number,
  unit: string,
  goal?: { atMost?: number; atLeast?: number },
): Row {
  const rounded = Number(value.toPrecision(4));
  if (goal?.atMost !== undefined)
    return { what, value: rounded, unit, goal: `≤ ${goal.atMost}`, ok: value <= goal.atMost };
  if (goal?.atLeast !== undefined)
    return { what, value: rounded, unit, goal: `≥ ${goal.atLeast}`, ok: value >= goal.atLeast };
  return { what, value: rounded, unit, goal: null, ok: null };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Prints the table and keeps it as JSON. */
export async function report(name: string, rows: Row[]): Promise<void> {
  const table = rows.map(({ what, value, unit, goal, ok }) => ({
    what,
    value,
    unit,
    goal: goal ?? '',
    ok: ok === null ? '' : ok ? 'yes' : 'NO',
  }));
  process.stdout.write(`\n${name}\n`);
  console.table(table);
  await mkdir('.data/bench', { recursive: true });
  const result = { name, node: process.version, cpus: cpus().length, rows };
  await writeFile(`.data/bench/${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
}
