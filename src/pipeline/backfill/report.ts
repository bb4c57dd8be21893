/** What a backfill says about itself. Extended, never renamed: `--json` prints it. */
import type { Issue } from '../../model/issue.ts';
import type { StageCount } from '../../model/stage.ts';
import type { Edition } from '../../model/survey.ts';
import type { AuditResult } from '../../warehouse/ledger/audits.ts';
import type { PartitionStatus } from '../../warehouse/ledger/backfills.ts';
import type { RunOutcome } from '../../warehouse/schema/schema.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { type EditionReport, factsAtStart, type RunReport, type StageReport } from '../run/run-report.ts';

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

export interface BackfillReport {
  readonly pipeline: string;
  readonly title: string;
  /** Null when there was nothing to do. */
  readonly backfillId: number | null;
  readonly runId: number;
  readonly outcome: RunOutcome;
  readonly exitCode: number;
  readonly firstEdition: Edition;
  readonly lastEdition: Edition;
  /** Whether an unfinished backfill was taken up. */
  readonly isTakenUp: boolean;
  /** The release that is published after it; null when none is. */
  readonly publishedRelease: number | null;
  /** The release that it made, published or not. */
  readonly release: number | null;
  readonly message: string | null;
  readonly partitions: readonly BackfillEdition[];
  /** Rows and agreement of the editions that were executed. */
  readonly editions: readonly EditionReport[];
  readonly issues: readonly Issue[];
  readonly audits: readonly AuditResult[];
  readonly stages: readonly StageReport[];
  readonly inputFiles: number;
  readonly quarantinedRows: number;
  readonly durationMs: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly runKey: string;
  /** What the stages counted, as `ops.stage_run` has it. */
  readonly counts: readonly StageCount[];
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
