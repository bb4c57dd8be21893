/**
 * Recognises a layout by its header, by name and never by position. A header that is nearly a known one is
 * refused column by column; one that is far from all of them is refused as a whole.
 */
import { type Issue, issue } from '../model/issue.ts';
import type { LocatedRow } from '../model/located.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import { knownColumns, type LayoutDeclaration, requiredColumns, type SurveyField } from './layout.ts';
import type { MatchedLayout } from './records.ts';

const EDITION_HEADER = /^(?:19|20)\d{2}$/;

export type LayoutMatch =
  | { readonly matched: MatchedLayout; readonly issues: readonly [] }
  | { readonly matched: null; readonly issues: readonly Issue[] };

/** Compares a header row with the declared layouts. */
export function matchLayout(
  header: LocatedRow,
  sheet: string | null,
  layouts: readonly LayoutDeclaration[],
): LayoutMatch {
  const names = header.cells.map((text) => (text ?? '').trim());
  const present = new Set(names);
  const share = (layout: LayoutDeclaration) => {
    const required = requiredColumns(layout);
    return required.filter((column) => present.has(column)).length / required.length;
  };
  // Of layouts with equal shares, the one that explains more of the header.
  const unexplained = (layout: LayoutDeclaration) => unexpectedColumns(names, layout).length;
  const [best] = [...layouts].sort(
    (a, b) => share(b) - share(a) || unexplained(a) - unexplained(b) || a.precedence - b.precedence,
  );
  const where = (column?: number) => ({ cell: address(sheet, header.row, column) });

  if (!best || share(best) < 0.5) {
    const shown = names.filter((name) => name !== '').join(', ');
    const known = layouts.map((layout) => layout.id).join(', ');
    return refused([
      issue('layout-unknown', `no declared layout has the header “${shorten(shown)}”`, {
        ...where(),
        hint: `known layouts: ${known}; a new variant is a declaration`,
      }),
    ]);
  }

  const issues: Issue[] = [];
  const unexpected = unexpectedColumns(names, best);
  for (const required of requiredColumns(best)) {
    if (present.has(required)) continue;
    const renamed = resembling(
      required,
      unexpected.map(({ name }) => name),
    );
    issues.push(
      issue('column-missing', `column “${required}” of layout ${best.id} is not in the header`, {
        ...where(),
        ...(renamed ? { hint: `renamed to “${renamed}”? Declare the variant if it means the same` } : {}),
      }),
    );
  }
  if (best.adapter === 'wide-panel' && !names.some((name) => EDITION_HEADER.test(name))) {
    issues.push(
      issue('column-missing', `layout ${best.id} needs a column for each edition, such as 2018`, where()),
    );
  }
  for (const { name, column } of unexpected) {
    issues.push(
      issue('column-unexpected', `layout ${best.id} has no column “${shorten(name)}”`, {
        ...where(column),
        hint: 'declare it under ignoredColumns if it is not needed',
      }),
    );
  }
  names.forEach((name, index) => {
    if (name !== '' && names.indexOf(name) < index) {
      issues.push(issue('column-duplicate', `two columns are named “${shorten(name)}”`, where(index + 1)));
    }
  });
  if (issues.length > 0) return refused(issues);

  const fields = new Map<number, SurveyField>();
  const editions = new Map<number, number>();
  const declared = best.adapter === 'survey-table' ? { ...best.columns, ...best.optionalColumns } : {};
  for (const [field, column] of Object.entries(declared)) {
    const index = names.indexOf(column);
    if (index >= 0) fields.set(index + 1, field as SurveyField);
  }
  if (best.adapter === 'wide-panel') {
    names.forEach((name, index) => {
      if (EDITION_HEADER.test(name)) editions.set(index + 1, Number(name));
    });
  }
  return {
    matched: { layout: best, headerRow: header.row, header: header.cells, fields, editions },
    issues: [],
  };
}

function unexpectedColumns(
  names: readonly string[],
  layout: LayoutDeclaration,
): { name: string; column: number }[] {
  const known = new Set(knownColumns(layout));
  return names
    .map((name, index) => ({ name, column: index + 1 }))
    .filter(({ name }) => name !== '' && !known.has(name))
    .filter(({ name }) => layout.adapter !== 'wide-panel' || !EDITION_HEADER.test(name));
}

/** The unexpected column that most likely is the missing one: by shared words, or by a slip of the pen. */
function resembling(wanted: string, candidates: readonly string[]): string | undefined {
  const words = (text: string) => new Set(text.toLowerCase().split(/[^a-z]+/));
  const shared = (candidate: string) =>
    [...words(wanted)].filter((word) => words(candidate).has(word)).length;
  const [best] = [...candidates].sort((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) > 0 ? best : nearestName(wanted, candidates);
}

function address(sheet: string | null, row: number, column?: number) {
  return { ...(sheet === null ? {} : { sheet }), row, ...(column === undefined ? {} : { column }) };
}

function refused(issues: readonly Issue[]): LayoutMatch {
  return { matched: null, issues };
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
