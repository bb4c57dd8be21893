/** Which sheets of a workbook a layout means: by rules about name and title, never by an exact name alone. */
import { shortened } from './clean-text.ts';
import { patternOf, type TableDeclaration } from './table-declaration.ts';
import type { Complain } from './table-findings.ts';
import type { TableGrid } from './table-grid.ts';

/** Rows in which a title is looked for. */
export const TITLE_ROWS = 10;
const MOST_NAMED = 8;

/** One sheet, or all where the layout is that of many. An empty answer has its reason among the findings. */
export function chooseSheets(
  grids: readonly TableGrid[],
  { sheets: rule }: TableDeclaration,
  complain: Complain,
): readonly TableGrid[] {
  const chosen = meantSheets(grids, rule);
  const shown = (some: readonly TableGrid[]): string => {
    const names = some.slice(0, MOST_NAMED).map(({ name }) => `“${name ?? ''}”`);
    return [...names, ...(some.length > MOST_NAMED ? [`and ${some.length - MOST_NAMED} more`] : [])].join(
      ', ',
    );
  };
  if (chosen.length === 0) {
    complain(
      'sheet-missing',
      `no sheet is chosen by ${JSON.stringify(rule)}`,
      undefined,
      `there are ${shown(grids)}`,
    );
  } else if (chosen.length > 1 && !rule.many) {
    const hint = 'narrow sheets.name or sheets.title, or declare sheets.many';
    complain('sheet-ambiguous', `${chosen.length} sheets are chosen: ${shown(chosen)}`, undefined, hint);
    return [];
  }
  return chosen;
}

/** The sheets that a rule means, however many. */
export function meantSheets(
  grids: readonly TableGrid[],
  rule: TableDeclaration['sheets'],
): readonly TableGrid[] {
  const { book } = rule;
  if (book !== undefined && !grids.some((grid) => topTexts(grid).some((text) => patternOf(book).test(text))))
    return [];
  return grids.filter((grid) => isMeant(grid, rule));
}

function isMeant(grid: TableGrid, { name, title, except }: TableDeclaration['sheets']): boolean {
  // Trailing spaces are part of the rule's business: `^\d+(\.\d+)*\s*$` must see them.
  const sheetName = grid.name ?? '';
  if (name !== undefined && grid.name !== null && !patternOf(name).test(sheetName)) return false;
  const titles = topTexts(grid);
  if (title !== undefined && !titles.some((text) => patternOf(title).test(text))) return false;
  if (except === undefined) return grid.rows.length > 0;
  const exception = patternOf(except);
  return grid.rows.length > 0 && !exception.test(sheetName) && !titles.some((text) => exception.test(text));
}

function topTexts(grid: TableGrid): string[] {
  return grid.rows.slice(0, TITLE_ROWS).flatMap(({ cells }) => cells.map(({ text }) => text));
}

/** The first text of a sheet, for people. */
export function titleOf(grid: TableGrid): string | null {
  const first = grid.rows[0]?.cells[0]?.text;
  return first === undefined ? null : shortened(first);
}
