/**
 * One run of national statistics: the files of the declared series, read, normalised, loaded as a candidate, audited
 * and published; or nothing at all when nothing is new. All files are one release.
 */
import { EXIT } from '../../model/error.ts';
import { type Issue, issue, ReadFault } from '../../model/issue.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { sniffFile } from '../../readers/json.ts';
import { indicatorsOf, type NationalSource } from '../../sources/national/source.ts';
import { tableSource } from '../../sources/national/statistical-table.ts';
import { readCover } from '../../sources/tables/cover-page.ts';
import type { LoadableTable } from '../../sources/tables/table-declaration.ts';
import { type InputFile, keepSnapshot, readOrigin } from '../../stages/extract.ts';
import type { LoadedFile } from '../../stages/load.ts';
import type { IndicatorRunReport, IndicatorTableReport } from '../indicators/indicator-run-report.ts';
import { auditAndPublish } from '../run/load-and-publish.ts';
import { loadNationalFiles, type NationalFilePart, readNationalPart } from '../run/load-national-files.ts';
import { inputIssues, type PreparedTables } from '../run/prepare-tables.ts';
import { type RecordedRun, runRecorded } from '../run/recorded-run.ts';
import type { RunContext } from '../run/run-request.ts';
import { tableRefusal } from '../run/table-refusal.ts';
import { type AssignedFile, type AssignedFiles, assignFiles } from './assign-files.ts';
import type { NationalRunRequest, PreparedNational } from './prepare-national.ts';
import { type FittingTables, findTables, readTableFile } from './read-table-file.ts';
import { lookInto, unknownFile } from './unknown-file.ts';

/** Runs a pipeline as it was prepared; findings about data end in the report's exit code. */
export async function runNational(
  request: NationalRunRequest,
  context: RunContext,
  prepared: PreparedNational,
): Promise<IndicatorRunReport> {
  let tables: readonly IndicatorTableReport[] = [];
  const report = await runRecorded(request, context, prepared, async (work) => {
    const { stages, learn, runId, fence } = work;
    const { clock, warehouse } = context;
    const { publishPartial = false, acceptFewer = false } = request;
    stages.begin('validate', 'reading files');
    const assigned = assignFiles(request.pipeline, prepared.inputs.files, prepared.said);
    const read = await readAll(work, prepared, request, assigned);
    work.recognised(read.files);
    const { parts } = read;

    stages.begin('load', 'loading');
    const loaded = await loadNationalFiles(
      {
        warehouse,
        fence,
        run: { runId, runKey: prepared.runKey, reason: request.reason, engineVersion: ENGINE_VERSION },
        stages,
        now: clock.now(),
        publishPartial,
        acceptFewer,
      },
      {
        parts,
        sources: read.sources,
        references: prepared.references,
        issues: [...inputIssues(request, prepared), ...assigned.issues, ...read.issues],
        counts: prepared.inputs.counts,
        unread: read.unread,
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
      partitions: loaded.partitions,
    });
    stages.count(loaded.counts.filter(({ stage }) => stage !== 'extract'));
    const { exitCode, issues } = loaded;
    const firstError = issues.find(({ severity }) => severity === 'error')?.message ?? null;
    return auditAndPublish(work, {
      release,
      exitCode,
      isRefused: exitCode !== EXIT.ok && !publishPartial,
      firstError,
    });
  });
  const { outcome, release } = report;
  return { ...report, tables, publishedReleases: outcome === 'published' && release ? [release] : [] };
}

interface ReadFiles {
  readonly files: readonly LoadedFile[];
  readonly parts: readonly NationalFilePart[];
  readonly sources: readonly NationalSource[];
  readonly issues: readonly Issue[];
  /** Series of files that could not be read, and why. */
  readonly unread: ReadonlyMap<string, string>;
}

/** Reads all files, and keeps what could be read; a broken one is a finding about it. */
async function readAll(
  { context, stages }: RecordedRun,
  { reader, limits, startedAt }: PreparedTables,
  { pipeline, givenTables = [], givenSeries = [] }: NationalRunRequest,
  { files: named, others }: AssignedFiles,
): Promise<ReadFiles> {
  const { signal, snapshotFolder } = context;
  const files: LoadedFile[] = [];
  const parts: NationalFilePart[] = [];
  const sources = new Set<NationalSource>();
  const issues: Issue[] = [];
  const unread = new Map<string, string>();
  const fitting = new Set<LoadableTable>();
  const count = named.length + others.length;
  let position = 0;
  const reading = async (
    input: InputFile,
    read: () => Promise<void>,
    source?: NationalSource,
  ): Promise<void> => {
    position += 1;
    stages.onStage('validate', position, count, input.path);
    try {
      await read();
    } catch (error) {
      const refusal = tableRefusal(error);
      issues.push({ ...refusal, file: input.path, sha256: input.sha256 });
      if (source !== undefined) noteRefused(source, refusal);
    }
  };
  // A file that was refused early has no observations which would say what series it is of.
  const noteRefused = (source: NationalSource, { code, message }: Issue): void => {
    for (const { indicatorCode } of indicatorsOf(source)) unread.set(indicatorCode, `${code}: ${message}`);
  };
  const keepPart = (part: NationalFilePart, source: NationalSource | undefined): void => {
    parts.push(part);
    const error = part.findings.issues().find(({ severity }) => severity === 'error');
    if (error !== undefined && source !== undefined) noteRefused(source, error);
  };
  const keep = async (file: LoadedFile): Promise<void> => {
    await keepSnapshot(file, file.origin, snapshotFolder, startedAt);
    files.push(file);
  };

  for (const { input, meta, series } of named) {
    await reading(
      input,
      async () => {
        const own = await recognised(input, series);
        const beside = meta === undefined ? [] : [await recognised(meta, series)];
        const metaPath = meta === undefined ? {} : { metaPath: meta.path };
        const part = await readNationalPart(
          { documents: reader, limits, signal },
          { file: own, ...metaPath, source: series.source },
        );
        for (const file of [own, ...beside]) await keep(file);
        keepPart(part, series.source);
        sources.add(series.source);
      },
      series.source,
    );
  }
  for (const input of others) {
    await reading(input, async () => {
      const { content: format } = await sniffFile(input.path);
      const look = { reader, limits, signal };
      // Answers in these formats hold no tables; whatever else is no workbook and no text, its reader refuses.
      if (format === 'json' || format === 'xml') {
        const answer = await lookInto(input.path, format, pipeline, look);
        issues.push(unknownFile(pipeline, input, format, answer));
        return;
      }
      const note = (found: Issue) => issues.push({ ...found, file: input.path, sha256: input.sha256 });
      const found = await findTables(input.path, pipeline.tables, reader, note).catch(async (error) => {
        if (format !== 'csv' || !(error instanceof ReadFault) || error.issue.code !== 'file-unknown')
          throw error;
        const answer = await lookInto(input.path, format, pipeline, look);
        throw answer ? new ReadFault(unknownFile(pipeline, input, format, answer)) : error;
      });
      const file = { ...input, format: found.format, ...(await publicationOf(input, found)) };
      const read = readTableFile(file, found);
      await keep(file);
      const ofTables = new Map(found.tables.map((table) => [table.id, tableSource(table)]));
      for (const part of read.parts) keepPart(part, ofTables.get(part.layoutId ?? ''));
      issues.push(...read.issues);
      for (const source of ofTables.values()) sources.add(source);
      for (const table of found.tables) fitting.add(table);
    });
  }
  for (const { id } of givenTables.filter((table) => !fitting.has(table))) {
    const message = `no sheet of the inputs is the table ${id}`;
    issues.push(issue('table-unused', message, { hint: 'compare its sheets rule with egdi inspect FILE' }));
  }
  for (const { source, files: names } of givenSeries.filter(
    (one) => !named.some((of) => of.series === one),
  )) {
    const message = `no input is of the series ${source.id}, which comes in ${names.join(', ')}`;
    const hint = `say which is: --series FILE=${source.id}`;
    issues.push(issue('table-unused', message, { hint }));
  }
  return { files, parts, sources: [...sources], issues, unread };
}

async function recognised(input: InputFile, { source, origin }: AssignedFile['series']): Promise<LoadedFile> {
  const { content: format } = await sniffFile(input.path);
  return { ...input, format, layoutId: source.id, origin: await readOrigin(input, origin) };
}

/** What a publication is, by the declarations of its tables and the dates of its cover. */
async function publicationOf(
  input: InputFile,
  { grids, tables }: FittingTables,
): Promise<Pick<LoadedFile, 'layoutId' | 'origin'>> {
  const { publishedOn, nextReleaseOn } = readCover(grids);
  const [{ load, title } = tables[0] as LoadableTable] = tables;
  const declared = {
    publisher: load.publisher,
    title: load.origin.title ?? title,
    url: load.origin.url,
    licence: load.origin.licence,
    retrievedOn: null,
    publishedOn,
  };
  const origin = await readOrigin(input, declared);
  const next = nextReleaseOn === null ? [] : [`next release announced for ${nextReleaseOn}`];
  const notes = [...(origin.note === undefined ? [] : [origin.note]), ...next];
  return {
    layoutId: tables.map(({ id }) => id).join(', '),
    origin: { ...origin, ...(notes.length === 0 ? {} : { note: notes.join('; ') }) },
  };
}

function tableReport(part: NationalFilePart): IndicatorTableReport {
  const { file, observations, findings, counts } = part;
  return {
    file: file.path,
    sheet: null,
    layoutId: part.layoutId ?? file.layoutId,
    vintage: file.origin.publishedOn,
    status: findings.hasErrors() ? 'refused' : 'loaded',
    indicators: new Set(observations.map(({ indicatorCode }) => indicatorCode)).size,
    rowsRead: part.rowsRead ?? counts[0]?.in ?? 0,
    observations: observations.length,
    leftOutRows: counts.reduce((sum, { excluded }) => sum + excluded, 0),
    quarantinedRows: findings.quarantined().length,
  };
}
