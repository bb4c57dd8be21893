/** What a backfill says about itself. Extended, never renamed: `--json` prints it. */
import type { Edition } from '../../model/survey.ts';
import type { PartitionStatus } from '../../warehouse/ledger/backfills.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { factsAtStart, type RunReport } from '../run/run-report.ts';

export interface BackfillEdition {
  readonly edition: Edition;
  readonly status: PartitionStatus;
  /** How often it was begun, by all executions of this backfill. */
  readonly attempts: number;
  /** Figures that it has stored; 0 where it failed or was skipped for want of data. */
  readonly figures: number;
  readonly message: string | null;
  /** Whether this execution worked on it; false when an earlier one had done it. */
  readonly isExecuted: boolean;
}

/** What it has in common with the report of a run means the same there. */
export interface BackfillReport
  extends Pick<
    RunReport,
    | 'pipeline'
    | 'title'
    | 'outcome'
    | 'exitCode'
    | 'publishedRelease'
    | 'release'
    | 'message'
    | 'editions'
    | 'issues'
    | 'audits'
    | 'stages'
    | 'inputFiles'
    | 'quarantinedRows'
    | 'durationMs'
    | 'startedAt'
    | 'finishedAt'
    | 'runKey'
    | 'counts'
  > {
  readonly runId: number;
  /** Null when there was nothing to do. */
  readonly backfillId: number | null;
  readonly firstEdition: Edition;
  readonly lastEdition: Edition;
  /** Whether an unfinished backfill was taken up. */
  readonly isTakenUp: boolean;
  readonly partitions: readonly BackfillEdition[];
}

/** The same as the report of the run that the backfill was, for whoever watches runs. */
export function reportOfRun(
  { partitions, ...report }: BackfillReport,
  { inputs, startedAt }: Pick<PreparedRun, 'inputs' | 'startedAt'>,
): RunReport {
  const { pipeline: name, title, runKey } = report;
  return {
    ...factsAtStart({ pipeline: { name, title }, startedAt, runKey, files: inputs.files }),
    ...report,
    facts: partitions.reduce((sum, { figures, isExecuted }) => sum + (isExecuted ? figures : 0), 0),
  };
}
