/**
 * Parts against printed totals: whether the first-level regions of a country add up to it. By interval, not by a fixed
 * tolerance: each printed number stands for what rounds to it, at the decimals of its column. Only where every region
 * has a number or is nil; a suppressed or missing part leaves the check undone, since the difference would give away
 * what the law hides. Percentages do not add up and are not tried.
 */
import { decimalText, parseDecimal } from '../../model/decimal.ts';
import type { FindingList } from '../../model/finding-list.ts';
import { issue } from '../../model/issue.ts';
import { dimensionsText, type NationalObservation } from '../../model/national-observation.ts';
import { dayPeriod, type NationalPeriod, periodText } from '../../model/national-period.ts';
import {
  abs,
  add,
  compare,
  powerOfTen,
  type Rational,
  rational,
  subtract,
  ZERO,
} from '../../model/rational.ts';
import { firstLevelRegions, regionOf } from '../../reference/regions.ts';

export interface TotalsCheck {
  /** Totals that were compared with their parts. */
  readonly checked: number;
  /** Of them, those that differ by more than rounding explains. */
  readonly mismatched: number;
  /** Totals that were left alone because a part is confidential. */
  readonly suppressed: number;
}

/** Checks the totals of one indicator. Every mismatch is a warning at the cell of the total; nothing is changed. */
export function checkNationalTotals(
  observations: readonly NationalObservation[],
  isAdditive: boolean,
  findings: FindingList,
): TotalsCheck {
  const none = { checked: 0, mismatched: 0, suppressed: 0 };
  if (!isAdditive) return none;
  const count = { ...none };
  for (const group of byPeriodAndBreakdown(observations)) {
    const total = group.find(({ regionCode }) => regionOf(regionCode)?.kind === 'country');
    if (total === undefined || total.bound !== 'exact') continue;
    const parts = group.filter(({ regionCode }) => regionOf(regionCode)?.parentCode === total.regionCode);
    if (!areAllRegions(parts, total)) continue;
    if ([total, ...parts].some(({ status }) => status === 'confidential')) {
      count.suppressed += 1;
      continue;
    }
    const isComplete =
      total.status === 'observed' &&
      parts.every(({ status, bound }) => status === 'nil' || (status === 'observed' && bound === 'exact'));
    if (!isComplete) continue;
    count.checked += 1;
    const difference = subtract(
      parts.reduce((sum, part) => add(sum, numberOf(part)), ZERO),
      numberOf(total),
    );
    if (compare(abs(difference), roundingOf([total, ...parts])) <= 0) continue;
    count.mismatched += 1;
    const { indicatorCode, cell, value, dimensions } = total;
    const of = [periodText(total.period), dimensionsText(dimensions)]
      .filter((text) => text !== '')
      .join(', ');
    findings.add(
      issue(
        'total-mismatch',
        `${indicatorCode} of ${of}: the ${parts.length} regions add up to ${signed(difference)} beside the printed ${value}`,
        { cell },
      ),
    );
  }
  return count;
}

function byPeriodAndBreakdown(observations: readonly NationalObservation[]): Iterable<NationalObservation[]> {
  const groups = new Map<string, NationalObservation[]>();
  for (const one of observations) {
    const key = `${one.indicatorCode}\t${periodText(one.period)}\t${dimensionsText(one.dimensions)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups.values();
}

/** Whether these are the regions of that time, or all of today's in a series that was recalculated for them. */
function areAllRegions(
  parts: readonly NationalObservation[],
  { regionCode, period }: NationalObservation,
): boolean {
  const present = parts
    .map((part) => part.regionCode)
    .sort()
    .join();
  const lastDay = dayPeriod(period.lastDay) as NationalPeriod;
  const today = firstLevelRegions(regionCode, lastDay).length === 0 ? [] : regionsStill(regionCode);
  const sets = [firstLevelRegions(regionCode, lastDay), today];
  return sets.some(
    (regions) =>
      regions.length > 0 &&
      regions
        .map((one) => one.regionCode)
        .sort()
        .join() === present,
  );
}

function regionsStill(iso3: string) {
  const farOff = dayPeriod('2199-12-31') as NationalPeriod;
  return firstLevelRegions(iso3, farOff);
}

/** What rounding can explain: half a unit of the last decimal of the column for each printed number. */
function roundingOf(printed: readonly NationalObservation[]): Rational {
  const decimals = Math.max(
    ...printed.map(({ value }) => (value === null ? 0 : (parseDecimal(value)?.printedDecimals ?? 0))),
  );
  const numbers = printed.filter(({ value }) => value !== null).length;
  return decimals === 0 ? ZERO : rational(BigInt(numbers), 2n * powerOfTen(decimals));
}

function numberOf({ value }: NationalObservation): Rational {
  return value === null ? ZERO : (parseDecimal(value)?.value ?? ZERO);
}

function signed(difference: Rational): string {
  const text = decimalText(difference);
  return text.startsWith('-') ? `${text.slice(1)} less` : `${text} more`;
}
