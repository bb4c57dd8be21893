/** What is wrong with one file or table ends that table, not the run: the error as an issue about it. */
import { EgdiError, EXIT } from '../../model/error.ts';
import { ISSUE_CATALOGUE, type Issue, type IssueCode, issue, ReadFault } from '../../model/issue.ts';

/** Anything that is not the fault of the data is thrown on. */
export function tableRefusal(error: unknown): Issue {
  if (error instanceof ReadFault) return error.issue;
  const isKnown = error instanceof EgdiError && Object.hasOwn(ISSUE_CATALOGUE, error.code);
  if (!isKnown || error.exitCode !== EXIT.dataRefused) throw error;
  const { code, message, hint } = error;
  return issue(code as IssueCode, message, hint === undefined ? {} : { hint });
}
