/**
 * The classifier of administrative units of Kazakhstan (KATO) as a file: columns `te, ab, cd, ef, hij, k, name_kaz,
 * name_rus, nn`. Codes are text of nine digits; the parts are checked against the whole.
 */
import { issue } from '../../model/issue.ts';
import type { LocatedRow } from '../../model/located.ts';
import { findRegionByCode } from '../../reference/regions.ts';
import type { RecordSink } from './record-sink.ts';

const COLUMNS = ['te', 'ab', 'cd', 'ef', 'hij', 'k', 'name_kaz', 'name_rus', 'nn'] as const;
type Column = (typeof COLUMNS)[number];

export interface KatoUnit {
  /** Nine digits. */
  readonly code: string;
  /** Code of the unit above it; null at the first level. */
  readonly parent: string | null;
  /** 1 oblast or city of republican rank, 2 district or city, 3 rural district, 4 village. */
  readonly level: 1 | 2 | 3 | 4;
  readonly nameKk: string;
  readonly nameRu: string;
  readonly row: number;
}

/** Reads the classifier, the header first. A unit of the first level that the dictionary does not have is an issue. */
export async function readKatoFile(
  rows: Iterable<LocatedRow> | AsyncIterable<LocatedRow>,
  sink: RecordSink,
): Promise<KatoUnit[]> {
  const units: KatoUnit[] = [];
  const codes = new Map<string, number>();
  let at: ReadonlyMap<Column, number> | undefined;
  for await (const row of rows) {
    if (at === undefined) {
      sink.under(row.cells);
      at = columnsOf(row, sink);
      if (at === undefined) return [];
      continue;
    }
    const columns = at;
    const text = (column: Column) => row.cells[columns.get(column) ?? -1]?.trim() ?? '';
    const refuse = (code: Parameters<typeof issue>[0], message: string, column: Column) =>
      sink.refuse(row, [
        issue(code, message, { cell: { row: row.row, column: (columns.get(column) ?? -1) + 1 } }),
      ]);
    const code = text('te');
    if (!/^[1-9]\d{8}$/.test(code)) {
      refuse('code-unknown', `“${code.slice(0, 60)}” is no KATO code of nine digits`, 'te');
      continue;
    }
    const parts = (['ab', 'cd', 'ef', 'hij'] as const).map((part) => text(part).padStart(part.length, '0'));
    // A workbook that keeps the parts as numbers drops their zeros; the whole code has them.
    if (parts.join('') !== code) {
      refuse('code-name-mismatch', `${parts.join(' ')} are not the parts of ${code}`, 'ab');
      continue;
    }
    const before = codes.get(code);
    if (before !== undefined) {
      refuse('row-conflict', `${code} stands in row ${before} too`, 'te');
      continue;
    }
    if (text('name_rus') === '' || text('name_kaz') === '') {
      refuse('cell-missing', `${code} has no name`, text('name_rus') === '' ? 'name_rus' : 'name_kaz');
      continue;
    }
    codes.set(code, row.row);
    units.push({
      code,
      ...placeOf(parts),
      nameKk: text('name_kaz'),
      nameRu: text('name_rus'),
      row: row.row,
    });
  }
  for (const unit of units) {
    const { code, parent, level, nameRu, row } = unit;
    const cell = { row, column: (at?.get('te') ?? -1) + 1 };
    if (level === 1 && findRegionByCode('KAZ', 'kato', code) === undefined) {
      sink.note(
        issue('region-unknown', `${code} ${nameRu} is not in the dictionary of regions`, {
          cell,
          hint: 'the classifier has a new region: add it with its first day and its predecessors',
        }),
      );
    }
    if (parent !== null && !codes.has(parent)) {
      sink.note(
        issue('code-unknown', `${code} is part of ${parent}, which the file does not have`, { cell }),
      );
    }
  }
  return units;
}

function placeOf([ab, cd, ef, hij]: readonly string[]): Pick<KatoUnit, 'parent' | 'level'> {
  if (cd === '00' && ef === '00' && hij === '000') return { level: 1, parent: null };
  if (ef === '00' && hij === '000') return { level: 2, parent: `${ab}0000000` };
  if (hij === '000') return { level: 3, parent: `${ab}${cd}00000` };
  return { level: 4, parent: ef === '00' ? `${ab}${cd}00000` : `${ab}${cd}${ef}000` };
}

function columnsOf(header: LocatedRow, sink: RecordSink): ReadonlyMap<Column, number> | undefined {
  const names = header.cells.map((text) => (text ?? '').trim().toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  const unexpected = names.filter(
    (name, index) =>
      name !== '' && (!COLUMNS.some((column) => column === name) || names.indexOf(name) < index),
  );
  const cell = { row: header.row };
  for (const column of missing)
    sink.note(issue('column-missing', `there is no column “${column}”`, { cell }));
  for (const name of unexpected) {
    const column = names.lastIndexOf(name) + 1;
    sink.note(
      issue('column-unexpected', `“${name.slice(0, 60)}” is no column of KATO`, {
        cell: { ...cell, column },
      }),
    );
  }
  if (missing.length + unexpected.length > 0) return undefined;
  return new Map(COLUMNS.map((column) => [column, names.indexOf(column)]));
}
