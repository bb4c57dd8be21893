/**
 * One run of a pipeline: extract … publish, or nothing at all when nothing is new. Everything a run needs comes
 * in as an argument; what it did is its report and its line in the ledger. pipeline/ may import all folders above.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { type LogFields, type Logger, silentLogger } from '../../runtime/logger.ts';
import { reached } from '../../runtime/points.ts';
import { redactText } from '../../runtime/redact.ts';
import { keepSnapshot } from '../../stages/extract.ts';
import { nameWriterRun, takeFence } from '../../warehouse/ledger/fence.ts';
import {
  endRun,
  isRunOfKey,
  isSettled,
  markCrashedRuns,
  type RunStart,
  recordRun,
} from '../../warehouse/ledger/runs.ts';
import { findPublished } from '../../warehouse/releases/releases.ts';
import { refuseOutdated } from '../plan/outdated-plan.ts';
import { findKeptWork, keepWork, REUSABLE_STAGES } from './kept-work.ts';
import { placeRefusals } from './place-refusals.ts';
import type { PreparedRun } from './prepare-run.ts';
import { issuesOf, mayBeNoop, processPrepared } from './process-prepared.ts';
import { surveyPartitions } from './run-key.ts';
import { factsAtStart, type RunFacts, type RunReport } from './run-report.ts';
import type { RunContext, RunRequest } from './run-request.ts';
import { stageOutputs } from './stage-output.ts';
import { createStageTimer, type StageTimer } from './stage-timer.ts';
import { reportEditions } from './summarise-editions.ts';

/**
 * Runs a pipeline as it was prepared. Findings about data end in the report's exit code; only what stops the
 * work is thrown, `plan-outdated` (exit 3) before anything is written.
 */
export async function runPipeline(
  request: RunRequest,
  context: RunContext,
  prepared: PreparedRun,
): Promise<RunReport> {
  const { pipeline } = request;
  const { clock, progress, warehouse } = context;
  const { catalogue, inputs, references, runKey, startedAt } = prepared;
  const stages = createStageTimer(progress, silentLogger, clock);
  stages.begin('extract', 'comparing inputs');
  stages.count(inputs.counts);
  const start: RunStart = {
    pipeline: pipeline.name,
    command: request.command,
    runKey,
    engineVersion: ENGINE_VERSION,
    startedAt,
  };
  const published = await warehouse.withConnection(findPublished);
  if (request.plan) refuseOutdated(request.plan, prepared, published?.releaseNo ?? null);
  let known: RunFacts = {
    ...factsAtStart({ pipeline, startedAt, runKey, files: inputs.files }),
    publishedRelease: published?.releaseNo ?? null,
  };
  const learn = (facts: Partial<RunFacts>) => {
    known = { ...known, ...facts };
  };
  const report = (end: RunOver, how?: 'stage.failed'): RunReport => {
    progress.stop();
    const finishedAt = clock.now();
    return {
      ...known,
      ...end,
      stages: stages.finished(how),
      durationMs: finishedAt.getTime() - startedAt.getTime(),
      finishedAt: finishedAt.toISOString(),
    };
  };

  const outputs = stageOutputs(context.outputFolder, runKey);
  if (
    mayBeNoop(request, prepared, context.isSchemaFresh) &&
    published &&
    (await warehouse.withConnection((session) =>
      isSettled(session, runKey, published.releaseNo, surveyPartitions(references)),
    ))
  ) {
    const end = { outcome: 'noop', exitCode: EXIT.ok, message: null } as const;
    const { releaseNo } = published;
    const runId = await warehouse.withConnection((session) =>
      recordRun(session, start, { ...end, releaseNo, finishedAt: clock.now() }),
    );
    // Left by a run that was killed after its last word.
    await outputs.discard().catch(() => undefined);
    learn({ runId });
    const logger = announce(context.logger, stages, known);
    const done = report(end);
    logger.info('run.finished', ending(done));
    return done;
  }

  const { loadAndPublish } = await import('./load-and-publish.ts');
  // Forced is forced: whoever asks for it wants the work done.
  const kept = request.force ? undefined : await findKeptWork(outputs, pipeline, inputs.files);
  const { runId, fence, resumedFrom } = await warehouse.withTransaction(async (session) => {
    await markCrashedRuns(session, startedAt);
    const resumedFrom = kept && (await isRunOfKey(session, kept.runId, runKey)) ? kept.runId : undefined;
    const fence = await takeFence(session, `egdi ${request.command}`, startedAt);
    const runId = await recordRun(session, {
      ...start,
      ...(resumedFrom === undefined ? {} : { resumedFrom }),
    });
    await nameWriterRun(session, fence, runId);
    return { runId, fence, resumedFrom };
  });
  reached('run.recorded');
  learn({ runId, resumedFrom: resumedFrom ?? null });
  const logger = announce(context.logger, stages, known);
  try {
    if (kept) {
      stages.reuse(REUSABLE_STAGES);
      logger.info('run.resumed', { stage: 'reconcile', resumed_from: resumedFrom ?? null });
    }
    const { onStage, count: onCounts } = stages;
    const work =
      kept?.processed ??
      (await processPrepared(request, prepared, { signal: context.signal, onStage, onCounts }));
    for (const file of work.files) {
      await keepSnapshot(file, file.origin, context.snapshotFolder, startedAt);
    }
    reached('extract.snapshots-kept');
    if (!kept) await keepWork(outputs, inputs.files, { runId, processed: work }, logger);
    const issues = issuesOf(request, prepared, work);
    const { request: asked, processed } = placeRefusals(request, work, issues, catalogue.editions.keys());
    const editions = reportEditions(processed, catalogue);
    learn({
      editions,
      deviations: pipeline.deviations.filter((one) =>
        editions.some(({ edition }) => edition === one.edition),
      ),
      facts: processed.editions.reduce((sum, edition) => sum + edition.scores.length, 0),
      inputs: known.inputs.map((input) => {
        const read = processed.files.find(({ path }) => path === input.file);
        return read ? { ...input, format: read.format, layoutId: read.layoutId, origin: read.origin } : input;
      }),
    });
    const loaded = await loadAndPublish({
      request: asked,
      context,
      stages,
      runId,
      runKey,
      fence,
      references,
      processed,
      issues,
      counts: inputs.counts,
      learn,
    });
    const { outcome, exitCode, message } = loaded;
    const releaseNo = known.release ?? known.publishedRelease;
    await warehouse.withConnection((session) =>
      endRun(session, runId, { outcome, exitCode, releaseNo, message, finishedAt: clock.now() }),
    );
    reached('run.ended');
    await outputs.discard().catch(() => undefined);
    const done = report({ outcome, exitCode, message });
    logger.info('run.finished', ending(done));
    return done;
  } catch (error) {
    const failed = report(failureOf(error, context), 'stage.failed');
    logger.error('run.finished', ending(failed));
    await closeFailedRun(context, runId, failed);
    context.onFailed?.(failed);
    throw error;
  }
}

type RunOver = Pick<RunReport, 'outcome' | 'exitCode' | 'message'>;

/** A run that was told to stop ends by that, whatever error the stop led to. */
export function failureOf(error: unknown, { signal, redact = redactText }: RunContext): RunOver {
  const cause: unknown = signal.aborted && signal.reason instanceof EgdiError ? signal.reason : error;
  return {
    outcome: signal.aborted ? 'aborted' : 'failed',
    exitCode: cause instanceof EgdiError ? cause.exitCode : EXIT.unexpected,
    message: redact(cause instanceof Error ? cause.message : String(cause)),
  };
}

/** The log of this run: every line of it carries the run's number. */
export function announce(logger: Logger, stages: StageTimer, run: RunFacts): Logger {
  const own = logger.child({ run_id: run.runId });
  own.info('run.started', { pipeline: run.pipeline, inputs: run.inputFiles, run_key: run.runKey });
  stages.logTo(own);
  return own;
}

/** What the log says of a run that is over. */
export function ending(run: RunReport): LogFields {
  return {
    outcome: run.outcome,
    exit_code: run.exitCode,
    release_no: run.release,
    published_release_no: run.publishedRelease,
    duration_ms: run.durationMs,
    message: run.message,
  };
}

/** Records what stopped a run, as far as the database still listens. */
export async function closeFailedRun(
  context: RunContext,
  runId: number,
  run: RunOver & Pick<RunReport, 'finishedAt'>,
): Promise<void> {
  const { outcome, exitCode, message } = run;
  // The database may be what failed: then the next run marks this one as crashed.
  await context.warehouse
    .withConnection((session) =>
      endRun(session, runId, {
        outcome,
        exitCode,
        releaseNo: null,
        message,
        finishedAt: new Date(run.finishedAt),
      }),
    )
    .catch(() => undefined);
}
