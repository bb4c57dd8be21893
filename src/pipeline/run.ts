/**
 * One run of a pipeline: extract … publish, or nothing at all when nothing is new. Everything a run needs comes
 * in as an argument; what it did is its report and its line in the ledger. pipeline/ may import all folders above.
 */
import { EgdiError, EXIT } from '../model/error.ts';
import { ENGINE_VERSION } from '../model/version.ts';
import { reached } from '../runtime/points.ts';
import { keepSnapshot } from '../stages/extract.ts';
import { nameWriterRun, takeFence } from '../warehouse/versions/fence.ts';
import { findPublished } from '../warehouse/versions/releases.ts';
import {
  endRun,
  isRunOfKey,
  isSettled,
  markCrashedRuns,
  type RunStart,
  recordRun,
} from '../warehouse/versions/runs.ts';
import { findKeptWork, keepWork, REUSABLE_STAGES } from './kept-work.ts';
import { refuseOutdated } from './plan-file.ts';
import type { PreparedRun } from './prepare-run.ts';
import { issuesOf, mayBeNoop, processPrepared } from './process-prepared.ts';
import type { RunReport } from './run-report.ts';
import type { RunContext, RunRequest } from './run-request.ts';
import { stageOutputs } from './stage-output.ts';
import { createStageTimer } from './stage-timer.ts';
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
  const stages = createStageTimer(progress, context.logger, clock);
  stages.begin('extract', 'comparing inputs');
  const start: RunStart = {
    pipeline: pipeline.name,
    command: request.command,
    runKey,
    engineVersion: ENGINE_VERSION,
    startedAt,
  };
  const published = await warehouse.withConnection(findPublished);
  if (request.plan) refuseOutdated(request.plan, prepared, published?.releaseNo ?? null);
  const base = {
    pipeline: pipeline.name,
    title: pipeline.title,
    release: null,
    message: null,
    resumedFrom: null,
    editions: [],
    deviations: [],
    issues: [],
    audits: [],
    facts: 0,
    inputFiles: inputs.files.length,
    quarantinedRows: 0,
  };
  const finish = () => {
    progress.stop();
    return { stages: stages.finished(), durationMs: clock.now().getTime() - startedAt.getTime() };
  };

  const outputs = stageOutputs(context.outputFolder, runKey);
  if (
    mayBeNoop(request, prepared, context.isSchemaFresh) &&
    published &&
    (await warehouse.withConnection((session) => isSettled(session, runKey, published.releaseNo)))
  ) {
    const end = { outcome: 'noop', exitCode: EXIT.ok } as const;
    const { releaseNo } = published;
    const runId = await warehouse.withConnection((session) =>
      recordRun(session, start, { ...end, releaseNo, message: null, finishedAt: clock.now() }),
    );
    // Left by a run that was killed after its last word.
    await outputs.discard().catch(() => undefined);
    return { ...base, ...end, runId, publishedRelease: releaseNo, ...finish() };
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
  const logger = context.logger.child({ run_id: runId });
  logger.info('run.started', { pipeline: pipeline.name, inputs: inputs.files.length });
  try {
    if (kept) {
      stages.reuse(REUSABLE_STAGES);
      logger.info('run.resumed', { stage: 'reconcile', resumed_from: resumedFrom ?? null });
    }
    const { onStage } = stages;
    const processed =
      kept?.processed ?? (await processPrepared(request, prepared, { signal: context.signal, onStage }));
    for (const file of processed.files) {
      await keepSnapshot(file, file.origin, context.snapshotFolder, startedAt);
    }
    reached('extract.snapshots-kept');
    if (!kept) await keepWork(outputs, inputs.files, { runId, processed }, logger);
    const issues = issuesOf(request, prepared, processed);
    const loaded = await loadAndPublish({
      request,
      context,
      stages,
      runId,
      runKey,
      fence,
      references,
      processed,
      issues,
      counts: inputs.counts,
    });
    const { outcome, exitCode, release, message } = loaded;
    const publishedRelease = outcome === 'published' ? release : (published?.releaseNo ?? null);
    const releaseNo = release ?? publishedRelease;
    await warehouse.withConnection((session) =>
      endRun(session, runId, { outcome, exitCode, releaseNo, message, finishedAt: clock.now() }),
    );
    reached('run.ended');
    logger.info('run.finished', { outcome, exit_code: exitCode, release_no: releaseNo });
    await outputs.discard().catch(() => undefined);
    const editions = reportEditions(processed, catalogue);
    return {
      ...base,
      runId,
      outcome,
      exitCode,
      publishedRelease,
      release,
      message,
      resumedFrom: resumedFrom ?? null,
      editions,
      deviations: pipeline.deviations.filter((one) =>
        editions.some(({ edition }) => edition === one.edition),
      ),
      issues,
      audits: loaded.audits,
      facts: processed.editions.reduce((sum, edition) => sum + edition.scores.length, 0),
      quarantinedRows: processed.quarantined.length,
      ...finish(),
    };
  } catch (error) {
    progress.stop();
    await closeFailedRun(context, runId, error);
    throw error;
  }
}

/** Records what stopped a run, as far as the database still listens. */
export async function closeFailedRun(context: RunContext, runId: number, error: unknown): Promise<void> {
  const exitCode = error instanceof EgdiError ? error.exitCode : EXIT.unexpected;
  const message = error instanceof Error ? error.message : String(error);
  const outcome = context.signal.aborted ? 'aborted' : 'failed';
  // The database may be what failed: then the next run marks this one as crashed.
  await context.warehouse
    .withConnection((session) =>
      endRun(session, runId, {
        outcome,
        exitCode,
        releaseNo: null,
        message,
        finishedAt: context.clock.now(),
      }),
    )
    .catch(() => undefined);
}
