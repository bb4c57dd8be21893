/** `egdi inspect --with`: what declarations make of a file, in words. */
import { columnLetters } from '../model/cell.ts';
import type { TableReading } from '../sources/tables/read-table.ts';
import type { TableDeclaration } from '../sources/tables/table-declaration.ts';
import { issueLines } from './findings.ts';
import type { DeclaredReading } from './inspection.ts';
import { type LabelledLine, labelledLines } from './labelled.ts';
import { type Palette, table } from './text.ts';

const MOST_SHOWN = 6;

/** Counts, findings, the first records. */
export function readingText(file: string, readings: readonly DeclaredReading[], palette: Palette): string {
  return readings
    .map(({ declaration, reading }) => oneReading(file, declaration, reading, palette))
    .join('\n\n');
}

function oneReading(
  file: string,
  declaration: TableDeclaration,
  reading: TableReading,
  palette: Palette,
): string {
  const records = reading.tables.flatMap((one) => [...one.records]);
  const states = new Map<string, number>();
  for (const { status } of records) states.set(status, (states.get(status) ?? 0) + 1);
  const totals = reading.tables.reduce(
    (sum, one) => ({ checked: sum.checked + one.totals.checked, open: sum.open + one.totals.open }),
    { checked: 0, open: 0 },
  );
  const head: LabelledLine[] = [
    ['sheets', reading.tables.map(({ sheet }) => sheet ?? file).join(', ')],
    [
      'cells',
      reading.isRefused
        ? palette.bad('refused')
        : `${records.length}: ${[...states].map(([state, count]) => `${state} ${count}`).join(', ')}`,
    ],
    [
      'totals',
      totals.checked + totals.open === 0
        ? null
        : `${totals.checked} agree or are reported, ${totals.open} not checked: a part is suppressed or missing`,
    ],
  ];
  const sample = records.slice(0, MOST_SHOWN);
  const columns = [
    { title: 'row' },
    { title: 'header' },
    { title: 'period' },
    { title: 'unit' },
    { title: 'value', align: 'right' as const },
    { title: 'cell' },
  ];
  const rows = sample.map((record) => [
    record.row.map(({ text, code }) => (code === null ? text : `${text} [${code}]`)).join(' > '),
    record.header.join(' > '),
    record.period.code,
    record.unit,
    record.status === 'observed' ? (record.value ?? '') : record.status,
    `${columnLetters(record.cell.column ?? 1)}${record.cell.row}`,
  ]);
  return [
    palette.bold(`${declaration.id} · ${file}`),
    labelledLines(head, palette).join('\n'),
    ...(rows.length === 0 ? [] : [table(columns, rows, palette)]),
    ...issueLines(reading.issues, palette),
  ].join('\n\n');
}
