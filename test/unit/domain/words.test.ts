import { describe, expect, it } from 'vitest';
import { distanceMetres, parsePosition } from '../../../shared/domain/distance';
import { at } from '../../../shared/domain/time';
import {
  asksForElderMode,
  clockWords,
  dateWords,
  dayWords,
  distanceWords,
  durationWords,
  moneyWords,
  shortDayWords,
  spokenTime,
  whenWords,
} from '../../../shared/domain/words';

const now = at('2026-11-25', '10:00');

describe('words', () => {
  it.each([
    ['2026-11-24', '昨天（11月24日 周二）'],
    ['2026-11-25', '今天（11月25日 周三）'],
    ['2026-11-26', '明天（11月26日 周四）'],
    ['2026-11-27', '后天（11月27日 周五）'],
    ['2026-11-30', '11月30日 周一'],
    ['2027-01-04', '2027年1月4日 周一'],
  ])('says the day %s as %s', (date, words) => {
    expect(dayWords(date, '2026-11-25')).toBe(words);
  });

  it('says a time together with its day', () => {
    expect(whenWords(at('2026-11-26', '09:00'), now)).toBe('明天（11月26日 周四）上午 9:00');
    expect(whenWords(at('2026-11-30', '14:30'), now)).toBe('11月30日 周一 下午 2:30');
  });

  it('keeps a short form for narrow lines', () => {
    expect(shortDayWords('2026-11-26', '2026-11-25')).toBe('明天');
    expect(shortDayWords('2026-12-03', '2026-11-25')).toBe('12月3日');
    expect(dateWords('2027-01-02', '2026-12-31')).toBe('2027年1月2日');
    expect(clockWords('08:30')).toBe('8:30');
  });

  it.each([
    ['00:10', '凌晨 0:10'],
    ['08:30', '上午 8:30'],
    ['12:00', '中午 12:00'],
    ['13:00', '下午 1:00'],
    ['18:05', '晚上 6:05'],
  ])('speaks %s as %s', (time, words) => {
    expect(spokenTime(time)).toBe(words);
  });

  it.each([
    [0, '不收费'],
    [2000, '20 元'],
    [50, '0.5 元'],
    [1205, '12.05 元'],
    [55_000, '550 元'],
  ])('says %i 分 as %s', (fen, words) => {
    expect(moneyWords(fen)).toBe(words);
  });

  it.each([
    [0, '10 米'],
    [348, '350 米'],
    [994, '990 米'],
    [996, '1 公里'],
    [1234, '1.2 公里'],
    [9960, '10 公里'],
    [23_400, '23 公里'],
  ])('says %i metres as %s', (metres, words) => {
    expect(distanceWords(metres)).toBe(words);
  });

  it('says limits with their unit', () => {
    expect(durationWords(0, 'instant')).toBe('当场办好');
    expect(durationWords(20, 'working-day')).toBe('20 个工作日');
    expect(durationWords(15, 'calendar-day')).toBe('15 天');
    expect(durationWords(4, 'hour')).toBe('4 小时');
  });

  it.each([
    ['长辈版', true],
    ['关怀版', true],
    ['老年模式', true],
    ['老年人优待证', false],
    ['出版物零售', false],
  ])('hears whether %s asks for elder mode', (query, asks) => {
    expect(asksForElderMode(query)).toBe(asks);
  });
});

describe('distance', () => {
  it('is symmetric, nothing to oneself, and right between two known places', () => {
    const zhaotong = { latitude: 27.338, longitude: 103.717 };
    const kunming = { latitude: 25.04, longitude: 102.712 };
    expect(distanceMetres(zhaotong, zhaotong)).toBe(0);
    expect(distanceMetres(zhaotong, kunming)).toBe(distanceMetres(kunming, zhaotong));
    // One degree of latitude is 111.2 km, so the two are a little over 2.3 degrees apart.
    expect(distanceMetres(zhaotong, kunming) / 1000).toBeCloseTo(274, -1);
  });

  it('refuses what is no place', () => {
    expect(parsePosition('27.3,103.7')).toEqual({ latitude: 27.3, longitude: 103.7 });
    expect(parsePosition('91,103.7')).toBeNull();
    expect(parsePosition('27.3,181')).toBeNull();
    expect(parsePosition('27.3')).toBeNull();
  });
});
