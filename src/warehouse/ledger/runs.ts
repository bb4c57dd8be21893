/** The ledger of runs in `ops`. Owned by warehouse/; imports model/. */
import { hostname, userInfo } from 'node:os';
import type { Issue } from '../../model/issue.ts';
import type { StageCount } from '../../model/stage.ts';
import type { CopyValue } from '../connection/connection.ts';
import { storableText } from '../connection/copy-format.ts';
import type { Session } from '../connection/session.ts';
import type { RunOutcome } from '../schema/schema.ts';
import type { DatasetName, PartitionDraft } from '../versions/datasets.ts';
import { baseName } from '../versions/file-names.ts';

export interface RunStart {
  readonly pipeline: string;
  readonly command: string;
  readonly runKey: string;
  readonly engineVersion: string;
  readonly startedAt: Date;
  /** The unfinished run whose stage output this one goes on from. */
  readonly resumedFrom?: number;
}

export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly exitCode: number;
  readonly releaseNo: number | null;
  readonly message: string | null;
  readonly finishedAt: Date;
}

/** Opens a run, or records one that is already over, and returns its number. */
export async function recordRun(session: Session, start: RunStart, end?: RunEnd): Promise<number> {
  const row = await session.db
    .insertInto('ops.run')
    .values({
      pipeline: start.pipeline,
      command: start.command,
      run_key: start.runKey,
      engine_version: start.engineVersion,
      host: hostname(),
      pid: process.pid,
      started_at: start.startedAt.toISOString(),
      outcome: end?.outcome ?? 'running',
      exit_code: end?.exitCode ?? null,
      release_no: end?.releaseNo ?? null,
      message: end?.message ?? null,
      finished_at: end?.finishedAt.toISOString() ?? null,
      actor: currentActor(),
      resumed_from: start.resumedFrom ?? null,
    })
    .returning('run_id')
    .executeTakeFirstOrThrow();
  return row.run_id;
}

export async function endRun(session: Session, runId: number, end: RunEnd): Promise<void> {
  await session.db
    .updateTable('ops.run')
    .set({
      outcome: end.outcome,
      exit_code: end.exitCode,
      release_no: end.releaseNo,
      message: end.message,
      finished_at: end.finishedAt.toISOString(),
    })
    .where('run_id', '=', runId)
    .execute();
}

/** Account that this process works for; its number where it has no name, as in many containers. */
export function currentActor(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Whether this ledger has a run of this number and key: a data directory may serve several databases. */
export async function isRunOfKey(session: Session, runId: number, runKey: string): Promise<boolean> {
  const row = await session.db
    .selectFrom('ops.run')
    .select('run_id')
    .where('run_id', '=', runId)
    .where('run_key', '=', runKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** Which partitions a pipeline makes, so that what others publish beside them is no news about it. */
export interface OwnPartitions {
  readonly datasets: readonly string[];
  /** Keys of the reference partitions that it brings. */
  readonly references: readonly string[];
}

/** The partitions of a pipeline whose facts are of these datasets. */
export function ownPartitions(
  datasets: readonly DatasetName[],
  references: readonly Pick<PartitionDraft, 'partitionKey'>[],
): OwnPartitions {
  return { datasets, references: references.map(({ partitionKey }) => partitionKey) };
}

/**
 * Whether a run of this key already led to what this release says of its pipeline, by making it, whoever published it
 * then, or by finding nothing to change: the same inputs then have nothing left to say. Other pipelines may have
 * published since.
 */
export async function isSettled(
  session: Session,
  runKey: string,
  releaseNo: number,
  { datasets, references }: OwnPartitions,
): Promise<boolean> {
  const { rows } = await session.query(SETTLED_SQL, [runKey, releaseNo, datasets, references]);
  return rows.length > 0;
}

// A partial publication has something left to say, what it refused: therefore exit code 0 and no own refusal.
const SETTLED_SQL = `
with own as (
  select release_no, dataset, partition_key, version_id from warehouse.release_partition
  where dataset = any ($3::text[]) or (dataset = 'reference' and partition_key = any ($4::text[]))
)
select 1 from ops.run r
where r.run_key = $1 and r.outcome in ('published', 'unchanged', 'candidate') and r.exit_code = 0
  and (
    r.release_no = $2
    or (
      exists (select 1 from own where release_no = r.release_no and dataset <> 'reference')
      and not exists (
        select 1 from own led left join own shown
          on shown.release_no = $2 and (shown.dataset, shown.partition_key) = (led.dataset, led.partition_key)
        where led.release_no = r.release_no and shown.version_id is distinct from led.version_id
      )
      and not exists (
        select 1 from warehouse.release_refusal x where x.release_no = $2 and x.dataset = any ($3::text[])
      )
    )
  )
limit 1`;

/** Runs left `running` are over: whoever calls this holds the lock, so nobody is running them. */
export async function markCrashedRuns(session: Session, now: Date): Promise<number> {
  const result = await session.db
    .updateTable('ops.run')
    .set({ outcome: 'crashed', finished_at: now.toISOString(), message: 'the process ended without a word' })
    .where('outcome', '=', 'running')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export interface TimedCount extends StageCount {
  readonly durationMs?: number;
}

/** What the stages counted and found. What they held back is kept by `recordQuarantine`, before anything else. */
export async function recordFindings(
  session: Session,
  runId: number,
  found: {
    readonly counts: readonly TimedCount[];
    readonly issues: readonly Issue[];
    /** Issues that the run has recorded before. */
    readonly earlierIssues?: number;
  },
): Promise<void> {
  await session.copyIn(
    'ops.issue',
    [
      'run_id',
      'issue_no',
      'code',
      'severity',
      'message',
      'hint',
      'file_name',
      'file_sha256',
      'sheet',
      'row_no',
      'column_no',
      'place',
      'edition',
      'iso3',
      'index_code',
    ],
    found.issues.map((issue, index): CopyValue[] => [
      runId,
      (found.earlierIssues ?? 0) + index + 1,
      issue.code,
      issue.severity,
      storableText(issue.message),
      issue.hint === undefined ? null : storableText(issue.hint),
      issue.file === undefined ? null : baseName(issue.file),
      issue.sha256 ?? null,
      issue.cell?.sheet ?? null,
      issue.cell?.row ?? null,
      issue.cell?.column ?? null,
      issue.cell?.path === undefined ? null : storableText(issue.cell.path),
      issue.edition ?? null,
      issue.iso3 ?? null,
      issue.indexCode ?? null,
    ]),
  );
  await session.copyIn(
    'ops.stage_run',
    [
      'run_id',
      'position',
      'stage',
      'unit',
      'units_in',
      'fan_out',
      'units_out',
      'quarantined',
      'excluded',
      'merged',
      'duration_ms',
    ],
    found.counts.map((count, index): CopyValue[] => [
      runId,
      index + 1,
      count.stage,
      count.unit,
      count.in,
      count.fanOut,
      count.out,
      count.quarantined,
      count.excluded,
      count.merged,
      count.durationMs === undefined ? null : count.durationMs.toFixed(3),
    ]),
  );
}
