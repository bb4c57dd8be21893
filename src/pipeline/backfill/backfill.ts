/**
 * A backfill: a range of editions, one after another, each kept as soon as it is done, all published at once at the
 * end. Ended by whatever, the same request goes on with the editions that are not done. One execution is one run.
 */
import { EXIT } from '../../model/error.ts';
import type { Issue } from '../../model/issue.ts';
import type { Edition } from '../../model/survey.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { reached } from '../../runtime/points.ts';
import { silenceable } from '../../runtime/progress.ts';
import { keepSnapshot } from '../../stages/extract.ts';
import {
  canBeTakenUp,
  endBackfill,
  openBackfill,
  putBack,
  readBackfill,
} from '../../warehouse/ledger/backfills.ts';
import { nameWriterRun, proveFence, takeFence } from '../../warehouse/ledger/fence.ts';
import { recordQuarantine } from '../../warehouse/ledger/quarantine.ts';
import { endRun, isSettled, markCrashedRuns, recordRun } from '../../warehouse/ledger/runs.ts';
import { findPublished } from '../../warehouse/releases/releases.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { type ReadInputs, readInputs } from '../run/process-inputs.ts';
import { bySeverity, mayBeNoop } from '../run/process-prepared.ts';
import { closeFailedRun, failureOf } from '../run/run.ts';
import { surveyPartitions } from '../run/run-key.ts';
import { factsAtStart, type RunFacts } from '../run/run-report.ts';
import type { RunContext } from '../run/run-request.ts';
import { createStageTimer } from '../run/stage-timer.ts';
import { reportEditions } from '../run/summarise-editions.ts';
import { type BackfillWork, type ExecutedEdition, executeEdition, recordIssues } from './edition.ts';
import { publishDone } from './publication.ts';
import { editionsBetween, findingsByEdition, restrictToEditions } from './range.ts';
import type { BackfillReport } from './report.ts';
import type { BackfillRequest } from './request.ts';

/**
 * Runs a backfill as it was prepared. Refused editions end in the report's exit code; only what stops the work is
 * thrown, and leaves a backfill that can be taken up.
 * @throws EgdiError `edition-unknown`, `range-reversed` (exit 2)
 */
export async function runBackfill(
  request: BackfillRequest,
  context: RunContext,
  preparedForAll: PreparedRun,
): Promise<BackfillReport> {
  const { pipeline } = request;
  const { clock, warehouse } = context;
  const knownEditions = new Set(preparedForAll.catalogue.editions.keys());
  const editions = editionsBetween(request.asked, knownEditions);
  const [firstEdition = 0, lastEdition = firstEdition] = [editions[0], editions.at(-1)];
  const prepared = restrictToEditions(preparedForAll, editions, pipeline);
  const { inputs, runKey, startedAt } = prepared;
  const shown = silenceable(context.progress);
  const stages = createStageTimer(shown.progress, context.logger, clock);
  stages.begin('extract', 'comparing inputs');
  const start = {
    pipeline: pipeline.name,
    command: request.command,
    runKey,
    engineVersion: ENGINE_VERSION,
    startedAt,
  };
  const base = {
    pipeline: pipeline.name,
    title: pipeline.title,
    firstEdition,
    lastEdition,
    inputFiles: inputs.files.length,
  };
  let known: RunFacts = factsAtStart({ pipeline, startedAt, runKey, files: inputs.files });
  const learn = (facts: Partial<RunFacts>) => {
    known = { ...known, ...facts };
  };
  const finish = (how?: 'stage.failed') => {
    context.progress.stop();
    const finishedAt = clock.now();
    return {
      stages: stages.finished(how),
      durationMs: finishedAt.getTime() - startedAt.getTime(),
      startedAt: known.startedAt,
      finishedAt: finishedAt.toISOString(),
      runKey,
      counts: known.counts,
    };
  };

  const mayBeDone = !request.restart && mayBeNoop(request, prepared, context.isSchemaFresh);
  const { published, settled } = await warehouse.withConnection(async (session) => {
    const published = await findPublished(session);
    const settled =
      mayBeDone &&
      published !== undefined &&
      !(await canBeTakenUp(session, start)) &&
      (await isSettled(session, runKey, published.releaseNo, surveyPartitions(prepared.references)));
    return { published, settled };
  });
  if (published && settled) {
    const end = { outcome: 'noop', exitCode: EXIT.ok, message: null } as const;
    const { releaseNo } = published;
    const runId = await warehouse.withConnection((session) =>
      recordRun(session, start, { ...end, releaseNo, finishedAt: clock.now() }),
    );
    const nothing = { partitions: [], editions: [], issues: [], audits: [], quarantinedRows: 0 };
    const none = { backfillId: null, isTakenUp: false, release: null };
    return { ...base, ...none, ...end, ...nothing, runId, publishedRelease: releaseNo, ...finish() };
  }

  const { backfill, isTakenUp, fence, runId } = await warehouse.withTransaction(async (session) => {
    await markCrashedRuns(session, startedAt);
    const fence = await takeFence(session, `egdi ${request.command}`, startedAt);
    const { restart } = request;
    const order = { pipeline: pipeline.name, runKey, firstEdition, lastEdition, editions, restart };
    const { backfillId, isTakenUp } = await openBackfill(session, { ...order, now: startedAt });
    const backfill = await readBackfill(session, backfillId);
    const earlierRun = Math.max(0, ...backfill.partitions.map((partition) => partition.runId ?? 0));
    const runId = await recordRun(session, {
      ...start,
      ...(earlierRun > 0 ? { resumedFrom: earlierRun } : {}),
    });
    await nameWriterRun(session, fence, runId);
    return { backfill, isTakenUp, fence, runId };
  });
  reached('backfill.opened');
  const { backfillId } = backfill;
  const logger = context.logger.child({ run_id: runId, backfill_id: backfillId });
  const todo = backfill.partitions.flatMap(({ edition, status }) =>
    status === 'done' || status === 'skipped' ? [] : [edition],
  );
  logger.info(isTakenUp ? 'backfill.taken-up' : 'backfill.started', {
    editions: editions.length,
    todo: todo.length,
  });
  learn({ runId, publishedRelease: published?.releaseNo ?? null });
  stages.logTo(logger);
  const run = { request, context, stages, runId, fence, logger, learn };
  try {
    const read = await readInputs(inputs.files, {
      pipeline,
      catalogue: prepared.catalogue,
      reader: prepared.reader,
      givenEdition: null,
      decisions: prepared.decisions,
      signal: context.signal,
      onStage: stages.onStage,
    });
    for (const file of read.files) await keepSnapshot(file, file.origin, context.snapshotFolder, startedAt);
    reached('extract.snapshots-kept');
    const findings = findingsByEdition([...inputs.issues, ...read.issues], knownEditions);
    const work: BackfillWork = {
      ...run,
      backfillId,
      catalogue: prepared.catalogue,
      read,
      findings,
      recorded: new Set<Issue>(),
    };
    await warehouse.withTransaction(async (session) => {
      await proveFence(session, fence);
      // Before anything that is valid: evidence refers to what was held back.
      const filesRead = read.files.map(({ sha256 }) => sha256);
      await recordQuarantine(session, runId, { quarantined: read.quarantined, filesRead });
      await recordIssues(session, findings.ofAll, work);
    });
    // Stages of single editions are timed, not shown: the line on the terminal is about the backfill then.
    shown.silence(true);
    const executed = await executeEditions(todo, editions.length, work);
    shown.silence(false);
    const ended = await publishDone(executed, work, prepared);
    const { outcome, exitCode, message, issues, isComplete, isOver } = ended;
    const { release, audits } = known;
    const publishedRelease = outcome === 'published' ? release : (published?.releaseNo ?? null);
    const after = await warehouse.withTransaction(async (session) => {
      await proveFence(session, fence);
      const finishedAt = clock.now();
      const status = isComplete ? 'done' : 'failed';
      const releaseNo = release ?? publishedRelease;
      // Unchanged, it is the published release that has what the backfill has loaded.
      const shownIn = isComplete ? releaseNo : release;
      await endBackfill(session, { backfillId, status, releaseNo: shownIn, isOver, now: finishedAt });
      await endRun(session, runId, { outcome, exitCode, releaseNo, message, finishedAt });
      return readBackfill(session, backfillId);
    });
    reached('run.ended');
    logger.info('run.finished', { outcome, exit_code: exitCode, release_no: release ?? publishedRelease });
    return {
      ...base,
      backfillId,
      runId,
      outcome,
      exitCode,
      isTakenUp,
      publishedRelease,
      release,
      message,
      partitions: after.partitions.map((partition) => ({
        edition: partition.edition,
        status: partition.status,
        attempts: partition.attempts,
        figures: partition.figures ?? 0,
        message: partition.message,
        isExecuted: todo.includes(partition.edition),
      })),
      editions: reportEditions(processedBy(executed, read), prepared.catalogue),
      issues: bySeverity(issues),
      audits,
      quarantinedRows: read.quarantined.length,
      ...finish(),
    };
  } catch (error) {
    const failed = { ...known, ...failureOf(error, context), ...finish('stage.failed') };
    logger.error('run.finished', {
      outcome: failed.outcome,
      exit_code: failed.exitCode,
      message: failed.message,
    });
    await leaveUnfinished(backfillId, run);
    await closeFailedRun(context, runId, failed);
    context.onFailed?.(failed);
    throw error;
  }
}

async function executeEditions(
  todo: readonly Edition[],
  total: number,
  work: BackfillWork,
): Promise<ExecutedEdition[]> {
  if (todo.length === 0) return [];
  const { progress } = work.context;
  const executed: ExecutedEdition[] = [];
  let figures = 0;
  progress.start('backfill  ', total);
  for (const edition of todo) {
    const finished = executed.length;
    const left = todo.length - finished;
    progress.update(total - left + 1, String(edition), { units: figures, unit: 'figures', finished, left });
    const result = await executeEdition(edition, work);
    executed.push(result);
    figures += result.loaded?.scores.length ?? 0;
    if (result.status === 'failed') progress.note(`${edition} failed: ${result.message}`);
  }
  progress.finish(`${executed.length} of ${total} editions executed, ${figures} figures`);
  return executed;
}

/** What a stop leaves: editions that are done stay done, and the same request goes on from there. */
async function leaveUnfinished(
  backfillId: number,
  { context, fence, logger }: Pick<BackfillWork, 'context' | 'fence' | 'logger'>,
): Promise<void> {
  const { signal, warehouse, clock } = context;
  const status = signal.aborted ? 'cancelled' : 'failed';
  logger.warn('backfill.stopped', { status, hint: 'the same command goes on with what is not done' });
  // The database may be what failed: then the next execution finds the edition at work `running`, and nobody at it.
  await warehouse
    .withTransaction(async (session) => {
      await proveFence(session, fence);
      await putBack(session, backfillId);
      await endBackfill(session, { backfillId, status, releaseNo: null, isOver: false, now: clock.now() });
    })
    .catch(() => undefined);
}

function processedBy(executed: readonly ExecutedEdition[], read: ReadInputs) {
  return {
    ...read,
    editions: executed.flatMap(({ loaded }) => loaded ?? []),
    refusedEditions: new Set(
      executed.flatMap(({ edition, status }) => (status === 'failed' ? [edition] : [])),
    ),
    issues: executed.flatMap((edition) => edition.issues),
  };
}
