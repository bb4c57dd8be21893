/**
 * Stage 3 for observations, as a stream: rows that keep the contract → observations with codes, dates, exact
 * decimals and statuses. What is printed and what it means stay apart: `..`, `-`, `x` and blank are different states.
 */
import { decimalText, parseDecimal } from '../../model/decimal.ts';
import type { FindingList } from '../../model/finding-list.ts';
import { type IssueCode, issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { type Indicator, type Observation, parsePeriod } from '../../model/observation.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import type { NameResolver } from '../../reference/name-resolver.ts';
import { joinMarks, markOf } from '../../sources/flag-marks.ts';
import { indicatorsOf } from '../../sources/indicators-of-table.ts';
import type { MatchedTable, ObservationMark, TableRules, ValueColumn } from '../../sources/matched-table.ts';
import { remembered, withoutGrouping } from '../../sources/observation-contract.ts';

export interface ObservationNames {
  readonly names: NameResolver;
  readonly knownCodes: ReadonlySet<string>;
  /** ISO 3166-1 alpha-2 → alpha-3, for tables that are keyed by the former. */
  readonly iso2Codes?: ReadonlyMap<string, string>;
  /** Codes of territories and country groups that are left out by declaration, each with a word why. */
  readonly excludedCodes: ReadonlyMap<string, string>;
}

export interface ObservationNormaliser {
  observations(rows: readonly LocatedRow[]): Observation[];
  /** What the observations are of, by indicator code. */
  indicators(): ReadonlyMap<string, Indicator>;
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
  table: MatchedTable,
  context: ObservationNames,
  findings: FindingList,
): ObservationNormaliser {
  const { rules, at, values } = table;
  const markOfText = remembered((text) => markOf(text, rules) ?? NO_MARK);
  const countryOf = remembered((text) => resolveCountry(text, rules, context));
  const firstDayOf = remembered((text) => parsePeriod(text)?.firstDay);
  const indicators = indicatorsOf(table);
  const told = new Set<string>();
  const nameOfCode = new Map<string, string>();
  let rowsIn = 0;
  let rowsOut = 0;
  let excluded = 0;
  let made = 0;

  const tell = (code: IssueCode, text: string, message: string, row: LocatedRow, index: number): void => {
    // Said once for each: a table has thousands of rows of every territory.
    if (told.has(`${code} ${text}`)) return;
    told.add(`${code} ${text}`);
    findings.add(issue(code, message, { cell: { row: row.row, column: index + 1 } }));
  };

  /** The country of a row; undefined, with a finding, where the row states nothing about a country. */
  const countryOfRow = (row: LocatedRow): string | undefined => {
    const printed = textAt(row.cells, at.country);
    const country = countryOf(printed);
    switch (country.kind) {
      case 'unknown': {
        const { suggestions } = country;
        const hint =
          suggestions.length > 0
            ? `did you mean ${suggestions.join(', ')}?`
            : 'declare it: as an alias, or as left out';
        const code = rules.countryBy === 'name' ? 'name-unknown' : 'code-unknown';
        const cell = { row: row.row, column: at.country + 1 };
        findings.quarantine(row, [issue(code, `“${printed}” is no declared country`, { cell, hint })]);
        return undefined;
      }
      case 'excluded':
        excluded += 1;
        tell('not-a-member', printed, `“${printed}” is left out: ${country.note}`, row, at.country);
        return undefined;
      default:
        if (at.countryName >= 0 && !isSameCountry(row, printed, country.iso3)) return undefined;
        if (country.repairedFrom !== undefined) {
          const message = `“${printed}” was read as “${country.repairedFrom}”`;
          tell('name-mojibake', printed, message, row, at.country);
        }
        return country.iso3;
    }
  };

  /** A code and a name that belong to two countries hold the row back: nothing says which of them is meant. */
  const isSameCountry = (row: LocatedRow, code: string, iso3: string): boolean => {
    const name = textAt(row.cells, at.countryName);
    if (nameOfCode.get(code) === name) return true;
    const named = name === '' ? undefined : context.names.resolve(name, NO_EDITION);
    if (named?.kind !== 'known' || named.iso3 === iso3) {
      nameOfCode.set(code, name);
      return true;
    }
    const cell = { row: row.row, column: at.country + 1 };
    const message = `the code “${code}” is ${iso3} and the name “${name}” ${named.iso3}`;
    findings.quarantine(row, [issue('code-name-mismatch', message, { cell, iso3 })]);
    return false;
  };

  const observe = (row: LocatedRow, found: Observation[]): void => {
    const { cells } = row;
    const iso3 = countryOfRow(row);
    if (iso3 === undefined) return;
    const printedPeriod = at.period < 0 ? undefined : firstDayOf(textAt(cells, at.period));
    const status = at.status < 0 ? NO_MARK : markOfText(textAt(cells, at.status));
    const renamed = rules.renamed.size === 0 ? undefined : rules.renamed.get(textAt(cells, at.indicator));
    if (renamed !== undefined) {
      const old = textAt(cells, at.indicator);
      tell('indicator-renamed', old, `“${old}” is “${renamed.now}” now: ${renamed.note}`, row, at.indicator);
    }
    indicators.enterRow(cells);
    rowsOut += 1;
    for (let position = 0; position < values.length; position += 1) {
      const column = values[position] as ValueColumn;
      const indicatorCode = indicators.codeAt(position);
      const period = column.period ?? printedPeriod;
      if (indicatorCode === undefined || period === undefined)
        throw new Error(`row ${row.row} reached normalise without keeping its contract`);
      const text = cells[column.index];
      const isPlain = text !== null && text !== undefined && SHORTEST.test(text);
      const printed = isPlain ? text : (text?.trim() ?? '');
      const flags = column.flagsAt < 0 ? '' : textAt(cells, column.flagsAt);
      const flag = flags === '' ? (column.mark ?? NO_MARK) : both(markOfText(flags), column.mark);
      // What is printed says most; then the flags; a blank cell means what its layout says.
      const missing =
        (isPlain || printed === '' ? undefined : rules.markers.get(printed)) ??
        status.missing ??
        flag.missing ??
        (printed === '' ? (rules.blankMeans ?? undefined) : undefined);
      found.push({
        indicatorCode,
        iso3,
        period,
        value:
          missing !== undefined
            ? null
            : isPlain
              ? printed
              : shortestDecimal(withoutGrouping(printed, rules.numbers)),
        status: missing ?? 'observed',
        isEstimated: status.isEstimated === true || flag.isEstimated === true,
        isPreliminary: status.isPreliminary === true || flag.isPreliminary === true,
        raw: row,
        column: column.index + 1,
        note: hasNotes(column) ? noteOf(cells, column) : null,
      });
    }
  };

  return {
    observations(rows) {
      const found: Observation[] = [];
      for (const row of rows) observe(row, found);
      rowsIn += rows.length;
      made += found.length;
      return found;
    },
    indicators: () => indicators.seen(),
    count: () =>
      stageCount('normalise', 'records → observations', {
        in: rowsIn,
        fanOut: values.length,
        out: made,
        excluded: excluded * values.length,
        quarantined: (rowsIn - rowsOut - excluded) * values.length,
      }),
  };
}

function hasNotes({ flagsAt, notesAt, markText }: ValueColumn): boolean {
  return flagsAt >= 0 || notesAt.length > 0 || markText !== null;
}

/** What the publisher says about one value, each text once. */
function noteOf(cells: LocatedRow['cells'], { flagsAt, notesAt, markText }: ValueColumn): string | null {
  const texts = [markText ?? '', flagsAt < 0 ? '' : textAt(cells, flagsAt)];
  for (const index of notesAt) texts.push(textAt(cells, index));
  const said = [...new Set(texts.filter((text) => text !== ''))];
  return said.length === 0 ? null : said.join(' · ');
}

function both(flag: ObservationMark, ofColumn: ObservationMark | null): ObservationMark {
  return ofColumn === null ? flag : (joinMarks(flag, ofColumn) ?? flag);
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
  { countryBy, countryAliases, leftOut, leftOutPatterns }: TableRules,
  { names, knownCodes, iso2Codes, excludedCodes }: ObservationNames,
): CountryAnswer {
  const alias = countryAliases.get(text);
  if (alias !== undefined) return { kind: 'known', iso3: alias };
  const note =
    leftOut.get(text) ??
    (countryBy === 'iso3' ? excludedCodes.get(text) : undefined) ??
    leftOutPatterns.find(({ pattern }) => pattern.test(text))?.why;
  if (note !== undefined) return { kind: 'excluded', note };
  if (countryBy !== 'name') {
    const iso3 = countryBy === 'iso2' ? iso2Codes?.get(text) : text;
    return iso3 !== undefined && knownCodes.has(iso3)
      ? { kind: 'known', iso3 }
      : { kind: 'unknown', suggestions: [] };
  }
  const named = names.resolve(text, NO_EDITION);
  return named.kind === 'not-a-unit' ? { kind: 'excluded', note: named.note } : named;
}
