/** Where the columns of a file stand that a person brings: by name, in any order and case. */
import type { FindingList } from '../model/finding-list.ts';
import { type IssueCode, issue } from '../model/issue.ts';
import type { LocatedRow } from '../model/located.ts';

/**
 * 0-based places of the required columns, and of the optional ones that are there; undefined, with findings, where the
 * header is another one. Columns named as `ignored` may be there.
 */
export function headerColumns<C extends string>(
  { row, cells }: LocatedRow,
  findings: FindingList,
  required: readonly C[],
  ignored: readonly string[] = [],
  optional: readonly C[] = [],
): ReadonlyMap<C, number> | undefined {
  const at = new Map<C, number>();
  const hint = `the header is ${required.join(',')}`;
  const complain = (code: IssueCode, message: string, column?: number): void =>
    findings.add(issue(code, message, { cell: { row, ...(column && { column }) }, hint }));
  for (const [index, cell] of cells.entries()) {
    const name = cell?.trim().toLowerCase() ?? '';
    const known = [...required, ...optional].find((column) => column === name);
    if (known === undefined) {
      if (name !== '' && !ignored.includes(name)) {
        complain('column-unexpected', `“${name}” is no column of this file`, index + 1);
      }
    } else if (at.has(known)) complain('column-duplicate', `a second column “${name}”`, index + 1);
    else at.set(known, index);
  }
  for (const column of required) {
    if (!at.has(column)) complain('column-missing', `there is no column “${column}”`);
  }
  return findings.hasErrors() ? undefined : at;
}
