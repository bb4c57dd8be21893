/**
 * One run of national statistics: the files of the declared series, read, normalised, loaded as a candidate, audited
 * and published; or nothing at all when nothing is new. All files are one release.
 */
import { EXIT } from '../../model/error.ts';
import { type Issue, ReadFault } from '../../model/issue.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { sniffFile } from '../../readers/json.ts';
import { type InputFile, keepSnapshot, readOrigin } from '../../stages/extract.ts';
import type { LoadedFile } from '../../stages/load.ts';
import type { IndicatorRunReport, IndicatorTableReport } from '../indicators/indicator-run-report.ts';
import { auditAndPublish } from '../run/load-and-publish.ts';
import { loadNationalFiles, type NationalFilePart, readNationalPart } from '../run/load-national-files.ts';
import { inputIssues, type PreparedTables } from '../run/prepare-tables.ts';
import { type RecordedRun, runRecorded } from '../run/recorded-run.ts';
import type { RunContext } from '../run/run-request.ts';
import { type AssignedFile, assignFiles } from './assign-files.ts';
import type { NationalRunRequest } from './prepare-national.ts';

/** Runs a pipeline as it was prepared; findings about data end in the report's exit code. */
export async function runNational(
  request: NationalRunRequest,
  context: RunContext,
  prepared: PreparedTables,
): Promise<IndicatorRunReport> {
  let tables: readonly IndicatorTableReport[] = [];
  const report = await runRecorded(request, context, prepared, async (work) => {
    const { stages, learn, runId, fence } = work;
    const { clock, warehouse } = context;
    stages.begin('validate', 'reading files');
    const assigned = assignFiles(request.pipeline, prepared.inputs.files);
    const read = await readAll(work, prepared, assigned.files);
    work.recognised(read.files);
    const parts = read.parts.map(({ part }) => part);

    stages.begin('load', 'loading');
    const loaded = await loadNationalFiles(
      {
        warehouse,
        fence,
        run: { runId, runKey: prepared.runKey, reason: request.reason, engineVersion: ENGINE_VERSION },
        stages,
        now: clock.now(),
      },
      {
        parts,
        sources: [...new Set(read.parts.map(({ series }) => series.source))],
        references: prepared.references,
        issues: [...inputIssues(request, prepared), ...assigned.issues, ...read.issues],
        counts: prepared.inputs.counts,
      },
    );
    tables = parts.map(tableReport);
    const release = loaded.releaseNo ?? null;
    learn({
      release,
      issues: loaded.issues,
      quarantinedRows: loaded.quarantined.length,
      facts: loaded.counts.findLast(({ stage }) => stage === 'load')?.out ?? 0,
      counts: loaded.counts,
    });
    const { exitCode, issues } = loaded;
    const firstError = issues.find(({ severity }) => severity === 'error')?.message ?? null;
    return auditAndPublish(work, { release, exitCode, isRefused: exitCode !== EXIT.ok, firstError });
  });
  const { outcome, release } = report;
  return { ...report, tables, publishedReleases: outcome === 'published' && release ? [release] : [] };
}

interface ReadFiles {
  readonly files: readonly LoadedFile[];
  readonly parts: readonly (Pick<AssignedFile, 'series'> & { readonly part: NationalFilePart })[];
  readonly issues: readonly Issue[];
}

/** Reads all files, and keeps what could be read; a broken one is a finding about it. */
async function readAll(
  { context, stages }: RecordedRun,
  { reader, limits, startedAt }: PreparedTables,
  assigned: readonly AssignedFile[],
): Promise<ReadFiles> {
  const { signal, snapshotFolder } = context;
  const files: LoadedFile[] = [];
  const parts: ReadFiles['parts'][number][] = [];
  const issues: Issue[] = [];
  for (const [position, { input, meta, series }] of assigned.entries()) {
    stages.onStage('validate', position + 1, assigned.length, input.path);
    try {
      const own = await recognised(input, series);
      const beside = meta === undefined ? [] : [await recognised(meta, series)];
      const metaPath = meta === undefined ? {} : { metaPath: meta.path };
      const part = await readNationalPart(
        { documents: reader, limits, signal },
        { file: own, ...metaPath, source: series.source },
      );
      for (const file of [own, ...beside]) {
        await keepSnapshot(file, file.origin, snapshotFolder, startedAt);
        files.push(file);
      }
      parts.push({ series, part });
    } catch (error) {
      if (!(error instanceof ReadFault)) throw error;
      issues.push({ ...error.issue, file: input.path, sha256: input.sha256 });
    }
  }
  return { files, parts, issues };
}

async function recognised(input: InputFile, { source, origin }: AssignedFile['series']): Promise<LoadedFile> {
  const { content: format } = await sniffFile(input.path);
  return { ...input, format, layoutId: source.id, origin: await readOrigin(input, origin) };
}

function tableReport({ file, observations, findings, counts }: NationalFilePart): IndicatorTableReport {
  return {
    file: file.path,
    sheet: null,
    layoutId: file.layoutId,
    vintage: file.origin.publishedOn,
    status: findings.hasErrors() ? 'refused' : 'loaded',
    indicators: new Set(observations.map(({ indicatorCode }) => indicatorCode)).size,
    rowsRead: counts[0]?.in ?? 0,
    observations: observations.length,
    leftOutRows: counts.reduce((sum, { excluded }) => sum + excluded, 0),
    quarantinedRows: findings.quarantined().length,
  };
}
