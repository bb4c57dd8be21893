/** The summary of a run of indicator tables: what each table was, and what came of it. */
import { basename } from 'node:path';
import type {
  IndicatorRunReport,
  IndicatorTableReport,
} from '../pipeline/indicators/indicator-run-report.ts';
import { auditLines, issueLines } from './findings.ts';
import { noopLine } from './run-summary.ts';
import { grouped, type Palette, plural, seconds, table } from './text.ts';

export function indicatorRunSummary(report: IndicatorRunReport, palette: Palette): string {
  if (report.outcome === 'noop') {
    return (
      `${palette.good('Nothing changed.')} ${plural(report.inputFiles, 'input file')} and declarations are those of ` +
      `release ${report.publishedRelease}, which stays published (${seconds(report.durationMs)}).`
    );
  }
  return [
    palette.bold(report.title),
    ...(report.tables.length > 0 ? [tableOf(report.tables, palette)] : []),
    ...issueLines(report.issues, palette),
    ...auditLines(report.audits, palette),
    closing(report, palette),
  ].join('\n\n');
}

/** The report of one of several pipelines: short where nothing is wrong. */
export function indicatorRunLines(report: IndicatorRunReport, palette: Palette): string {
  if (report.outcome === 'noop') return noopLine(report, palette);
  if (report.exitCode !== 0) return indicatorRunSummary(report, palette);
  const toHeed = report.issues.filter(({ severity }) => severity !== 'info');
  return [
    palette.bold(report.title),
    ...issueLines(toHeed, palette).map((lines) => `\n${lines}\n`),
    closing(report, palette),
  ].join('\n');
}

function tableOf(tables: readonly IndicatorTableReport[], palette: Palette): string {
  const right = 'right' as const;
  return table(
    [
      { title: 'table' },
      { title: 'layout' },
      { title: 'vintage' },
      { title: 'indicators', align: right },
      { title: 'rows', align: right },
      { title: 'left out', align: right },
      { title: 'quarantined', align: right },
      { title: 'observations', align: right },
      { title: '' },
    ],
    tables.map((one) => [
      one.sheet?.endsWith('.csv') ? basename(one.sheet) : basename(one.file),
      one.layoutId,
      one.vintage ?? '–',
      grouped(one.indicators),
      grouped(one.rowsRead),
      grouped(one.leftOutRows),
      grouped(one.quarantinedRows),
      grouped(one.observations),
      one.status === 'refused' ? 'REFUSED' : '',
    ]),
    palette,
  );
}

function closing(report: IndicatorRunReport, palette: Palette): string {
  const time = seconds(report.durationMs);
  const work = `${plural(report.facts, 'observation')} from ${plural(report.tables.length, 'table')}`;
  const releases = report.publishedReleases.join(', ');
  const several = report.publishedReleases.length > 1 ? 'Releases' : 'Release';
  switch (report.outcome) {
    case 'published': {
      const verb = report.publishedReleases.length > 1 ? 'were published one after another' : 'is published';
      const text = `${several} ${releases} ${verb}`;
      if (report.exitCode !== 0) {
        return `${palette.bad(`${text} in part: refused tables are left out`)}, exit ${report.exitCode}, ${time}.`;
      }
      return `${palette.good(text)}: ${work}, ${report.audits.length} audits passed, ${time}.`;
    }
    case 'candidate':
      return `${palette.good(`Release ${report.release} is a candidate`)}, not published: ${report.message}. ${work}, ${time}.`;
    case 'unchanged':
      return `${palette.good('No fact changed')}: ${work} state nothing that release ${report.publishedRelease} does not say, ${time}.`;
    default: {
      const kept =
        report.publishedRelease === null
          ? 'Nothing is published'
          : `Release ${report.publishedRelease} stays published`;
      const held =
        report.quarantinedRows > 0 ? `, ${plural(report.quarantinedRows, 'row')} in quarantine` : '';
      return `${palette.bad('Not published: data was refused')}. ${kept}${held}, exit ${report.exitCode}, ${time}.`;
    }
  }
}
