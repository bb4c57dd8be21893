/** The summary that a person wants to read after a run. */
import type { DeclaredDeviation } from '../model/declarations.ts';
import type { EditionReport, RunReport } from '../pipeline/run/run-report.ts';
import { AGREEMENT_COLUMNS, agreementCells } from './agreement-columns.ts';
import { auditLines, issueLines } from './findings.ts';
import { grouped, type Palette, plural, seconds, table } from './text.ts';

export interface RunSummaryOptions {
  /** How the reader calls the program: `egdi`, or by way of npm in a checkout. */
  readonly program: string;
  readonly isServer: boolean;
}

export function runSummary(
  report: RunReport,
  palette: Palette,
  options: RunSummaryOptions = { program: 'egdi', isServer: false },
): string {
  if (report.outcome === 'noop') {
    return [
      `${palette.good('Nothing changed.')} ${report.inputFiles} input files, declarations, methods and reference data are those of`,
      `release ${report.publishedRelease}, which stays published. Nothing was written but run ${report.runId} (${seconds(report.durationMs)}).`,
    ].join('\n');
  }
  return [...partsOf(report, palette), nextSteps(report, palette, options)].join('\n\n');
}

/** The report of one of several pipelines: one line where nothing changed, and nothing about what to do next. */
export function runLines(report: RunReport, palette: Palette): string {
  return report.outcome === 'noop' ? noopLine(report, palette) : partsOf(report, palette).join('\n\n');
}

/** `UN E-Government Survey: nothing changed. 19 input files …` */
export function noopLine(report: RunReport, palette: Palette): string {
  const { title, inputFiles, publishedRelease, durationMs } = report;
  return (
    `${title}: ${palette.good('nothing changed.')} ${plural(inputFiles, 'input file')} and all declarations are those of ` +
    `release ${publishedRelease} (${seconds(durationMs)}).`
  );
}

function partsOf(report: RunReport, palette: Palette): string[] {
  return [
    palette.bold(report.title),
    ...resumed(report),
    ...(report.editions.length > 0 ? [editionTable(report.editions, palette)] : []),
    ...(report.deviations.length > 0 && report.exitCode === 0
      ? [deviationTable(report.deviations, palette)]
      : []),
    ...issueLines(report.issues, palette),
    ...auditLines(report.audits, palette),
    closing(report, palette),
  ];
}

function resumed({ stages, resumedFrom }: RunReport): string[] {
  const reused = stages.filter(({ status }) => status === 'reused').map(({ stage }) => stage);
  if (reused.length === 0) return [];
  const whose = resumedFrom === null ? 'an earlier run' : `run ${resumedFrom}`;
  return [`Resumed from the verified output of ${whose}: ${reused.join(', ')} were not done again.`];
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

function closing(report: RunReport, palette: Palette): string {
  const time = seconds(report.durationMs);
  const work = `${plural(report.facts, 'figure')} from ${plural(report.inputFiles, 'file')}`;
  const partly = report.exitCode === 0 ? '' : ' in part: refused editions keep the version they had';
  switch (report.outcome) {
    case 'candidate':
      return `${palette.good(`Release ${report.release} is a candidate`)}, not published: ${report.message}. ${work}, ${report.audits.length} audits passed, ${time}.`;
    case 'published':
      if (partly !== '') {
        return `${palette.bad(`Release ${report.publishedRelease} is published${partly}`)}, exit ${report.exitCode}, ${time}.`;
      }
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

/** Commands that follow from a report. */
export function nextSteps(
  report: RunReport,
  palette: Palette,
  { program, isServer }: RunSummaryOptions,
): string {
  const latest = report.editions.at(-1)?.edition ?? 2024;
  const query = `select name_en, egdi_rank from v_egdi_wide where edition = ${latest} order by 2 limit 5`;
  const { release, publishedRelease } = report;
  const compare = [`${program} diff published ${release}`, 'what it would change'] as const;
  const steps: readonly (readonly [command: string, what: string])[] =
    report.outcome === 'candidate'
      ? [
          ...(publishedRelease === null ? [] : [compare]),
          [`${program} publish ${release}`, 'bring it to the readers'],
        ]
      : report.exitCode === 0
        ? [
            ...((publishedRelease ?? 1) > 1
              ? [[`${program} releases`, 'what each release changed'] as const]
              : []),
            [`${program} explain KAZ ${latest} EGDI`, 'a number back to its formula, inputs and cells'],
            [`${program} sql "${query}"`, 'ask, read-only'],
            isServer
              ? [`${program} migrate --roles`, 'once: creates egdi_reader, for BI tools and egdi sql']
              : [`${program} serve`, 'open the release to Power BI, Metabase or psql'],
          ]
        : [
            ['the same command with --json', 'every finding, with file and cell'],
            ...(report.quarantinedRows > 0
              ? [
                  [
                    `${program} quarantine list`,
                    'the rows that were held back, to release or reject',
                  ] as const,
                ]
              : []),
            [`${program} status`, 'what is published, and what the last run said'],
          ];
  const lines = steps.map(([command, what]) => `  ${command}\n      ${palette.dim(what)}`);
  return ['Try next:', ...lines].join('\n');
}
