/**
 * A run of tables in the ledger: nothing where nothing is new, else one row of `ops.run` that says how it ended, under
 * the writer's fence. What the work is, is the caller's; what it comes to is the report.
 */
import { EXIT } from '../../model/error.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { silentLogger } from '../../runtime/logger.ts';
import type { LoadedFile } from '../../stages/load.ts';
import { nameWriterRun, takeFence } from '../../warehouse/ledger/fence.ts';
import { endRun, isSettled, markCrashedRuns, ownPartitions, recordRun } from '../../warehouse/ledger/runs.ts';
import { findPublished } from '../../warehouse/releases/releases.ts';
import type { Loaded, WorkingRun } from './load-and-publish.ts';
import type { PreparedTables, TablesRunRequest } from './prepare-tables.ts';
import { announce, closeFailedRun, ending, failureOf } from './run.ts';
import { factsAtStart, type RunFacts, type RunReport } from './run-report.ts';
import type { RunContext } from './run-request.ts';
import { createStageTimer } from './stage-timer.ts';

/** The run that does the work, with what is recorded of it as it goes on. */
export interface RecordedRun extends WorkingRun {
  /** Says what the inputs were recognised as. */
  recognised(files: readonly LoadedFile[]): void;
  /** Ends this run as `before` says and opens the next: the ledger knows one release for each run. */
  next(before: Loaded): Promise<number>;
}

/**
 * Does the work, unless the same inputs already led to the published release. What stops the work is recorded and
 * thrown on.
 */
export async function runRecorded(
  request: TablesRunRequest,
  context: RunContext,
  { inputs, runKey, startedAt, dataset, references }: Omit<PreparedTables, 'limits' | 'reader'>,
  work: (run: RecordedRun) => Promise<Loaded>,
): Promise<RunReport> {
  const { pipeline } = request;
  const { clock, warehouse, progress } = context;
  const stages = createStageTimer(progress, silentLogger, clock);
  stages.begin('extract', 'comparing inputs');
  stages.count(inputs.counts);
  const start = {
    pipeline: pipeline.name,
    command: request.command,
    runKey,
    engineVersion: ENGINE_VERSION,
    startedAt,
  };
  const published = await warehouse.withConnection(findPublished);
  let known: RunFacts = {
    ...factsAtStart({ pipeline, startedAt, runKey, files: inputs.files }),
    publishedRelease: published?.releaseNo ?? null,
  };
  const learn = (facts: Partial<RunFacts>) => {
    known = { ...known, ...facts };
  };
  const report = (end: Loaded, how?: 'stage.failed'): RunReport => {
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

  const hasErrors = inputs.issues.some(({ severity }) => severity === 'error');
  if (
    !request.force &&
    !context.isSchemaFresh &&
    !hasErrors &&
    published &&
    (await warehouse.withConnection((session) =>
      isSettled(session, runKey, published.releaseNo, ownPartitions([dataset], references)),
    ))
  ) {
    const end = { outcome: 'noop', exitCode: EXIT.ok, message: null } as const;
    const { releaseNo } = published;
    const runId = await warehouse.withConnection((session) =>
      recordRun(session, start, { ...end, releaseNo, finishedAt: clock.now() }),
    );
    learn({ runId });
    const logger = announce(context.logger, stages, known);
    const done = report(end);
    logger.info('run.finished', ending(done));
    return done;
  }

  const { runId, fence } = await warehouse.withTransaction(async (session) => {
    await markCrashedRuns(session, startedAt);
    const fence = await takeFence(session, `egdi ${request.command}`, startedAt);
    const runId = await recordRun(session, start);
    await nameWriterRun(session, fence, runId);
    return { runId, fence };
  });
  learn({ runId });
  let currentRun = runId;
  const logger = announce(context.logger, stages, known);
  const finish = async (end: Loaded): Promise<void> => {
    const releaseNo = known.release ?? known.publishedRelease;
    const over = { ...end, releaseNo, finishedAt: clock.now() };
    await warehouse.withConnection((session) => endRun(session, currentRun, over));
  };
  try {
    const end = await work({
      request,
      context,
      stages,
      runId,
      fence,
      learn,
      recognised(files) {
        learn({
          inputs: known.inputs.map((input) => {
            const read = files.find(({ sha256 }) => sha256 === input.sha256);
            return read
              ? { ...input, format: read.format, layoutId: read.layoutId, origin: read.origin }
              : input;
          }),
        });
      },
      async next(before) {
        await finish(before);
        currentRun = await warehouse.withTransaction(async (session) => {
          const next = await recordRun(session, { ...start, startedAt: clock.now() });
          await nameWriterRun(session, fence, next);
          return next;
        });
        learn({ runId: currentRun });
        return currentRun;
      },
    });
    await finish(end);
    const done = report(end);
    logger.info('run.finished', ending(done));
    return done;
  } catch (error) {
    const failed = report(failureOf(error, context), 'stage.failed');
    logger.error('run.finished', ending(failed));
    await closeFailedRun(context, currentRun, failed);
    context.onFailed?.(failed);
    throw error;
  }
}
