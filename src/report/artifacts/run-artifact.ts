/** `run.json`: all that a run knows about itself, in one document. */
import { formatCell } from '../../model/cell.ts';
import type { Issue } from '../../model/issue.ts';
import { ENGINE_VERSION, PROGRAM_VERSION, REPORTING_CONTRACT_VERSION } from '../../model/version.ts';
import type { ObservedRun } from './observed-run.ts';
import { FIRST_ISSUES, RUN_ARTIFACT_SCHEMA, type RunArtifact } from './run-artifact-schema.ts';

/** The document of a run. It may hold secrets in texts that others wrote: to be redacted before it is written. */
export function runArtifact(run: ObservedRun): RunArtifact {
  const { report, database } = run;
  return {
    schema: RUN_ARTIFACT_SCHEMA,
    uuid: run.uuid,
    runId: report.runId,
    runKey: report.runKey,
    pipeline: report.pipeline,
    command: run.command,
    arguments: [...run.arguments],
    reason: run.reason,
    outcome: finalOutcome(report.outcome),
    exitCode: report.exitCode,
    message: report.message,
    startedAt: report.startedAt,
    finishedAt: report.finishedAt,
    durationMs: report.durationMs,
    nominalTime: run.nominalTime,
    resumedFrom: report.resumedFrom,
    release: {
      made: report.release,
      published: report.publishedRelease,
      written: report.written.map(({ table, rows }) => ({ table, rows })),
    },
    versions: {
      program: PROGRAM_VERSION,
      engine: ENGINE_VERSION,
      reportingContract: REPORTING_CONTRACT_VERSION,
      node: run.process.node,
      platform: run.process.platform,
      postgres: database.version,
    },
    database: { kind: database.kind, address: database.address, name: database.state?.databaseName ?? null },
    process: { host: run.process.host, pid: run.process.pid, actor: run.process.actor },
    configuration: { ...run.configuration },
    inputs: report.inputs.map(({ origin, ...input }) => ({
      ...input,
      origin: origin && { ...origin, note: origin.note ?? null },
    })),
    stages: report.stages.map(({ stage, status, durationMs }) => ({ stage, status, durationMs })),
    counts: report.counts.map((counted) => ({ ...counted })),
    quarantinedRows: report.quarantinedRows,
    facts: report.facts,
    issues: issueSummary(report.issues),
    audits: report.audits.map(({ sample: _sample, ...audit }) => audit),
    partitions: report.partitions.map((partition) => ({ ...partition })),
  };
}

function issueSummary(issues: readonly Issue[]): RunArtifact['issues'] {
  const byCode = new Map<string, RunArtifact['issues']['byCode'][number]>();
  const bySeverity = { error: 0, warning: 0, info: 0 };
  for (const { code, severity: weight } of issues) {
    bySeverity[weight] += 1;
    const key = `${code} ${weight}`;
    byCode.set(key, { code, severity: weight, count: (byCode.get(key)?.count ?? 0) + 1 });
  }
  return {
    total: issues.length,
    bySeverity,
    byCode: [...byCode.values()],
    first: issues.slice(0, FIRST_ISSUES).map((found) => ({
      code: found.code,
      severity: found.severity,
      message: found.message,
      hint: found.hint ?? null,
      file: found.file ?? null,
      sha256: found.sha256 ?? null,
      cell: found.cell === undefined ? null : formatCell(found.cell),
      edition: found.edition ?? null,
      iso3: found.iso3 ?? null,
      indexCode: found.indexCode ?? null,
    })),
  };
}

/** A run that writes about itself is over, and has not crashed. */
function finalOutcome(outcome: ObservedRun['report']['outcome']): RunArtifact['outcome'] {
  return outcome === 'running' || outcome === 'crashed' ? 'failed' : outcome;
}
