/**
 * Tables about codes, which publishers lay beside their figures: which of the codes are countries, what indicators
 * mean. Recognised by their header like any other table.
 */
import type { LocatedRow } from '../../model/located.ts';

export interface CodeListLayout {
  readonly id: string;
  readonly title: string;
  /** `remarks`: on single values, which are recognised and not kept. */
  readonly about: 'countries' | 'indicators' | 'remarks';
  /** Header of the codes. */
  readonly codeColumn: string;
  /** Of countries: the column that is blank for groups of them. Of indicators: that of the definition. */
  readonly textColumn: string;
  /** Of indicators: their name, by which those are called that have none where their values stand. */
  readonly nameColumn?: string;
  /** Headers that the table must have beside these. */
  readonly neededColumns?: readonly string[];
  /** Further headers that it may have; `any` where only those above are read and told by. */
  readonly otherColumns: readonly string[] | 'any';
}

export interface CodeList {
  readonly layout: CodeListLayout;
  /** Text of each code; `''` where it is blank. */
  readonly texts: ReadonlyMap<string, string>;
  /** Name of each code, where the list has names. */
  readonly names: ReadonlyMap<string, string>;
}

/** The list of the header; undefined where the row is that of another table. */
export function matchCodeList(
  header: LocatedRow,
  layouts: readonly CodeListLayout[],
): CodeListLayout | undefined {
  const names = new Set(header.cells.map((text) => text?.trim() ?? ''));
  return layouts.find(({ codeColumn, textColumn, nameColumn, neededColumns = [], otherColumns }) => {
    const needed = [
      codeColumn,
      textColumn,
      ...(nameColumn === undefined ? [] : [nameColumn]),
      ...neededColumns,
    ];
    if (!needed.every((name) => names.has(name))) return false;
    if (otherColumns === 'any') return true;
    const known = new Set([...needed, ...otherColumns, '']);
    return [...names].every((name) => known.has(name));
  });
}

/** Codes and texts of a list, header first. */
export function readCodeList(rows: readonly LocatedRow[], layout: CodeListLayout): CodeList {
  const [header, ...below] = rows;
  const names = header?.cells.map((text) => text?.trim() ?? '') ?? [];
  const [codeAt, textAt] = [names.indexOf(layout.codeColumn), names.indexOf(layout.textColumn)];
  const nameAt = layout.nameColumn === undefined ? -1 : names.indexOf(layout.nameColumn);
  const texts = new Map<string, string>();
  const called = new Map<string, string>();
  for (const { cells } of below) {
    const code = cells[codeAt]?.trim();
    if (!code) continue;
    texts.set(code, cells[textAt]?.trim() ?? '');
    const name = nameAt < 0 ? '' : (cells[nameAt]?.trim() ?? '');
    if (name !== '') called.set(code, name);
  }
  return { layout, texts, names: called };
}
