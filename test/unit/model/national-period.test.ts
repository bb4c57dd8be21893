import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayPeriod,
  halfYearPeriod,
  intervalPeriod,
  isDay,
  monthPeriod,
  parsePeriodText,
  periodText,
  quarterPeriod,
  yearPeriod,
  yearToDatePeriod,
} from '../../../src/model/national-period.ts';

describe('a national period', () => {
  it('keeps the year, its last quarter, its last month and the year to date apart', () => {
    const same = [
      yearPeriod(2024),
      quarterPeriod(2024, 4),
      monthPeriod(2024, 12),
      yearToDatePeriod(2024, 12),
      halfYearPeriod(2024, 2),
      dayPeriod('2024-12-31'),
      intervalPeriod('2024-01-01', '2024-12-31'),
    ];
    expect(same.every((period) => period?.lastDay === '2024-12-31')).toBe(true);
    expect(new Set(same.map((period) => period && periodText(period))).size).toBe(same.length);
  });

  it('knows the last day of every month, in leap years too', () => {
    expect(monthPeriod(2024, 2)?.lastDay).toBe('2024-02-29');
    expect(monthPeriod(1900, 2)?.lastDay).toBe('1900-02-28');
    expect(isDay('2023-02-29')).toBe(false);
  });

  it('as text is read back as the same period', () => {
    const year = fc.integer({ min: 1800, max: 2199 });
    const month = fc.integer({ min: 1, max: 12 });
    const day = fc
      .date({ min: new Date('1850-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const period = fc.oneof(
      year.map(yearPeriod),
      fc.tuple(year, fc.integer({ min: 1, max: 2 })).map((parts) => halfYearPeriod(...parts)),
      fc.tuple(year, fc.integer({ min: 1, max: 4 })).map((parts) => quarterPeriod(...parts)),
      fc.tuple(year, month).map((parts) => monthPeriod(...parts)),
      fc.tuple(year, month).map((parts) => yearToDatePeriod(...parts)),
      day.map(dayPeriod),
      fc.tuple(day, day).map(([a, b]) => (a < b ? intervalPeriod(a, b) : intervalPeriod(b, a))),
    );
    fc.assert(
      fc.property(period, (found) => {
        expect(found).toBeDefined();
        expect(found && parsePeriodText(periodText(found))).toEqual(found);
      }),
    );
  });

  it.each([
    '2024-13',
    '2024-Q5',
    '24',
    '2024-02-30',
    '2024-02/2024-06',
    '2024-01/2025-06',
    '2024-05-10/2024-05-01',
    'x',
  ])('%s is none', (text) => {
    expect(parsePeriodText(text)).toBeUndefined();
  });
});
