/**
 * Stage 3 for observations, as a stream: rows that keep the contract → observations with codes, dates, exact
 * decimals and statuses. What is printed and what it means stay apart: `..`, `-`, `x` and blank are different states.
 */
import { decimalText, parseDecimal } from '../../model/decimal.ts';
import type { FindingList } from '../../model/finding-list.ts';
import { issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { type Observation, parsePeriod } from '../../model/observation.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import type { NameResolver } from '../../reference/name-resolver.ts';
import { remembered } from '../../sources/observation-contract.ts';
import type { MatchedObservationLayout, ObservationMark } from '../../sources/observation-layout.ts';

export interface ObservationNames {
  readonly names: NameResolver;
  readonly knownCodes: ReadonlySet<string>;
  /** Codes of territories and country groups that are left out by declaration, each with a word why. */
  readonly excludedCodes: ReadonlyMap<string, string>;
}

export interface ObservationNormaliser {
  observations(rows: readonly LocatedRow[]): Observation[];
  count(): StageCount;
}

type CountryAnswer =
  | { readonly kind: 'known'; readonly iso3: string; readonly repairedFrom?: string }
  | { readonly kind: 'excluded'; readonly note: string }
  | { readonly kind: 'unknown'; readonly suggestions: readonly string[] };

const NO_MARK: ObservationMark = {};
/** A spelling that needs no rewriting; `-0` does. */
const SHORTEST = /^(?:0|-?(?:0\.\d*[1-9]|[1-9]\d*(?:\.\d*[1-9])?))$/;
/** An alias that is limited to editions of the Survey says nothing about a statistic. */
const NO_EDITION = 0;

/** Resolves the rows of one matched table. */
export function normaliseObservations(
  { layout, at }: MatchedObservationLayout,
  context: ObservationNames,
  findings: FindingList,
): ObservationNormaliser {
  const indicators = new Map(Object.entries(layout.indicators));
  const markers = new Map(Object.entries(layout.markers));
  const marks = new Map(Object.entries(layout.marks));
  const countryOf = remembered((text) => resolveCountry(text, layout.countryBy, context));
  const indicatorOf = remembered((text) => indicators.get(text));
  const firstDayOf = remembered((text) => parsePeriod(text)?.firstDay);
  const told = new Set<string>();
  let rowsIn = 0;
  let rowsOut = 0;
  let excluded = 0;

  const observe = (row: LocatedRow): Observation | undefined => {
    const { cells } = row;
    const printedCountry = textAt(cells, at.country);
    const country = countryOf(printedCountry);
    if (country.kind !== 'known' || country.repairedFrom !== undefined) {
      const cell = { row: row.row, column: at.country + 1 };
      if (country.kind === 'unknown') {
        const hint =
          country.suggestions.length > 0
            ? { hint: `did you mean ${country.suggestions.join(', ')}?` }
            : { hint: 'declare it: as an alias, or as left out' };
        const code = layout.countryBy === 'iso3' ? 'code-unknown' : 'name-unknown';
        findings.quarantine(row, [
          issue(code, `“${printedCountry}” is no declared country`, { cell, ...hint }),
        ]);
        return undefined;
      }
      // Said once for each: a table has thousands of rows of every territory.
      const isNew = !told.has(printedCountry);
      if (isNew) told.add(printedCountry);
      if (country.kind === 'excluded') {
        excluded += 1;
        if (isNew) {
          const message = `“${printedCountry}” is left out: ${country.note}`;
          findings.add(issue('not-a-member', message, { cell }));
        }
        return undefined;
      }
      if (isNew) {
        const message = `“${printedCountry}” was read as “${country.repairedFrom}”`;
        findings.add(issue('name-mojibake', message, { cell }));
      }
    }
    const indicator = indicatorOf(textAt(cells, at.indicator));
    const period = firstDayOf(textAt(cells, at.period));
    if (indicator === undefined || period === undefined)
      throw new Error(`row ${row.row} reached normalise without keeping its contract`);
    const printed = textAt(cells, at.value);
    const status = at.status < 0 ? NO_MARK : (marks.get(textAt(cells, at.status)) ?? NO_MARK);
    const flag = at.flags < 0 ? NO_MARK : (marks.get(textAt(cells, at.flags)) ?? NO_MARK);
    const missing =
      (printed === '' ? undefined : markers.get(printed)) ??
      status.missing ??
      flag.missing ??
      (printed === '' ? (layout.blankMeans ?? undefined) : undefined);
    return {
      indicatorCode: indicator.indicatorCode,
      iso3: country.iso3,
      period,
      value: missing === undefined ? shortestDecimal(printed) : null,
      status: missing ?? 'observed',
      isEstimated: status.isEstimated === true || flag.isEstimated === true,
      isPreliminary: status.isPreliminary === true || flag.isPreliminary === true,
      raw: row,
    };
  };

  return {
    observations(rows) {
      const found: Observation[] = [];
      for (const row of rows) {
        const observation = observe(row);
        if (observation !== undefined) found.push(observation);
      }
      rowsIn += rows.length;
      rowsOut += found.length;
      return found;
    },
    count: () =>
      stageCount('normalise', 'records → observations', {
        in: rowsIn,
        out: rowsOut,
        excluded,
        quarantined: rowsIn - rowsOut - excluded,
      }),
  };
}

function textAt(cells: LocatedRow['cells'], index: number): string {
  return cells[index]?.trim() ?? '';
}

/** `+012.50` → `12.5`, `-0.0` → `0`, `8e-05` → `0.00008`: one text for one value, whatever the print. */
export function shortestDecimal(text: string): string {
  if (SHORTEST.test(text)) return text;
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw new Error(`“${text}” reached normalise and is no number`);
  return decimalText(decimal.value, decimal.printedDecimals);
}

function resolveCountry(
  text: string,
  by: 'iso3' | 'name',
  { names, knownCodes, excludedCodes }: ObservationNames,
): CountryAnswer {
  if (by === 'iso3') {
    const note = excludedCodes.get(text);
    if (knownCodes.has(text)) return { kind: 'known', iso3: text };
    return note === undefined ? { kind: 'unknown', suggestions: [] } : { kind: 'excluded', note };
  }
  const named = names.resolve(text, NO_EDITION);
  return named.kind === 'not-a-unit' ? { kind: 'excluded', note: named.note } : named;
}
