/** Issues and audits for people: by kind, the telling ones first, no kind crowding out the others. */
import { formatPlace, ISSUE_CATALOGUE, type Issue, type IssueCode } from '../model/issue.ts';
import type { AuditResult } from '../warehouse/ledger/audits.ts';
import { type Palette, plural, table } from './text.ts';

/** Rows shown of one kind. */
const MOST_OF_A_KIND = 8;
const CODE_ORDER = Object.keys(ISSUE_CATALOGUE) as IssueCode[];

export function issueLines(issues: readonly Issue[], palette: Palette): string[] {
  const of = (severity: Issue['severity']) => issues.filter((found) => found.severity === severity);
  const [errors, warnings, infos] = [of('error'), of('warning'), byCode(of('info'))];
  const parts: string[] = [];
  if (errors.length > 0) parts.push(issueTable(plural(errors.length, 'error'), errors, palette.bad, palette));
  if (warnings.length > 0) {
    parts.push(issueTable(plural(warnings.length, 'warning'), warnings, palette.warn, palette));
  }
  if (infos.length > 0) {
    const lines = infos.map(([code, found]) => `  ${code} ${found.length}: ${ISSUE_CATALOGUE[code].about}`);
    parts.push(palette.dim(['Also noted', ...lines].join('\n')));
  }
  return parts;
}

function issueTable(
  title: string,
  issues: readonly Issue[],
  paint: (text: string) => string,
  palette: Palette,
): string {
  const rows = byCode(issues).flatMap(([code, found]) => {
    const shown = found
      .slice(0, MOST_OF_A_KIND)
      .map((one) => [
        `  ${code}`,
        [one.iso3, one.edition, one.indexCode].filter((part) => part !== undefined).join(' '),
        formatPlace(one),
        one.hint ? `${one.message}; ${one.hint}` : one.message,
      ]);
    const more = found.length - shown.length;
    return more > 0 ? [...shown, [`  ${code}`, '', '', `… and ${more} more (--json lists all)`]] : shown;
  });
  const columns = [{ title: '  code' }, { title: 'about' }, { title: 'cell' }, { title: 'what' }];
  return `${paint(palette.bold(title))}\n${table(columns, rows, palette)}`;
}

/** In the order of the catalogue, in which causes stand before what follows from them. */
function byCode(issues: readonly Issue[]): [IssueCode, Issue[]][] {
  const groups = new Map<IssueCode, Issue[]>();
  for (const found of issues) {
    const group = groups.get(found.code);
    if (group) group.push(found);
    else groups.set(found.code, [found]);
  }
  return [...groups].sort(([a], [b]) => CODE_ORDER.indexOf(a) - CODE_ORDER.indexOf(b));
}

/** Audits that did not pass, with the first rows that break their promise. */
export function auditLines(audits: readonly AuditResult[], palette: Palette): string[] {
  const broken = audits.filter((audit) => audit.status !== 'pass');
  if (broken.length === 0) return [];
  const lines = broken.flatMap((audit) => [
    `  ${audit.audit} (${audit.status}): not true of ${plural(audit.failingCount, 'row')}: ${audit.about}`,
    ...audit.sample.slice(0, 3).map((row) => palette.dim(`    ${rowText(row)}`)),
  ]);
  return [[palette.bad(palette.bold('Audits')), ...lines].join('\n')];
}

function rowText(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
}
