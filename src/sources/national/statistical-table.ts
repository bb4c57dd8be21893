/**
 * Declared statistical tables → national records. The layout engine has read numbers, marks, units, periods and notes;
 * here its labels become indicator, region and breakdown by the declaration. What no entry means is refused.
 */
import { type CellAddress, formatCell } from '../../model/cell.ts';
import { type IssueCode, issue } from '../../model/issue.ts';
import { type Dimensions, dimensionsText, type PrintedRegion } from '../../model/national-observation.ts';
import { dayPeriod, type NationalPeriod, periodText } from '../../model/national-period.ts';
import { type CellRule, type LoadedIndicator, printedRule } from '../tables/load-declaration.ts';
import type { SheetTable } from '../tables/read-table.ts';
import type { LoadableTable } from '../tables/table-declaration.ts';
import type { TableLabel, TableRecord } from '../tables/table-record.ts';
import type { RecordSink } from './record-sink.ts';
import type { NationalIndicator, StatisticalTableSource } from './source.ts';
import { nationalPeriodOf } from './table-period.ts';

/** The source that a declaration is. */
export function tableSource(table: LoadableTable): StatisticalTableSource {
  const { load, country, languages } = table;
  return {
    adapter: 'statistical-table',
    id: table.id,
    title: table.title,
    iso3: country,
    languages: languages ?? ['ru', 'kk', 'en'],
    // Marks and signs are the layout engine's business, which has read the values.
    markers: {},
    decimalMark: 'point',
    zeroIsNegligible: false,
    isBackCast: load.isBackCast,
    leftOutAreas: [],
    breakdown: {},
    indicators: Object.fromEntries(
      load.indicators.map((one): [string, NationalIndicator] => [
        one.code,
        {
          indicatorCode: one.code,
          nameEn: one.name,
          unit: one.unit,
          frequency: one.frequency ?? load.frequency,
          publisher: load.publisher,
          description: one.description ?? null,
          printedUnits: [],
          isAdditive: one.isAdditive,
        },
      ]),
    ),
    table,
  };
}

/** Gives every record of a sheet to the sink: as a value, or with what is not declared about it. */
export function takeSheet(sheet: SheetTable, table: LoadableTable, sink: RecordSink): void {
  const meaningOf = createMeanings(table, sheet);
  const regionOf = createRegions(table);
  const breakdownOf = createBreakdowns(table);
  const cellOfKey = new Map<string, CellAddress>();
  const told = new Set<string>();

  for (const record of sheet.records) {
    const { cell } = record;
    const refuse = (code: IssueCode, message: string, about: string, hint?: string): void => {
      const found = issue(code, message, { cell, ...(hint === undefined ? {} : { hint }) });
      // A column or row that is not declared is one fault, however many cells it has.
      sink.refuseCells(1, told.has(`${code} ${about}`) ? undefined : found);
      told.add(`${code} ${about}`);
    };
    const period = nationalPeriodOf(record.period);
    if (period === undefined) {
      refuse('period-unknown', `${record.period.code} is no span of days`, record.period.code);
      continue;
    }
    const meant = meaningOf(record);
    if (typeof meant === 'string') {
      refuse('indicator-unknown', meant, meant, 'declare it under load.indicators');
      continue;
    }
    const { indicator, rule } = meant;
    if (record.unit !== indicator.unit) {
      const message = `${indicator.code} is declared in ${indicator.unit}, and the table has ${record.unit}`;
      refuse('unit-mismatch', message, message);
      continue;
    }
    const dimensions = breakdownOf(record, rule);
    if (typeof dimensions === 'string') {
      refuse('dimension-unknown', dimensions, dimensions, 'declare it under load.breakdowns');
      continue;
    }
    const region = regionOf(record);
    const of = indicator.asOf === 'last-day' ? (dayPeriod(period.lastDay) as NationalPeriod) : period;
    const key = [indicator.code, region.code ?? '', periodText(of), dimensionsText(dimensions)].join('\t');
    const before = cellOfKey.get(key);
    if (before !== undefined) {
      const message = `${key.split('\t').filter(Boolean).join(' ')} stands in ${formatCell(before)} already`;
      refuse('key-duplicate', message, message, 'a dimension of the table is no part of load.breakdowns');
      continue;
    }
    cellOfKey.set(key, cell);
    sink.acceptCell({
      indicatorCode: indicator.code,
      region,
      period: of,
      dimensions,
      valueText: record.raw,
      asRead: { value: record.value, status: record.status, isNegligible: record.isNegligible },
      isEstimated: record.isEstimated,
      isPreliminary: record.isPreliminary,
      note: noteOf(record),
      cell,
    });
  }
}

interface Meaning {
  readonly indicator: LoadedIndicator;
  readonly rule: CellRule;
}

/** The indicator of a record: exactly one declared entry must fit; otherwise what is wrong, in words. */
function createMeanings(
  { load }: LoadableTable,
  sheet: SheetTable,
): (record: TableRecord) => Meaning | string {
  const fitsSheet = ({ sheet: name, title }: CellRule): boolean =>
    (name === undefined || (sheet.sheet !== null && printedRule(name)(sheet.sheet))) &&
    (title === undefined || sheet.titles.some(printedRule(title)));
  const entries = load.indicators.flatMap((indicator) =>
    indicator.cells.filter(fitsSheet).map((rule) => ({
      meaning: { indicator, rule },
      header: rule.header === undefined ? undefined : printedRule(rule.header),
      label: rule.label === undefined ? undefined : printedRule(rule.label),
      unit: rule.unit,
    })),
  );
  const known = new Map<string, Meaning | string>();
  return ({ header, row, unit }) => {
    const [path, label] = [header.join(' > '), row.map(({ text }) => text).join(' > ')];
    const key = JSON.stringify([path, label, unit]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const fitting = entries.filter(
      (one) =>
        (one.header?.(path) ?? true) &&
        (one.label?.(label) ?? true) &&
        (one.unit === undefined || one.unit === unit),
    );
    const [first, second] = fitting;
    const what = [path, entries.some((one) => one.label) || path === '' ? label : '', unit]
      .filter(Boolean)
      .join(', ');
    const found =
      first === undefined
        ? `no declared indicator has “${what}”`
        : second === undefined
          ? first.meaning
          : `“${what}” is declared as ${first.meaning.indicator.code} and as ${second.meaning.indicator.code}`;
    known.set(key, found);
    return found;
  };
}

/** The region as the layout knows it; whether the codes beside it agree is looked at when regions are looked up. */
function createRegions({ load }: LoadableTable): (record: TableRecord) => PrintedRegion {
  const { region } = load;
  if ('is' in region) return () => ({ code: region.is });
  return ({ row, attributes }) => {
    const label = row.find(({ name }) => name === region.from);
    const beside = region.code === undefined ? undefined : attributes[region.code];
    // The name is given along where it must agree with the code beside it.
    return beside === undefined
      ? { code: label?.code ?? '' }
      : { code: beside, ...(label?.code == null ? {} : { sameAs: label.code }) };
  };
}

/** Members of breakdowns of a record; what is wrong with them, in words. */
function createBreakdowns({
  load,
  header,
}: LoadableTable): (record: TableRecord, rule: CellRule) => Dimensions | string {
  const declared = Object.entries(load.breakdowns);
  return ({ row, headerCode }, rule) => {
    const dimensions: Record<string, string> = { ...rule.breakdown };
    for (const [name, meaning] of declared) {
      const label: Pick<TableLabel, 'code'> | undefined =
        name === header.name ? { code: headerCode } : row.find((one) => one.name === name);
      const code = label?.code;
      // A section that is not open here says nothing about the row.
      if (code == null) continue;
      const members: Dimensions | undefined =
        'members' in meaning
          ? Object.hasOwn(meaning.members, code)
            ? meaning.members[code]
            : undefined
          : code === meaning.total
            ? {}
            : { [meaning.as]: code };
      if (members === undefined) return `${name} ${code} is no declared member`;
      for (const [breakdown, member] of Object.entries(members)) {
        const other = dimensions[breakdown];
        if (other !== undefined && other !== member) return `${breakdown} is ${other} and ${member}`;
        dimensions[breakdown] = member;
      }
    }
    return dimensions;
  };
}

/** Footnotes and the reason of a correction, verbatim; null where there are none. */
function noteOf({ notes, correction }: TableRecord): string | null {
  const texts = [
    ...(correction === null ? [] : [`corrected: ${correction}`]),
    ...notes.map(({ mark, text }) => (text === null ? mark : `${mark} ${text}`)),
  ];
  return texts.length === 0 ? null : texts.join(' · ');
}
