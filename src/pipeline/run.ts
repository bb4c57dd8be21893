/**
 * One run of a pipeline: extract … publish, or nothing at all when nothing is new. Everything a run needs comes
 * in as an argument; what it did is its report and its line in the ledger. pipeline/ may import all folders above.
 */
import { EgdiError, EXIT } from '../model/error.ts';
import type { Issue, IssueCode } from '../model/issue.ts';
import { issue } from '../model/issue.ts';
import { assertConserved, type StageCount, type StageName, sumCounts } from '../model/stage.ts';
import type { Edition } from '../model/survey.ts';
import { ENGINE_VERSION } from '../model/version.ts';
import { DEFAULT_LIMITS, openDocumentReader } from '../readers/read-document.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Progress } from '../runtime/progress.ts';
import { type AuditOutcome, audit } from '../stages/audit.ts';
import { findInputs, keepSnapshot } from '../stages/extract.ts';
import { type LoadResult, load } from '../stages/load.ts';
import { publish } from '../stages/publish.ts';
import type { Warehouse } from '../warehouse/connect.ts';
import { findPublished, setReleaseStatus } from '../warehouse/releases.ts';
import { endRun, markCrashedRuns, recordFindings, recordRun, type TimedCount } from '../warehouse/runs.ts';
import type { RunOutcome } from '../warehouse/schema.ts';
import type { SqlFolder } from '../warehouse/sql-files.ts';
import { createCatalogue } from './catalogue.ts';
import type { SurveyPipeline } from './define-pipeline.ts';
import { type ProcessedInputs, processInputs } from './process-inputs.ts';
import { referencePartitions } from './reference-partitions.ts';
import { runKey } from './run-key.ts';
import type { RunReport } from './run-report.ts';
import { reportEditions } from './summarise-editions.ts';

export interface RunRequest {
  readonly pipeline: SurveyPipeline;
  /** Command line as typed, for the ledger. */
  readonly command: string;
  /** Files and folders. */
  readonly inputs: readonly string[];
  /** The edition of a file that does not name it. */
  readonly edition: Edition | null;
  /** Runs even when nothing is new. */
  readonly force: boolean;
  readonly reason: string;
}

export interface RunContext {
  readonly warehouse: Warehouse;
  /** Whether the schema was changed just now, so that an equal key does not mean equal tables. */
  readonly isSchemaFresh: boolean;
  readonly sqlFolder: SqlFolder;
  readonly snapshotFolder: string;
  readonly maxFileBytes: number;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Codes that say “recomputation and publication disagree”, as opposed to “this data is not acceptable”. */
const RECONCILIATION_CODES: ReadonlySet<IssueCode> = new Set([
  'score-deviation',
  'rank-deviation',
  'rank-order',
  'score-off-lattice',
  'source-conflict-unresolved',
  'deviation-obsolete',
]);

/** Runs a pipeline. Findings about data end in the report's exit code; only what stops the work is thrown. */
export async function runPipeline(request: RunRequest, context: RunContext): Promise<RunReport> {
  const { pipeline } = request;
  const { clock, progress, warehouse } = context;
  const startedAt = clock.now();
  const stages = createStageTimer(context);

  const catalogue = createCatalogue(pipeline);
  stages.begin('extract', 'finding inputs');
  const inputs = await findInputs(request.inputs, {
    ignoredFiles: pipeline.ignoredFiles,
    knownEditions: new Set(catalogue.editions.keys()),
    maxFileBytes: context.maxFileBytes,
  });
  inputs.counts.forEach(assertConserved);
  const references = referencePartitions(pipeline, catalogue);
  const key = runKey(pipeline, inputs.files, references, request.edition);
  const start = {
    pipeline: pipeline.name,
    command: request.command,
    runKey: key,
    engineVersion: ENGINE_VERSION,
    startedAt,
  };
  const report = (
    part: Pick<RunReport, 'runId' | 'outcome' | 'exitCode' | 'publishedRelease'> & Partial<RunReport>,
  ): RunReport => ({
    pipeline: pipeline.name,
    title: pipeline.title,
    release: null,
    editions: [],
    deviations: [],
    issues: [],
    audits: [],
    stages: stages.finished(),
    facts: 0,
    inputFiles: inputs.files.length,
    quarantinedRows: 0,
    durationMs: clock.now().getTime() - startedAt.getTime(),
    ...part,
  });

  const published = await warehouse.withConnection(findPublished);
  const inputErrors = inputs.issues.some((found) => found.severity === 'error');
  if (published?.runKey === key && !request.force && !context.isSchemaFresh && !inputErrors) {
    const end = {
      outcome: 'noop' as const,
      exitCode: EXIT.ok,
      releaseNo: published.releaseNo,
      message: null,
    };
    const runId = await warehouse.withConnection((session) =>
      recordRun(session, start, { ...end, finishedAt: clock.now() }),
    );
    progress.stop();
    return report({ runId, outcome: 'noop', exitCode: EXIT.ok, publishedRelease: published.releaseNo });
  }

  const runId = await warehouse.withTransaction(async (session) => {
    await markCrashedRuns(session, startedAt);
    return recordRun(session, start);
  });
  const logger = context.logger.child({ run_id: runId });
  logger.info('run.started', { pipeline: pipeline.name, inputs: inputs.files.length });

  const reader = openDocumentReader({
    limits: { ...DEFAULT_LIMITS, maxFileBytes: context.maxFileBytes },
    signal: context.signal,
  });
  try {
    const processed = await processInputs(inputs.files, {
      pipeline,
      catalogue,
      reader,
      givenEdition: request.edition,
      signal: context.signal,
      onStage: stages.onStage,
    });
    for (const file of processed.files)
      await keepSnapshot({ ...file, namedEdition: null }, file.origin, context.snapshotFolder, startedAt);
    const issues = sortIssues([
      ...inputs.issues,
      ...processed.issues,
      ...nothingToRead(request, inputs.files.length, inputs.issues),
    ]);
    const loaded = await loadAndPublish({
      request,
      context,
      stages,
      runId,
      key,
      references,
      processed,
      issues,
      counts: inputs.counts,
    });

    const finishedAt = clock.now();
    const { outcome, exitCode } = loaded;
    const publishedRelease =
      outcome === 'published' ? (loaded.release ?? null) : (published?.releaseNo ?? null);
    await warehouse.withConnection((session) =>
      endRun(session, runId, {
        outcome,
        exitCode,
        releaseNo: loaded.release ?? publishedRelease,
        message: loaded.message,
        finishedAt,
      }),
    );
    logger.info('run.finished', { outcome, exit_code: exitCode, release_no: loaded.release ?? null });
    progress.stop();
    return report({
      runId,
      outcome,
      exitCode,
      publishedRelease,
      release: loaded.release ?? null,
      editions: reportEditions(processed, catalogue),
      deviations: pipeline.deviations.filter(({ edition }) =>
        processed.editions.some(({ published: loadedEdition }) => loadedEdition.edition === edition),
      ),
      issues,
      audits: loaded.audits,
      facts: processed.editions.reduce((sum, edition) => sum + edition.scores.length, 0),
      quarantinedRows: processed.quarantined.length,
    });
  } catch (error) {
    progress.stop();
    await closeFailedRun(context, runId, error);
    throw error;
  } finally {
    await reader.close();
  }
}

interface LoadWork {
  readonly request: RunRequest;
  readonly context: RunContext;
  readonly stages: StageTimer;
  readonly runId: number;
  readonly key: string;
  readonly references: Parameters<typeof load>[1]['references'];
  readonly processed: ProcessedInputs;
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
}

interface Loaded {
  readonly outcome: RunOutcome;
  readonly exitCode: number;
  readonly release: number | undefined;
  readonly audits: AuditOutcome['results'];
  readonly message: string | null;
}

async function loadAndPublish(work: LoadWork): Promise<Loaded> {
  const { request, context, stages, runId, processed, issues } = work;
  const { warehouse, sqlFolder, clock } = context;
  const exitCode = exitCodeOf(issues);
  const refused = exitCode !== EXIT.ok;
  const firstError = issues.find((found) => found.severity === 'error');

  // One transaction for the facts, the ledger's findings and the candidate: a kill leaves all of them or none.
  stages.begin('load', 'loading');
  const result: LoadResult = await warehouse.withTransaction(async (session) => {
    const outcome = await load(session, {
      files: processed.files,
      editions: processed.editions,
      references: work.references,
      run: { runId, runKey: work.key, reason: request.reason, engineVersion: ENGINE_VERSION },
      refused,
      now: clock.now(),
    });
    outcome.counts.forEach(assertConserved);
    const counts: TimedCount[] = sumCounts([...work.counts, ...processed.counts, ...outcome.counts]);
    const timed = counts.map((count) => ({ ...count, durationMs: stages.durationOf(count.stage) }));
    await recordFindings(session, runId, { counts: timed, issues, quarantined: processed.quarantined });
    return outcome;
  });
  context.signal.throwIfAborted();
  if (refused) {
    return {
      outcome: 'refused',
      exitCode,
      release: result.releaseNo,
      audits: [],
      message: firstError?.message ?? null,
    };
  }
  const { releaseNo } = result;
  if (releaseNo === undefined)
    return { outcome: 'unchanged', exitCode, release: undefined, audits: [], message: null };

  stages.begin('audit', 'auditing the candidate');
  const audited = await warehouse.withTransaction((session) =>
    audit(session, sqlFolder, { releaseNo, runId }),
  );
  if (!audited.isPassed) {
    await warehouse.withConnection((session) => setReleaseStatus(session, releaseNo, 'refused'));
    const failed = audited.results.filter((found) => found.status === 'fail').map((found) => found.audit);
    const message = `audit failed: ${failed.join(', ')}`;
    return {
      outcome: 'refused',
      exitCode: EXIT.dataRefused,
      release: releaseNo,
      audits: audited.results,
      message,
    };
  }
  context.signal.throwIfAborted();
  stages.begin('publish', 'publishing');
  await warehouse.withTransaction((session) =>
    publish(session, sqlFolder, { releaseNo, runId, reason: request.reason, now: clock.now() }),
  );
  return { outcome: 'published', exitCode, release: releaseNo, audits: audited.results, message: null };
}

/** 0, 3 where data was refused, 4 where recomputation and publication disagree and nothing else is wrong. */
export function exitCodeOf(issues: readonly Issue[]): 0 | 3 | 4 {
  const errors = issues.filter((found) => found.severity === 'error');
  if (errors.length === 0) return EXIT.ok;
  return errors.every((found) => RECONCILIATION_CODES.has(found.code))
    ? EXIT.reconciliationFailed
    : EXIT.dataRefused;
}

function nothingToRead(request: RunRequest, files: number, found: readonly Issue[]): Issue[] {
  if (files > 0 || found.some(({ severity }) => severity === 'error')) return [];
  return [issue('file-missing', `no data file in ${request.inputs.join(', ')}`)];
}

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } as const;

function sortIssues(issues: readonly Issue[]): Issue[] {
  return [...issues].sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]);
}

async function closeFailedRun(context: RunContext, runId: number, error: unknown): Promise<void> {
  const interrupted = context.signal.aborted;
  const exitCode = error instanceof EgdiError ? error.exitCode : EXIT.unexpected;
  const message = error instanceof Error ? error.message : String(error);
  const end = {
    outcome: interrupted ? ('aborted' as const) : ('failed' as const),
    exitCode,
    releaseNo: null,
    message,
  };
  // The database may be what failed: then the next run marks this one as crashed.
  await context.warehouse
    .withConnection((session) => endRun(session, runId, { ...end, finishedAt: context.clock.now() }))
    .catch(() => undefined);
}

interface StageTimer {
  begin(stage: StageName, label: string): void;
  onStage(stage: StageName, done: number, total: number, detail: string): void;
  durationOf(stage: StageName): number;
  finished(): { stage: StageName; durationMs: number }[];
}

function createStageTimer({ progress, clock }: RunContext): StageTimer {
  const durations = new Map<StageName, number>();
  let current: StageName | undefined;
  let since = clock.now().getTime();
  const settle = () => {
    const now = clock.now().getTime();
    if (current) durations.set(current, (durations.get(current) ?? 0) + now - since);
    since = now;
  };
  const begin = (stage: StageName, label: string, total?: number) => {
    settle();
    if (current && current !== stage) progress.finish();
    if (current !== stage) progress.start(`${stage.padEnd(10)} ${label}`, total);
    current = stage;
  };
  const LABELS: Partial<Record<StageName, string>> = {
    validate: 'reading, validating and normalising',
    compute: 'computing and reconciling',
  };
  return {
    begin,
    onStage(stage, done, total, detail) {
      begin(stage, LABELS[stage] ?? '', total);
      progress.update(done, detail.split(/[\\/]/).at(-1) ?? '');
    },
    durationOf: (stage) => durations.get(stage) ?? 0,
    finished() {
      settle();
      return [...durations].map(([stage, durationMs]) => ({ stage, durationMs }));
    },
  };
}
