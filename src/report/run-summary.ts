/** The summary that a person wants to read after a run. */
import type { DeclaredDeviation } from '../model/declarations.ts';
import { formatPlace, type Issue } from '../model/issue.ts';
import type { EditionReport, RunReport } from '../pipeline/run-report.ts';
import { AGREEMENT_COLUMNS, agreementCells } from './agreement-columns.ts';
import { grouped, type Palette, plural, seconds, table } from './text.ts';

const MAX_ISSUES = 30;

/**
 * The summary of a run. `program` is how the reader calls the program: `egdi`, or by way of npm in a checkout.
 */
export function runSummary(report: RunReport, palette: Palette, program = 'egdi'): string {
  if (report.outcome === 'noop') {
    return [
      `${palette.good('Nothing changed.')} ${report.inputFiles} input files, declarations, methods and reference data are those of`,
      `release ${report.publishedRelease}, which stays published. Nothing was written but run ${report.runId} (${seconds(report.durationMs)}).`,
    ].join('\n');
  }
  const parts = [
    palette.bold(report.title),
    ...(report.editions.length > 0 ? [editionTable(report.editions, palette)] : []),
    ...(report.deviations.length > 0 && report.exitCode === 0
      ? [deviationTable(report.deviations, palette)]
      : []),
    ...issueLines(report.issues, palette),
    closing(report, palette),
    nextSteps(report, palette, program),
  ];
  return parts.join('\n\n');
}

function editionTable(editions: readonly EditionReport[], palette: Palette): string {
  const rows = editions.map((edition) => [
    String(edition.edition),
    grouped(edition.rowsRead),
    grouped(edition.rowsLoaded),
    grouped(edition.quarantined),
    grouped(edition.excluded),
    ...agreementCells(edition),
    plural(edition.confirmedBy, 'file'),
    edition.status === 'refused' ? 'REFUSED' : '',
  ]);
  const right = 'right' as const;
  const columns = [
    { title: 'edition' },
    { title: 'read', align: right },
    { title: 'loaded', align: right },
    { title: 'quarantined', align: right },
    { title: 'excluded', align: right },
    ...AGREEMENT_COLUMNS,
    { title: 'confirmed by', align: right },
    { title: '' },
  ];
  return table(columns, rows, palette);
}

function deviationTable(deviations: readonly DeclaredDeviation[], palette: Palette): string {
  const byReason = new Map<string, DeclaredDeviation[]>();
  for (const deviation of deviations) {
    byReason.set(deviation.reason, [...(byReason.get(deviation.reason) ?? []), deviation]);
  }
  const lines = [...byReason].flatMap(([reason, group]) => [
    `  ${group.map((one) => `${one.iso3} ${one.edition} ${one.kind} ${one.published} (recomputed ${one.recomputed})`).join(', ')}`,
    palette.dim(`    ${reason}`),
  ]);
  return [palette.bold(`Declared deviations: ${deviations.length}`), ...lines].join('\n');
}

function issueLines(issues: readonly Issue[], palette: Palette): string[] {
  const parts: string[] = [];
  const errors = issues.filter((found) => found.severity === 'error');
  const warnings = issues.filter((found) => found.severity === 'warning');
  if (errors.length > 0)
    parts.push(issueTable(`${plural(errors.length, 'error')}`, errors, palette.bad, palette));
  if (warnings.length > 0)
    parts.push(issueTable(`${plural(warnings.length, 'warning')}`, warnings, palette.warn, palette));
  const infos = countByCode(issues.filter((found) => found.severity === 'info'));
  if (infos.length > 0)
    parts.push(palette.dim(`Also noted: ${infos.map(([code, count]) => `${code} ${count}`).join(', ')}`));
  return parts;
}

function issueTable(
  title: string,
  issues: readonly Issue[],
  paint: (text: string) => string,
  palette: Palette,
): string {
  const rows = issues
    .slice(0, MAX_ISSUES)
    .map((found) => [
      `  ${found.code}`,
      [found.iso3, found.edition, found.indexCode].filter((part) => part !== undefined).join(' '),
      formatPlace(found),
      found.hint ? `${found.message}; ${found.hint}` : found.message,
    ]);
  const more =
    issues.length > MAX_ISSUES ? `\n  … and ${issues.length - MAX_ISSUES} more (--json lists all)` : '';
  const columns = [{ title: '  code' }, { title: 'about' }, { title: 'cell' }, { title: 'what' }];
  return `${paint(palette.bold(title))}\n${table(columns, rows, palette)}${more}`;
}

function countByCode(issues: readonly Issue[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { code } of issues) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts];
}

function closing(report: RunReport, palette: Palette): string {
  const time = seconds(report.durationMs);
  const work = `${plural(report.facts, 'figure')} from ${plural(report.inputFiles, 'file')}`;
  switch (report.outcome) {
    case 'published':
      return `${palette.good(`Release ${report.publishedRelease} is published`)}: ${work}, ${report.audits.length} audits passed, ${time}.`;
    case 'unchanged':
      return `${palette.good('No fact changed')}: ${work} equal those of release ${report.publishedRelease}, which stays published; new evidence was recorded, ${time}.`;
    default: {
      const kept =
        report.publishedRelease === null
          ? 'Nothing is published'
          : `Release ${report.publishedRelease} stays published`;
      const why = report.exitCode === 4 ? 'reconciliation failed' : 'data was refused';
      const held =
        report.quarantinedRows > 0 ? `, ${plural(report.quarantinedRows, 'row')} in quarantine` : '';
      return `${palette.bad(`Not published: ${why}`)}. ${kept}${held}, exit ${report.exitCode}, ${time}.`;
    }
  }
}

function nextSteps(report: RunReport, palette: Palette, program: string): string {
  const steps: readonly (readonly [command: string, what: string])[] =
    report.exitCode === 0
      ? [
          ['explain KAZ 2018 EGDI', 'a number back to its formula, inputs and cells'],
          [`sql "select name_en, egdi_rank from v_egdi_wide where edition = 2024 order by 2 limit 5"`, 'ask'],
          ['serve', 'open the release to Power BI, Metabase or psql'],
        ]
      : [
          ['status', 'what is published, and what the last run said'],
          ['run --json', 'every finding, with file and cell'],
          ['doctor', 'check the installation'],
        ];
  const lines = steps.map(([command, what]) => `  ${program} ${command}\n      ${palette.dim(what)}`);
  return ['Try next:', ...lines].join('\n');
}
