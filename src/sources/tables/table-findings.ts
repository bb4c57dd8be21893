/** How the parts of the table reader report: every finding with its cell, none of them throws. */
import type { IssueCode } from '../../model/issue.ts';

export interface Place {
  readonly row: number;
  readonly column?: number;
}

export type Complain = (code: IssueCode, message: string, at?: Place, hint?: string) => void;

/** Says a thing once for each key: a table has hundreds of cells with the same fault. */
export function once(complain: Complain): (key: string, ...finding: Parameters<Complain>) => void {
  const told = new Set<string>();
  return (key, code, ...rest) => {
    if (told.has(`${code} ${key}`)) return;
    told.add(`${code} ${key}`);
    complain(code, ...rest);
  };
}
