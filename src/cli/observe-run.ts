/**
 * A run as it is seen from outside: lineage when it begins and ends, run.json and metrics when it is over, whatever it
 * came to. Nothing here can fail a run or change its exit code: what could not be written is said in the log.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { EgdiError, EXIT } from '../model/error.ts';
import type { PreparedTables } from '../pipeline/run/prepare-tables.ts';
import { factsAtStart, type RunReport } from '../pipeline/run/run-report.ts';
import type { RunContext } from '../pipeline/run/run-request.ts';
import { removeOldArtifacts, writeRunArtifact } from '../report/artifacts/artifact-folder.ts';
import { lineageTransport } from '../report/artifacts/lineage-transport.ts';
import type { ObservedDatabase, ObservedRun } from '../report/artifacts/observed-run.ts';
import { endEvent, startEvent } from '../report/artifacts/open-lineage.ts';
import { prometheusText } from '../report/artifacts/prometheus.ts';
import { runArtifact } from '../report/artifacts/run-artifact.ts';
import { writeAtomically } from '../runtime/atomic-file.ts';
import { describeConfig } from '../runtime/config.ts';
import type { LayoutDeclaration } from '../sources/layout.ts';
import type { Warehouse } from '../warehouse/connection/connect.ts';
import { currentActor } from '../warehouse/ledger/runs.ts';
import { readObservedState } from '../warehouse/queries/observed-state.ts';
import type { CliContext } from './context.ts';

/** What is said of a run whatever its pipeline is made of. */
export interface ObservedRequest {
  readonly pipeline: { readonly name: string; readonly title: string };
  readonly command: string;
  readonly reason: string;
  readonly nominalTime?: Date;
}

/** The part of a prepared run that names it. */
export type NamedRun = Pick<PreparedTables, 'startedAt' | 'runKey' | 'inputs'>;

export interface RunObservation {
  /** Does the work on the opened warehouse, and looks at it before it is closed. */
  watch<T>(
    warehouse: Warehouse,
    prepared: NamedRun,
    work: (hooks: Pick<RunContext, 'onFailed'>) => Promise<T>,
  ): Promise<T>;
  /** The run is over, and has a report. */
  ended(report: RunReport): Promise<void>;
  /** The run came to no end of its own. One that found the warehouse in use has not begun, and leaves no trace. */
  failed(error: unknown, prepared: NamedRun): Promise<RunReport | undefined>;
}

/** Watches one run of a request; `layouts` are those of its inputs whose columns can be told. */
export function observeRun(
  cli: CliContext,
  request: ObservedRequest,
  layouts: readonly LayoutDeclaration[] = [],
): RunObservation {
  const { clock, config, logger, redactor } = cli;
  const uuid = randomUUID();
  const nominalTime = request.nominalTime?.toISOString() ?? null;
  const send =
    config.openLineage === null ? undefined : lineageTransport(config.openLineage, config.openLineageApiKey);
  let database: ObservedDatabase = {
    kind: config.databaseUrl === null ? 'embedded' : 'server',
    version: null,
    address: databaseAddress(config),
    state: null,
  };
  let begun: Promise<void> | undefined;
  let failure: RunReport | undefined;

  const attempt = async (event: string, runId: number | null, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? [error.message, causeOf(error)].join('') : String(error);
      logger.child({ run_id: runId }).warn(event, { reason });
    }
  };
  // Told to the server while the run goes on: the run does not wait for it before its own end.
  const begin = ({ startedAt, runKey, inputs }: NamedRun) => {
    begun ??= attempt('lineage.not-sent', null, async () => {
      const subject = { uuid, pipeline: request.pipeline.name, nominalTime, layouts };
      const facts = factsAtStart({ pipeline: request.pipeline, startedAt, runKey, files: inputs.files });
      await send?.(redactor.json(startEvent(subject, facts.inputs, startedAt)));
    });
  };
  const end = async (report: RunReport) => {
    const run: ObservedRun = {
      report,
      uuid,
      command: request.command,
      arguments: process.argv.slice(2),
      reason: request.reason,
      nominalTime,
      configuration: describeConfig(config),
      process: {
        host: hostname(),
        pid: process.pid,
        actor: currentActor(),
        platform: `${process.platform} ${process.arch}`,
        node: process.versions.node,
      },
      database,
    };
    const { artifactDir, metricsFile } = config;
    await attempt('artifact.not-written', report.runId, async () => {
      await writeRunArtifact(artifactDir, redactor.json(runArtifact(run)));
      await removeOldArtifacts(artifactDir);
    });
    if (metricsFile !== null) {
      await attempt('metrics.not-written', report.runId, async () => {
        const before = await readFile(metricsFile, 'utf8').catch(() => '');
        await writeAtomically(metricsFile, redactor.text(prometheusText(run, before)));
      });
    }
    if (send !== undefined) {
      await begun;
      await attempt('lineage.not-sent', report.runId, () => send(redactor.json(endEvent(run, layouts))));
    }
  };

  return {
    async watch(warehouse, prepared, work) {
      database = { ...database, version: warehouse.serverVersion.text };
      begin(prepared);
      const look = async () => {
        const state = await warehouse
          .withTransaction(
            (session) =>
              readObservedState(session, {
                pipeline: request.pipeline.name,
                withColumns: send !== undefined,
              }),
            {
              readOnly: true,
            },
          )
          .catch(() => null);
        database = { ...database, state };
      };
      try {
        const result = await work({
          onFailed: (failed) => {
            failure = failed;
          },
        });
        await look();
        return result;
      } catch (error) {
        // A database that has just gone away would only be waited for once more.
        if (exitCodeOf(error, cli.signal) !== EXIT.databaseUnavailable) await look();
        throw error;
      }
    },
    ended: end,
    async failed(error, prepared) {
      const exitCode = exitCodeOf(error, cli.signal);
      if (begun === undefined && exitCode === EXIT.locked) return undefined;
      begin(prepared);
      const report =
        failure ?? unrecorded(error, exitCode, request, prepared, clock.now(), cli.signal.aborted);
      await end(report);
      return report;
    },
  };
}

/** The report of a run that ended before it could be recorded: the database was out of reach, or not migrated. */
function unrecorded(
  error: unknown,
  exitCode: number,
  request: ObservedRequest,
  prepared: NamedRun,
  now: Date,
  isAborted: boolean,
): RunReport {
  const { startedAt, runKey, inputs } = prepared;
  return {
    ...factsAtStart({ pipeline: request.pipeline, startedAt, runKey, files: inputs.files }),
    outcome: isAborted ? 'aborted' : 'failed',
    exitCode,
    message: error instanceof Error ? error.message : String(error),
    stages: [],
    durationMs: now.getTime() - startedAt.getTime(),
    finishedAt: now.toISOString(),
  };
}

function exitCodeOf(error: unknown, signal: AbortSignal): number {
  const cause: unknown = signal.aborted ? signal.reason : error;
  return cause instanceof EgdiError ? cause.exitCode : EXIT.unexpected;
}

/** `fetch` says no more than that it failed; why is in the cause. */
function causeOf(error: Error): string {
  return error.cause instanceof Error ? `: ${error.cause.message}` : '';
}

/** Names the database without account and password. The embedded one is named by its machine and folder. */
function databaseAddress({ databaseUrl, dataDir }: CliContext['config']): string {
  if (databaseUrl === null) return `pglite://${hostname()}${dataDir.replaceAll('\\', '/')}`;
  const { hostname: host, port } = new URL(databaseUrl);
  return `postgres://${host || 'localhost'}:${port || '5432'}`;
}
