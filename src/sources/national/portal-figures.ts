/**
 * Figures of the portal eGov.kz. No machine-readable source of them is known: they come from the press, and are kept by
 * hand in a table in which every figure has its address and its date.
 */
import { issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { VALUE_BOUNDS, type ValueBound } from '../../model/national-observation.ts';
import { isDay, parsePeriodText } from '../../model/national-period.ts';
import type { RecordSink } from './record-sink.ts';
import type { SourceOf } from './source.ts';

const COLUMNS = [
  'indicator',
  'region',
  'period',
  'value',
  'bound',
  'unit',
  'source_url',
  'source_date',
  'note',
] as const;
type Column = (typeof COLUMNS)[number];

/** Reads the table, the header first: columns in any order, none missing, none added. */
export async function readPortalFigures(
  rows: Iterable<LocatedRow> | AsyncIterable<LocatedRow>,
  source: SourceOf<'portal-figures'>,
  sink: RecordSink,
): Promise<void> {
  let names: readonly string[] | undefined;
  for await (const row of rows) {
    if (names === undefined) {
      sink.under(row.cells);
      names = row.cells.map((text) => (text ?? '').trim());
      if (!isHeader(names, row.row, sink)) return;
      continue;
    }
    readFigure(row, names, source, sink);
  }
  if (names === undefined) sink.note(issue('file-empty', 'the file holds no rows'));
}

function readFigure(
  row: LocatedRow,
  names: readonly string[],
  source: SourceOf<'portal-figures'>,
  sink: RecordSink,
): undefined {
  const text = (column: Column) => row.cells[names.indexOf(column)]?.trim() ?? '';
  const cellOf = (column: Column) => ({ row: row.row, column: names.indexOf(column) + 1 });
  const refuse = (code: Parameters<typeof issue>[0], message: string, column: Column) =>
    sink.refuse(row, [issue(code, message, { cell: cellOf(column) })]);
  const name = text('indicator');
  const indicator = Object.hasOwn(source.indicators, name) ? source.indicators[name] : undefined;
  if (indicator === undefined)
    return refuse('indicator-unknown', `“${name}” is no declared indicator`, 'indicator');
  if (![indicator.unit, ...indicator.printedUnits].includes(text('unit'))) {
    return refuse('unit-mismatch', `“${text('unit')}”, where ${indicator.unit} is declared`, 'unit');
  }
  const period = parsePeriodText(text('period'));
  if (period === undefined) return refuse('period-unknown', `“${text('period')}” is no period`, 'period');
  const bound = text('bound');
  if (!isBound(bound))
    return refuse('status-unknown', `“${bound}” is none of ${VALUE_BOUNDS.join(', ')}`, 'bound');
  if (text('value') === '') return refuse('cell-missing', 'a figure without a value', 'value');
  if (!/^https:\/\/[^\s/]+\.[^\s/]+(?:\/\S*)?$/.test(text('source_url'))) {
    return refuse('cell-missing', 'a figure without the address of its source', 'source_url');
  }
  if (!isDay(text('source_date'))) {
    return refuse(
      'cell-missing',
      'a figure without the day on which its source was published or read',
      'source_date',
    );
  }
  sink.accept({
    indicatorCode: indicator.indicatorCode,
    region: { name: text('region') },
    period,
    dimensions: source.breakdown,
    valueText: text('value'),
    bound,
    isEstimated: false,
    isPreliminary: false,
    cell: cellOf('value'),
    raw: row,
  });
}

function isBound(text: string): text is ValueBound {
  return VALUE_BOUNDS.some((bound) => bound === text);
}

function isHeader(names: readonly string[], row: number, sink: RecordSink): boolean {
  const missing = COLUMNS.filter((column) => !names.includes(column));
  const others = names.filter(
    (name, index) => !COLUMNS.some((column) => column === name) || names.indexOf(name) < index,
  );
  for (const column of missing)
    sink.note(issue('column-missing', `there is no column “${column}”`, { cell: { row } }));
  for (const name of others) {
    const cell = { row, column: names.lastIndexOf(name) + 1 };
    sink.note(issue('column-unexpected', `“${name}” is no column of this table`, { cell }));
  }
  return missing.length + others.length === 0;
}
