/** Periods of the layout engine → periods of national observations. */
import {
  dayPeriod,
  halfYearPeriod,
  intervalPeriod,
  monthPeriod,
  type NationalPeriod,
  quarterPeriod,
  yearPeriod,
  yearToDatePeriod,
} from '../../model/national-period.ts';
import type { TablePeriod } from '../tables/table-period.ts';

/** Undefined for a declared word, such as `most-recent`. */
export function nationalPeriodOf({ kind, code }: TablePeriod): NationalPeriod | undefined {
  const year = Number(code.slice(0, 4));
  const last = Number(/\d+$/.exec(code)?.[0]);
  switch (kind) {
    case 'year':
      return yearPeriod(year);
    case 'half-year':
      return halfYearPeriod(year, last);
    case 'quarter':
      return quarterPeriod(year, last);
    case 'month':
      return monthPeriod(year, last);
    case 'year-to-date':
      return yearToDatePeriod(year, last);
    case 'date':
      return dayPeriod(code);
    case 'year-range':
      return intervalPeriod(`${year}-01-01`, `${last}-12-31`);
    case 'special':
      return undefined;
  }
}
