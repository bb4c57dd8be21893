/**
 * One run of a pipeline of indicator tables: extract, validate, normalise, load as a candidate, audit, publish; or
 * nothing at all when nothing is new. Tables stream; vintages of one series become releases one after another.
 */
import { basename } from 'node:path';
import { EXIT } from '../../model/error.ts';
import { type Issue, ReadFault } from '../../model/issue.ts';
import type { QuarantinedRow, StageCount } from '../../model/stage.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { keepSnapshot, readOrigin } from '../../stages/extract.ts';
import { makeObservationCandidate } from '../../stages/load/observations.ts';
import type { LoadedFile } from '../../stages/load.ts';
import { proveFence } from '../../warehouse/ledger/fence.ts';
import { recordQuarantine } from '../../warehouse/ledger/quarantine.ts';
import { recordFindings } from '../../warehouse/ledger/runs.ts';
import type { Refusal } from '../../warehouse/releases/releases.ts';
import { exitCodeOf } from '../run/exit-code.ts';
import { auditAndPublish, type Loaded, timedTotals, type WorkingRun } from '../run/load-and-publish.ts';
import { inputIssues, type PreparedTables } from '../run/prepare-tables.ts';
import { bySeverity } from '../run/process-prepared.ts';
import { type RecordedRun, runRecorded } from '../run/recorded-run.ts';
import { reportPartitions } from '../run/report-partitions.ts';
import type { PartitionReport } from '../run/run-report.ts';
import type { RunContext } from '../run/run-request.ts';
import { countryNames } from './country-names.ts';
import type { IndicatorRunReport, IndicatorTableReport } from './indicator-run-report.ts';
import { type LoadedTable, loadTable, type TableInput } from './load-table.ts';
import { type OpenFile, openIndicatorFile } from './open-file.ts';
import { type IndicatorRunRequest, publishedOnOf, seriesOf } from './prepare-indicators.ts';
import { shrinkingTables, withoutOlder } from './published-series.ts';
import { type PublisherLists, publisherLists } from './publisher-lists.ts';
import { roundsOf, vintageOf } from './vintages.ts';

/** Runs a pipeline as it was prepared; findings about data end in the report's exit code. */
export async function runIndicators(
  request: IndicatorRunRequest,
  context: RunContext,
  prepared: PreparedTables,
): Promise<IndicatorRunReport> {
  let tables: readonly IndicatorTableReport[] = [];
  const publishedReleases: number[] = [];
  const report = await runRecorded(request, context, prepared, async (work) => {
    const { stages, learn } = work;
    stages.begin('validate', 'recognising tables');
    const opened = await openAll(request, prepared);
    for (const file of opened.files) {
      await keepSnapshot(file, file.origin, context.snapshotFolder, prepared.startedAt);
    }
    work.recognised(opened.files);
    stages.begin('load', 'loading');
    const loaded = await loadAll(work, request, prepared, opened);
    tables = loaded.tables;
    learn({
      issues: loaded.issues,
      quarantinedRows: loaded.quarantinedRows,
      facts: tables.reduce((sum, table) => sum + table.observations, 0),
      counts: loaded.counts,
      partitions: loaded.partitions,
    });
    stages.count(loaded.counts.filter(({ stage }) => stage !== 'extract'));
    return publishRounds(work, prepared, loaded, (releaseNo) => publishedReleases.push(releaseNo));
  });
  return { ...report, tables, publishedReleases };
}

interface OpenedInputs {
  readonly files: readonly LoadedFile[];
  readonly tables: readonly TableInput[];
  readonly lists: PublisherLists;
  readonly issues: readonly Issue[];
}

/** Opens all files and looks at what they are; lists of codes are read, tables only begun. */
async function openAll(request: IndicatorRunRequest, prepared: PreparedTables): Promise<OpenedInputs> {
  const { pipeline } = request;
  const { inputs, reader } = prepared;
  const files: LoadedFile[] = [];
  const tables: TableInput[] = [];
  const opened: OpenFile[] = [];
  const issues: Issue[] = [...inputIssues(request, prepared)];
  for (const input of inputs.files) {
    const series = await seriesOf(request, input);
    const place = { file: input.path, sha256: input.sha256 };
    try {
      const open = await openIndicatorFile(reader, input.path, pipeline, series);
      opened.push(open);
      issues.push(...open.issues.map((found) => ({ ...found, ...place })));
      const ids = [
        ...open.tables.map(({ found }) => found.layout.id),
        ...open.codeLists.map(({ layout }) => layout.id),
      ];
      const [layoutId] = ids;
      if (layoutId === undefined) continue;
      const fallback = pipeline.origins[layoutId];
      if (fallback === undefined) throw new RangeError(`layout ${layoutId} has no origin`);
      const noted = await readOrigin(input, fallback);
      const [first] = open.tables;
      const publishedOn = vintageOf(
        first?.found.table.preamble ?? new Map(),
        publishedOnOf(request, input, noted.publishedOn),
      );
      const file = { ...input, format: open.format, layoutId, origin: { ...noted, publishedOn } };
      files.push(file);
      for (const table of open.tables) {
        const named = { ...file, layoutId: table.found.layout.id };
        tables.push({ file: named, table, series, publishedOn });
      }
    } catch (error) {
      if (!(error instanceof ReadFault)) throw error;
      issues.push({ ...error.issue, ...place });
    }
  }
  const lists = publisherLists(opened.flatMap(({ codeLists }) => codeLists));
  return { files, tables, lists, issues: [...withHowToName(issues), ...lists.issues] };
}

/** Tells, with the first of the files that do not say what they hold, how to say it of all of them. */
function withHowToName(issues: readonly Issue[]): Issue[] {
  const unnamed = issues.filter(({ code }) => code === 'indicator-missing');
  const [first] = unnamed;
  if (first === undefined) return [...issues];
  const names = unnamed.map(({ file }) => basename(file ?? ''));
  const options = names.map((name) => `${name}=CODE`).join(' ');
  const note = JSON.stringify({ files: Object.fromEntries(names.map((name) => [name, { series: 'CODE' }])) });
  const how = `say it with --series ${options}, or in an origin.json beside the file: ${note}`;
  return issues.map((found) =>
    found === first ? { ...found, hint: [found.hint, how].filter(Boolean).join('; ') } : found,
  );
}

interface LoadedAll {
  readonly rounds: readonly (readonly LoadedTable[])[];
  readonly tables: readonly IndicatorTableReport[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
  readonly partitions: readonly PartitionReport[];
  readonly quarantinedRows: number;
  readonly refused: boolean;
  /** Series that stay as they are published although the others are. */
  readonly refusals: readonly Refusal[];
}

/** Stores the facts of all tables, with what was found about them, in one transaction. */
async function loadAll(
  { context, stages, runId, fence }: WorkingRun,
  request: IndicatorRunRequest,
  prepared: PreparedTables,
  opened: OpenedInputs,
): Promise<LoadedAll> {
  const { clock, warehouse, signal } = context;
  const { pipeline } = request;
  const run = { runId, runKey: prepared.runKey, reason: request.reason, engineVersion: ENGINE_VERSION };
  const countries = countryNames(pipeline, opened.lists.groupCodes);
  return warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    const issues: Issue[] = [...opened.issues];
    const counts: StageCount[] = [...prepared.inputs.counts];
    const quarantined: QuarantinedRow[] = [];
    const loaded: LoadedTable[] = [];
    const leftOut: LoadedTable[] = [];
    const reports: IndicatorTableReport[] = [];
    const unread = new Set<string>();
    for (const [position, input] of opened.tables.entries()) {
      const { path, sha256 } = input.file;
      stages.onStage('load', position + 1, opened.tables.length, path);
      const now = clock.now();
      const loading = { countries, folder: context.outputFolder, signal, run, now };
      const outcome = await loadTable(session, input, loading);
      counts.push(...outcome.counts);
      issues.push(...outcome.issues);
      quarantined.push(...outcome.quarantined);
      reports.push(outcome.report);
      if (outcome.loaded === null) {
        unread.add(sha256);
        continue;
      }
      const { indicators, ...rest } = outcome.loaded;
      const described = [...indicators].map(([code, one]) => [code, opened.lists.describe(one)] as const);
      const table = { ...rest, indicators: new Map(described) };
      const isLeftOut = request.publishPartial && outcome.report.status === 'refused';
      (isLeftOut ? leftOut : loaded).push(table);
    }
    const current = await withoutOlder(session, loaded, issues);
    const { rounds, undecided, issues: undated } = roundsOf(current);
    issues.push(...undated);
    const shrinking = await shrinkingTables(session, rounds, request, issues);
    // Of a file that was not read to its end, nobody can say which rows are mended.
    const filesRead = opened.files.map(({ sha256 }) => sha256).filter((sha256) => !unread.has(sha256));
    await recordQuarantine(session, runId, { quarantined, filesRead });
    const ordered = bySeverity(issues);
    const totals = timedTotals(counts, stages);
    await recordFindings(session, runId, { counts: totals, issues: ordered });
    const refused = new Set([...undecided, ...shrinking]);
    const refusedReports = new Set([...refused].map(({ report }) => report));
    const publishable = current.filter((table) => !refused.has(table));
    const hasErrors = ordered.some(({ severity }) => severity === 'error');
    return {
      rounds: request.publishPartial ? roundsOf(publishable).rounds : rounds,
      tables: reports.map((one) => (refusedReports.has(one) ? { ...one, status: 'refused' as const } : one)),
      issues: ordered,
      counts: totals.map(({ durationMs: _durationMs, ...count }) => count),
      partitions: await reportPartitions(
        session,
        loaded.flatMap(({ stored }) => [...stored.values()]),
      ),
      quarantinedRows: quarantined.length,
      refused: hasErrors && !request.publishPartial,
      refusals: request.publishPartial ? refusalsOf([...leftOut, ...refused], publishable, ordered) : [],
    };
  });
}

/** Series of refused tables, but those that another table brings, each with the first error of its file. */
function refusalsOf(
  refused: readonly LoadedTable[],
  publishable: readonly LoadedTable[],
  issues: readonly Issue[],
): Refusal[] {
  const brought = new Set(publishable.flatMap(({ stored }) => [...stored.keys()]));
  const reasons = new Map<string, string>();
  for (const { file, versions } of refused) {
    const error = issues.find((one) => one.severity === 'error' && one.file === file);
    const reason = error ? `${error.code}: ${error.message}` : 'its data was refused';
    for (const code of versions.keys()) if (!brought.has(code)) reasons.set(code, reason);
  }
  return [...reasons].map(([partitionKey, reason]) => ({ dataset: 'observation', partitionKey, reason }));
}

/** Makes, audits and publishes one release for each round; stops where one may not be published. */
async function publishRounds(
  work: RecordedRun,
  { references, runKey }: PreparedTables,
  { rounds, issues, refused, refusals }: LoadedAll,
  onPublished: (releaseNo: number) => void,
): Promise<Loaded> {
  const { context, fence, request, learn } = work;
  const exitCode = exitCodeOf(issues);
  const firstError = issues.find(({ severity }) => severity === 'error')?.message ?? null;
  let end: Loaded = {
    outcome: exitCode === EXIT.ok ? 'unchanged' : 'refused',
    exitCode,
    message: firstError,
  };
  let { runId } = work;
  for (const [position, round] of rounds.entries()) {
    if (position > 0) runId = await work.next(end);
    const run = { runId, runKey, reason: request.reason, engineVersion: ENGINE_VERSION };
    const stored = new Map(round.flatMap((table) => [...table.stored]));
    const indicators = new Map(round.flatMap((table) => [...table.indicators]));
    const release = await context.warehouse.withTransaction(async (session) => {
      await proveFence(session, fence);
      const now = context.clock.now();
      return makeObservationCandidate(session, {
        stored,
        indicators,
        references,
        refused,
        refusals,
        run,
        now,
      });
    });
    if (release !== undefined) learn({ release });
    const made = { release: release ?? null, exitCode, isRefused: refused, firstError };
    const next = await auditAndPublish({ ...work, runId }, made);
    if (next.outcome === 'published' && release !== undefined) onPublished(release);
    // What an earlier round published stays published, whether or not a later one had news.
    if (!(next.outcome === 'unchanged' && end.outcome === 'published')) end = next;
    if (next.outcome !== 'published' && next.outcome !== 'unchanged') break;
  }
  return end;
}
