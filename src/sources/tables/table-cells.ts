/** Rows × columns → records: value, unit, period and notes of each cell put together, and no key twice. */
import { formatCell } from '../../model/cell.ts';
import { foldText, shortened } from './clean-text.ts';
import { splitMarks } from './note-marks.ts';
import type { TableBands } from './table-bands.ts';
import { patternOf, type TableDeclaration, type UNIT_PLACES } from './table-declaration.ts';
import { type Complain, once } from './table-findings.ts';
import type { GridCell, TableGrid } from './table-grid.ts';
import type { Heading } from './table-headings.ts';
import type { ReadPeriod } from './table-period.ts';
import type { TableNote, TableRecord } from './table-record.ts';
import type { DataRow } from './table-rows.ts';
import type { UnitNames } from './table-units.ts';
import { createValueReader, type TableValue } from './table-values.ts';

export interface TableParts {
  readonly grid: TableGrid;
  readonly bands: TableBands;
  readonly headings: readonly Heading[];
  readonly data: readonly DataRow[];
  readonly titles: readonly string[];
  readonly units: UnitNames;
  readonly notes: ReadonlyMap<string, string>;
  /** Null where header or rows carry the periods, or the table's own is not known. */
  readonly tablePeriod: ReadPeriod | null;
}

export function readCells(
  parts: TableParts,
  declaration: TableDeclaration,
  complain: Complain,
): { readonly records: readonly TableRecord[]; readonly cellCount: number } {
  const { grid, bands, headings, data, tablePeriod, notes } = parts;
  const values = createValueReader(declaration);
  const unitOf = unitFinder(parts, declaration);
  const flagsOf = noteFlags(declaration);
  const knownMarks = new Set(notes.keys());
  const complainOnce = once(complain);
  const byKey = new Map<string, TableRecord>();
  const unitless = new Set<string>();
  const records: TableRecord[] = [];
  let cellCount = 0;

  for (const row of data) {
    const label = row.labels.map(({ text }) => text).join(' > ');
    for (const heading of declaration.header.at === 'none' ? listHeading(row) : headings) {
      cellCount += 1;
      const place = { row: row.row, column: heading.column };
      const cell = grid.at(place.row, place.column);
      const covering = cell ?? grid.covering(place.row, place.column);
      if (cell === undefined && covering !== undefined) {
        const message = `“${shortened(covering.text)}” is merged over several values`;
        complainOnce(formatCell(covering), 'cell-merged', message, covering);
        continue;
      }
      const period = row.period ?? heading.period ?? tablePeriod?.period;
      const value = values.read(cell, { label, period: period?.code ?? '', knownMarks });
      if ('code' in value) {
        complain(value.code, value.message, place, value.hint);
        continue;
      }
      if (row.isRefused) continue;
      const unit = unitOf(row, heading);
      if (unit === undefined) {
        if (!bands.isUnitUnknown) complainOfUnit(heading, row, place);
        continue;
      }
      if (period === undefined) continue;
      const record: TableRecord = {
        table: declaration.id,
        row: row.labels,
        header: heading.labels,
        headerCode: heading.code,
        attributes: row.attributes,
        period,
        unit,
        raw: cell?.printed ?? null,
        shown: cell?.number?.shown ?? null,
        ...valueFields(value),
        ...withNotes(marksOf(row, heading, value, place), place),
        cell: grid.name === null ? place : { sheet: grid.name, ...place },
      };
      keep(record, place);
    }
  }
  for (const correction of values.unusedCorrections()) {
    complain('correction-unused', `no cell reads “${correction.printed}” (${correction.reason})`);
  }
  return { records, cellCount };

  /** Once for a row or column: whichever lacks the unit, its other cells lack it too. */
  function complainOfUnit(heading: Heading, row: DataRow, place: { row: number; column: number }): void {
    if (unitless.has(`row ${place.row}`) || unitless.has(`column ${place.column}`)) return;
    unitless.add(`row ${place.row}`).add(`column ${place.column}`);
    const what = [...row.labels.map(({ text }) => text), ...heading.labels].join(' > ');
    const hint = 'declare it under unit.names, unit.where or unit.otherwise';
    complain('unit-missing', `“${shortened(what)}” has no unit`, place, hint);
  }

  function keep(record: TableRecord, place: { row: number; column: number }): void {
    const key = JSON.stringify([
      record.row.map(({ name, text }) => [name, foldText(text)]),
      record.attributes,
      record.header.map(foldText),
      record.period.code,
      record.unit,
    ]);
    const before = byKey.get(key);
    if (before === undefined) {
      byKey.set(key, record);
      records.push(record);
      return;
    }
    const what = [...record.row.map(({ text }) => text), ...record.header, record.period.code].join(' > ');
    const hint = 'labels that repeat need their section, their code column or the title above them';
    // Two columns of one header, or two rows of one label, are one fault.
    const pair =
      before.cell.row === place.row
        ? `column ${before.cell.column} ${place.column}`
        : `row ${before.cell.row} ${place.row}`;
    const message = `“${shortened(what)}” stands in ${formatCell(before.cell)} already`;
    complainOnce(pair, 'key-duplicate', message, place, hint);
  }

  /** In a list of labels and values the first number of the row is its value. */
  function listHeading(row: DataRow): Heading[] {
    const cells = headings.flatMap((heading) => {
      const cell = grid.at(row.row, heading.column);
      const isValue =
        cell !== undefined && !('code' in values.read(cell, { label: '', period: '', knownMarks }));
      return isValue ? [{ heading, cell }] : [];
    });
    const [first, second] = cells;
    if (first === undefined) {
      complain('value-not-a-number', 'no cell of the row is a number or a declared mark', { row: row.row });
      return [];
    }
    if (second !== undefined) {
      const message = `“${shortened(second.cell.text)}” stands beside the value of the row`;
      if (declaration.header.stray === 'report') complain('cell-stray', message, second.cell);
      else
        complain(
          'column-unexpected',
          message,
          second.cell,
          'declare header.stray: report if it is not needed',
        );
    }
    return [first.heading];
  }

  function marksOf(
    row: DataRow,
    heading: Heading,
    value: TableValue,
    { row: number }: { readonly row: number },
  ): string[] {
    const beside = heading.noteColumn === null ? undefined : grid.at(number, heading.noteColumn);
    const ofColumn =
      heading.noteColumn === null
        ? []
        : parts.bands.header.flatMap((one) => marksIn(grid.at(one.row, heading.noteColumn ?? 0)));
    const all = [...value.marks, ...marksIn(beside), ...row.marks, ...heading.marks, ...ofColumn];
    return [...new Set([...all, ...(tablePeriod?.marks ?? [])])];
  }

  function withNotes(
    marks: readonly string[],
    place: { readonly row: number; readonly column: number },
  ): Pick<TableRecord, 'notes' | 'isPreliminary' | 'isEstimated'> {
    const explained = marks.map((mark): TableNote => ({ mark, text: notes.get(mark) ?? null }));
    if (declaration.notes.unexplained === 'warn') {
      for (const { mark, text } of explained) {
        if (text !== null || flagsOf([{ mark, text }]).isDeclared) continue;
        complainOnce(
          mark,
          'note-undefined',
          `the mark “${mark}” is explained by no note of the table`,
          place,
        );
      }
    }
    const { isPreliminary, isEstimated } = flagsOf(explained);
    return { notes: explained, isPreliminary, isEstimated };
  }
}

function valueFields({ value, status, isNegligible, correction }: TableValue) {
  return { value, status, isNegligible, correction };
}

function marksIn(cell: GridCell | undefined): string[] {
  return cell === undefined ? [] : cell.text.split(/\s*[,;]\s*/u).filter((mark) => mark !== '');
}

function noteFlags({ notes }: TableDeclaration) {
  const preliminary = notes.preliminary.map(patternOf);
  const estimated = notes.estimated.map(patternOf);
  const says = (rules: readonly RegExp[], given: readonly TableNote[]): boolean =>
    rules.some((rule) =>
      given.some(({ mark, text }) => rule.test(mark) || (text !== null && rule.test(text))),
    );
  return (given: readonly TableNote[]) => {
    const isPreliminary = says(preliminary, given);
    const isEstimated = says(estimated, given);
    return { isPreliminary, isEstimated, isDeclared: isPreliminary || isEstimated };
  };
}

/** The unit of a cell: what a rule says, else the first declared place that has one. */
function unitFinder(
  { grid, bands, titles, units, headings }: TableParts,
  { unit, header }: TableDeclaration,
): (row: DataRow, heading: Heading) => string | undefined {
  const rules = unit.where.map((one) => ({
    unit: one.unit,
    header: one.header === undefined ? undefined : patternOf(one.header),
    label: one.label === undefined ? undefined : patternOf(one.label),
  }));
  const lastOf = (texts: readonly string[]): string | undefined =>
    texts.reduceRight<string | undefined>((found, text) => found ?? units.within(text), undefined);
  const ofTitles = lastOf(titles.map((text) => splitMarks(text).text));
  const ofSheet = grid.name === null ? undefined : units.within(grid.name);
  const textsOf = ({ labels, sectionCount }: DataRow, place: 'row' | 'section'): string[] =>
    (place === 'row' ? labels.slice(sectionCount) : labels.slice(0, sectionCount)).map(({ text }) => text);
  /** In a list the unit may have a cell of its own. */
  const besideLabel = ({ row }: DataRow): string[] =>
    header.at === 'none' ? headings.map(({ column }) => grid.at(row, column)?.text ?? '') : [];

  const from: Record<(typeof UNIT_PLACES)[number], (row: DataRow, heading: Heading) => string | undefined> = {
    header: (_, heading) => heading.unitCode,
    'unit-row': () => bands.unitCode,
    row: (row) => lastOf([...besideLabel(row), ...textsOf(row, 'row')]),
    section: (row) => lastOf(textsOf(row, 'section')),
    title: () => ofTitles,
    sheet: () => ofSheet,
  };
  return (row, heading) => {
    const label = row.labels.map(({ text }) => text).join(' > ');
    const rule = rules.find(
      (one) => (one.header?.test(heading.pathText) ?? true) && (one.label?.test(label) ?? true),
    );
    if (rule !== undefined) return rule.unit;
    for (const place of unit.from) {
      const found = from[place](row, heading);
      if (found !== undefined) return found;
    }
    return unit.otherwise;
  };
}
