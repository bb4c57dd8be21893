/**
 * Tables about codes, which publishers lay beside their figures: which of the codes are countries, what indicators
 * mean. Recognised by their header like any other table.
 */
import type { LocatedRow } from '../../model/located.ts';

export interface CodeListLayout {
  readonly id: string;
  readonly title: string;
  readonly about: 'countries' | 'indicators';
  /** Header of the codes. */
  readonly codeColumn: string;
  /** Of countries: the column that is blank for groups of them. Of indicators: that of the definition. */
  readonly textColumn: string;
  /** Further headers that the table has. */
  readonly otherColumns: readonly string[];
}

export interface CodeList {
  readonly layout: CodeListLayout;
  /** Text of each code; `''` where it is blank. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The list of the header; undefined where the row is that of another table. */
export function matchCodeList(
  header: LocatedRow,
  layouts: readonly CodeListLayout[],
): CodeListLayout | undefined {
  const names = new Set(header.cells.map((text) => text?.trim() ?? ''));
  return layouts.find(({ codeColumn, textColumn, otherColumns }) => {
    const known = new Set([codeColumn, textColumn, ...otherColumns, '']);
    return names.has(codeColumn) && names.has(textColumn) && [...names].every((name) => known.has(name));
  });
}

/** Codes and texts of a list, header first. */
export function readCodeList(rows: readonly LocatedRow[], layout: CodeListLayout): CodeList {
  const [header, ...below] = rows;
  const names = header?.cells.map((text) => text?.trim() ?? '') ?? [];
  const [codeAt, textAt] = [names.indexOf(layout.codeColumn), names.indexOf(layout.textColumn)];
  const texts = new Map<string, string>();
  for (const { cells } of below) {
    const code = cells[codeAt]?.trim();
    if (code) texts.set(code, cells[textAt]?.trim() ?? '');
  }
  return { layout, texts };
}
