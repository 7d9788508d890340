import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { faultsOf } from '../../bff/features/calendar/check-notice';
import { seededNotices } from '../../bff/features/calendar/holiday-notices';
import { importNotice, previewNotice } from '../../bff/features/calendar/import-notice';
import { NoticeFaults, readNotice } from '../../bff/features/calendar/read-notice';
import { startApp, type TestApp } from '../support/app';
import { Client } from '../support/client';
import { eventOf, outsideSystem, takenInCase } from '../support/systems';

const example = await readFile('docs/examples/holidays-2027.json', 'utf8');
let app: TestApp | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

const csv = (text: string): string => {
  const { year, source, off, work } = readNotice(text);
  const lines = [
    ...Object.entries(off).map(([day, name]) => `${year}-${day},off,${name}`),
    ...work.map((day) => `${year}-${day},work`),
  ];
  return [`year,${year}`, `source,${source}`, 'date,kind,name', ...lines].join('\r\n');
};
const changed = (change: (notice: Record<string, unknown[]>) => void): string => {
  const notice = JSON.parse(example);
  change(notice);
  return JSON.stringify(notice);
};
function faults(text: string): string[] {
  try {
    return faultsOf(readNotice(text));
  } catch (error) {
    if (error instanceof NoticeFaults) return error.faults;
    throw error;
  }
}

describe('the file of a notice', () => {
  it('says the same as JSON and as CSV', () => {
    expect(readNotice(csv(example))).toEqual(readNotice(example));
    expect(faults(example)).toEqual([]);
  });

  it('fits what the package says of the years it knows by their notices', () => {
    for (const notice of seededNotices().filter(({ year }) => year >= 2021))
      expect(faultsOf(notice), String(notice.year)).toEqual([]);
  });

  it.each([
    ['a day of another year', (n) => n.workdays?.push('2028-01-29'), '2028-01-29 is not a day of 2027'],
    ['a day that does not exist', (n) => n.workdays?.push('2027-02-30'), 'a day like 2027-02-07 is wanted'],
    ['a day said twice', (n) => n.workdays?.push('2027-01-30'), '2027-01-30 is said twice'],
    ['a holiday that is worked', (n) => n.workdays?.push('2027-02-06'), '2027-02-06 is said twice'],
    ['a make-up day in the week', (n) => n.workdays?.push('2027-03-01'), '2027-03-01 is no weekend day'],
    [
      'overlapping holidays',
      (n) => n.holidays?.push({ name: '端午节', from: '2027-06-08', to: '2027-06-09' }),
      '2027-06-09 is said twice',
    ],
    [
      'a holiday that ends before it begins',
      (n) => n.holidays?.push({ name: '端午节', from: '2027-06-20', to: '2027-06-19' }),
      'ends before it begins',
    ],
    ['a missing holiday', (n) => n.holidays?.splice(4, 1), '端午 is missing'],
    [
      'a holiday cut short',
      (n) => n.holidays?.splice(1, 1, { name: '春节', from: '2027-02-06', to: '2027-02-07' }),
      '春节 has 2 days, by law 4',
    ],
    [
      'a holiday torn apart',
      (n) => n.holidays?.push({ name: '端午节', from: '2027-06-15', to: '2027-06-15' }),
      '端午 is torn apart: 2027-06-10 is worked',
    ],
    [
      'a day of law that is not off',
      (n) => n.holidays?.splice(6, 1, { name: '国庆节', from: '2027-10-02', to: '2027-10-07' }),
      '2027-10-01 is off by law',
    ],
    ['a source that is missing', (n) => Object.assign(n, { source: ' ' }), 'source'],
    [
      'a holiday without end',
      (n) => n.holidays?.push({ name: '端午节', from: '2027-06-10', to: '2027-12-30' }),
      'it is too long',
    ],
  ] as [string, (notice: Record<string, unknown[]>) => unknown, string][])(
    'is refused with %s',
    (_, change, said) => {
      expect(faults(changed(change)).join('\n')).toContain(said);
    },
  );

  it.each([
    '',
    '{',
    'year,2027',
    'a,b,c,d',
    '{"year":2027}',
    '{"year":"2027","source":"x","holidays":1,"workdays":1}',
  ])('is refused when it is %j', (text) => expect(faults(text).length).toBeGreaterThan(0));
});

describe('an import', () => {
  it('says before what it changes, and stores nothing by that', async () => {
    app = await startApp();
    const before = await previewNotice(app.deps, readNotice(example));
    expect(before).toMatchObject({ year: 2027, wasKnown: false, years: { last: 2027 } });
    expect(before.nowOff.map(({ date }) => date)).toContain('2027-02-08');
    expect(before.nowWorked).toEqual(['2027-01-30', '2027-02-20', '2027-05-08', '2027-09-26', '2027-10-09']);
    expect(before.workingDays.after - before.workingDays.before).toBe(5 - before.nowOff.length);
    expect(await previewNotice(app.deps, readNotice(example))).toEqual(before);
    await importNotice(app.deps, readNotice(example));
    const again = await previewNotice(app.deps, readNotice(example));
    expect(again).toMatchObject({ wasKnown: true, nowOff: [], nowWorked: [] });
  });

  it('moves the deadlines of open cases and the words of guides, with the reason', async () => {
    app = await startApp({ at: new Date('2026-12-22T09:00:00+08:00') });
    const visitor = new Client(app.api);
    const system = await outsideSystem(app);
    const taken = await takenInCase(app);
    await system.events([eventOf(app, taken.number, { action: 'accept' })]);
    const params = { id: taken.id };
    const [item] = (await visitor.get('GET /items', { query: { q: '养老关系转移接续', county: '530600' } }))
      .items;
    const guide = () => visitor.get('GET /items/{code}', { params: { code: item?.code ?? '' } });

    const before = await taken.clerk.get('GET /staff/cases/{id}', { params });
    expect(before.promised).toMatchObject({ provisional: true });
    expect((await guide()).deadlineWords).toContain('2027 年放假安排公布后可能有变');

    const notice = readNotice(changed((n) => n.workdays?.push('2027-01-09')));
    await importNotice(app.deps, notice);
    await app.clock.advance(10_000);
    const after = await taken.clerk.get('GET /staff/cases/{id}', { params });
    expect(after.promised).toMatchObject({ provisional: false });
    expect(Date.parse(after.promised?.by ?? '')).toBeLessThan(Date.parse(before.promised?.by ?? ''));
    expect(after.timeline[0]?.what).toContain('放假安排公布');
    expect((await guide()).deadlineWords).not.toContain('可能有变');

    const lines = after.timeline.length;
    await app.clock.advance(10_000);
    const later = await taken.clerk.get('GET /staff/cases/{id}', { params });
    expect(later.timeline).toHaveLength(lines);
  });
});
