/**
 * One long table of observations → a candidate release: validate, normalise and load as one stream, in one
 * transaction that also records what was found. What was read is gone when the next block comes.
 */
import { EXIT, type ExitCode } from '../../model/error.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS, type FindingLimits } from '../../model/finding-list.ts';
import type { Issue } from '../../model/issue.ts';
import { assertConserved, type QuarantinedRow, type StageCount } from '../../model/stage.ts';
import { loadObservations, type ObservationLoadResult } from '../../stages/load/observations.ts';
import type { LoadedFile, LoadInput } from '../../stages/load.ts';
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import { type Fence, proveFence } from '../../warehouse/ledger/fence.ts';
import { recordQuarantine } from '../../warehouse/ledger/quarantine.ts';
import { recordFindings } from '../../warehouse/ledger/runs.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { observeTable, type TableToObserve } from './observe-table.ts';

export interface ObservationTable extends TableToObserve {
  readonly file: LoadedFile;
  readonly sheet: string | null;
  /** Dimensions that the facts refer to. */
  readonly references: readonly PartitionDraft[];
  readonly limits?: FindingLimits;
  readonly maxOpenRows?: number;
}

export interface ObservationTableWork {
  readonly warehouse: Warehouse;
  readonly fence: Fence;
  readonly run: LoadInput['run'];
  readonly now: Date;
  /** Checked between blocks. */
  readonly signal?: AbortSignal;
}

export interface LoadedObservationTable extends Pick<ObservationLoadResult, 'releaseNo' | 'stored'> {
  /** 3 when something was refused: the candidate is then kept and must not be published. */
  readonly exitCode: ExitCode;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly counts: readonly StageCount[];
}

/**
 * Loads one table. When it throws, nothing of the table is in the database.
 * @throws EgdiError `too-many-rows-refused`, `indicator-scattered` (exit 3), `fenced-off` (exit 75)
 * @throws ReadFault when the file turns out to be broken further down
 */
export async function loadObservationTable(
  { warehouse, fence, run, now, signal }: ObservationTableWork,
  table: ObservationTable,
): Promise<LoadedObservationTable> {
  const { file, sheet } = table;
  const place = { file: file.path, sha256: file.sha256, sheet };
  const findings = createFindingList(
    place,
    () => observed.matched()?.header ?? [],
    table.limits ?? DEFAULT_FINDING_LIMITS,
  );
  const observed = observeTable(table, findings, signal);

  return warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    const { releaseNo, stored, count } = await loadObservations(session, {
      file,
      place,
      indicators: observed.indicators,
      blocks: observed.blocks,
      references: table.references,
      findings,
      run,
      now,
      ...(table.maxOpenRows === undefined ? {} : { maxOpenRows: table.maxOpenRows }),
    });
    const counts = [...observed.counts(), count];
    counts.forEach(assertConserved);
    const found = { counts, issues: findings.issues(), quarantined: findings.quarantined() };
    const { quarantined } = found;
    await recordQuarantine(session, run.runId, { quarantined, filesRead: [table.file.sha256] });
    await recordFindings(session, run.runId, found);
    return { releaseNo, stored, exitCode: findings.hasErrors() ? EXIT.dataRefused : EXIT.ok, ...found };
  });
}
