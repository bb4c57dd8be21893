/** What a person wants to read after a backfill: where each edition stands, and what was published. */
import type { BackfillReport } from '../pipeline/backfill/report.ts';
import type { Backfill } from '../warehouse/ledger/backfills.ts';
import { auditLines, issueLines } from './findings.ts';
import { grouped, type Palette, plural, seconds, table } from './text.ts';

export function backfillSummary(report: BackfillReport, palette: Palette): string {
  if (report.outcome === 'noop') {
    return [
      `${palette.good('Nothing to do.')} The backfill of ${rangeText(report)} is done, and its inputs, declarations, methods and`,
      `reference data have not changed since. Release ${report.publishedRelease} stays published; nothing was written but run ${report.runId} (${seconds(report.durationMs)}).`,
    ].join('\n');
  }
  const before = report.partitions.filter(({ isExecuted }) => !isExecuted).length;
  const parts = [
    palette.bold(`${report.title}: backfill ${report.backfillId} of ${rangeText(report)}`),
    ...(report.isTakenUp
      ? [`Taken up again: ${before} of ${plural(report.partitions.length, 'edition')} were done before.`]
      : []),
    partitionTable(report, palette),
    ...issueLines(report.issues, palette),
    ...auditLines(report.audits, palette),
    closing(report, palette),
  ];
  return parts.join('\n\n');
}

function partitionTable({ partitions }: BackfillReport, palette: Palette): string {
  const right = 'right' as const;
  const columns = [
    { title: 'edition' },
    { title: 'status' },
    { title: 'attempts', align: right },
    { title: 'figures', align: right },
    { title: '' },
  ];
  const rows = partitions.map((partition) => [
    String(partition.edition),
    partition.status === 'failed' ? 'FAILED' : partition.status,
    grouped(partition.attempts),
    grouped(partition.figures),
    partition.message ?? (partition.isExecuted ? '' : 'by an earlier execution'),
  ]);
  return table(columns, rows, palette);
}

function closing(report: BackfillReport, palette: Palette): string {
  const failed = report.partitions.filter(({ status }) => status === 'failed').map(({ edition }) => edition);
  const figures = report.partitions.reduce((sum, partition) => sum + partition.figures, 0);
  const work = `${plural(figures, 'figure')} of ${plural(report.partitions.length - failed.length, 'edition')}`;
  const time = seconds(report.durationMs);
  const again = 'The same command goes on with what is not done';
  switch (report.outcome) {
    case 'published':
      return failed.length > 0
        ? `${palette.bad(`Release ${report.release} is published in part`)}, without ${failed.join(', ')}, exit ${report.exitCode}, ${time}. ${again}.`
        : `${palette.good(`Release ${report.release} is published`)}: ${work}, ${report.audits.length} audits passed, ${time}.`;
    case 'unchanged':
      return `${palette.good('No fact changed')}: ${work} equal those of release ${report.publishedRelease}, which stays published, ${time}.`;
    case 'candidate':
      return `${palette.good(`Release ${report.release} is a candidate`)}, not published: ${report.message}. ${work}, ${time}.`;
    default: {
      const kept =
        report.publishedRelease === null
          ? 'Nothing is published'
          : `Release ${report.publishedRelease} stays published`;
      const why = failed.length > 0 ? `failed: ${failed.join(', ')}` : report.message;
      const partly =
        failed.length > 0 && failed.length < report.partitions.length
          ? `; with --publish-partial it publishes the others`
          : '';
      return `${palette.bad('Not published')}, ${why}. ${kept}, exit ${report.exitCode}, ${time}. ${again}${partly}.`;
    }
  }
}

/** What `--cancel` has given up. */
export function cancelSummary(cancelled: readonly Backfill[]): string {
  if (cancelled.length === 0) return 'There is no unfinished backfill.';
  return cancelled
    .map((backfill) => {
      const done = backfill.partitions.filter(
        ({ status }) => status === 'done' || status === 'skipped',
      ).length;
      return `Backfill ${backfill.backfillId} of ${rangeText(backfill)} is given up: ${done} of ${plural(backfill.partitions.length, 'edition')} were done, nothing of them is published by it.`;
    })
    .join('\n');
}

function rangeText(range: { readonly firstEdition: number; readonly lastEdition: number }): string {
  const { firstEdition, lastEdition } = range;
  return firstEdition === lastEdition ? String(firstEdition) : `${firstEdition} to ${lastEdition}`;
}
