/**
 * Findings of a long stream within bounds: every finding is counted, the first ones are kept. A file that is wrong
 * from end to end must not fill the memory or the ledger.
 */
import { EgdiError, EXIT } from './error.ts';
import { formatPlace, type Issue, type IssueCode, issue } from './issue.ts';
import type { LocatedRow } from './located.ts';
import type { QuarantinedRow } from './stage.ts';

export interface FindingLimits {
  /** Issues kept one by one; the others are counted by their code. */
  readonly issues: number;
  /** Rows held back before the file is refused as a whole. */
  readonly quarantinedRows: number;
}

export const DEFAULT_FINDING_LIMITS: FindingLimits = { issues: 1000, quarantinedRows: 1000 };
/** Rows that a declaration holds back do not refuse the file, but they lie in memory. */
const MAX_DECLARED_ROWS = 100_000;

export interface FindingList {
  add(found: Issue): void;
  /**
   * Holds a row back, whole, with its issues.
   * @throws EgdiError `too-many-rows-refused` (exit 3) beyond the limit
   */
  quarantine(raw: LocatedRow, issues: readonly Issue[]): void;
  /** Whether anything of severity error was found. */
  hasErrors(): boolean;
  /** What was kept, and for each code with more findings one issue that says how many. */
  issues(): readonly Issue[];
  quarantined(): readonly QuarantinedRow[];
}

function isError({ severity }: Issue): boolean {
  return severity === 'error';
}

/** Collects the findings about one sheet of one file. */
export function createFindingList(
  place: Pick<QuarantinedRow, 'file' | 'sha256' | 'sheet'>,
  header: () => QuarantinedRow['header'],
  limits: FindingLimits,
): FindingList {
  const { file, sha256, sheet } = place;
  const kept: Issue[] = [];
  const notKept = new Map<IssueCode, number>();
  const held: QuarantinedRow[] = [];
  let hasErrors = false;
  let refusedRows = 0;
  const located = (found: Issue): Issue => ({
    ...found,
    file,
    sha256,
    ...(found.cell && sheet !== null ? { cell: { sheet, ...found.cell } } : {}),
  });
  const add = (found: Issue): Issue => {
    const whole = located(found);
    hasErrors ||= whole.severity === 'error';
    if (kept.length < limits.issues) kept.push(whole);
    else notKept.set(whole.code, (notKept.get(whole.code) ?? 0) + 1);
    return whole;
  };
  return {
    add: (found) => void add(found),
    quarantine(raw, issues) {
      const whole = issues.map(add);
      if (issues.some(isError)) refusedRows += 1;
      if (refusedRows > limits.quarantinedRows || held.length >= MAX_DECLARED_ROWS) {
        const [first] = held.find(({ issues: found }) => found.some(isError))?.issues ?? whole;
        throw new EgdiError(
          'too-many-rows-refused',
          `more than ${limits.quarantinedRows} rows of ${file} are refused; the first: ${first?.message} ` +
            `(${first?.code}, ${first ? formatPlace(first) : ''})`,
          {
            exitCode: EXIT.dataRefused,
            hint: 'the file does not keep its declared layout; nothing of it was loaded',
          },
        );
      }
      held.push({
        file,
        sha256,
        sheet,
        raw,
        header: header(),
        edition: null,
        isOneOfSeveral: false,
        issues: whole,
      });
    },
    hasErrors: () => hasErrors,
    issues: () => [
      ...kept,
      ...[...notKept].map(([code, count]) =>
        located(issue('findings-not-kept', `${count} more findings of ${code} are counted and not kept`)),
      ),
    ],
    quarantined: () => held,
  };
}
