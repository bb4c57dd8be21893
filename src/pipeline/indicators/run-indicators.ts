/**
 * One run of a pipeline of indicator tables: extract, validate, normalise, load as a candidate, audit, publish; or
 * nothing at all when nothing is new. Tables stream; vintages of one series become releases one after another.
 */
import { EXIT } from '../../model/error.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../model/finding-list.ts';
import { type Issue, issue, ReadFault } from '../../model/issue.ts';
import type { Indicator } from '../../model/observation.ts';
import { assertConserved, type QuarantinedRow, type StageCount } from '../../model/stage.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import { type InputFile, keepSnapshot, readOrigin } from '../../stages/extract.ts';
import { makeObservationCandidate, storeTable } from '../../stages/load/observations.ts';
import type { LoadedFile } from '../../stages/load.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import { proveFence } from '../../warehouse/ledger/fence.ts';
import { recordQuarantine } from '../../warehouse/ledger/quarantine.ts';
import { recordFindings } from '../../warehouse/ledger/runs.ts';
import type { StoredObservations } from '../../warehouse/versions/observations.ts';
import { publishedVintages } from '../../warehouse/versions/published-vintages.ts';
import { exitCodeOf } from '../run/exit-code.ts';
import { auditAndPublish, type Loaded, timedTotals, type WorkingRun } from '../run/load-and-publish.ts';
import { observeTable } from '../run/observe-table.ts';
import { inputIssues, type PreparedTables } from '../run/prepare-tables.ts';
import { bySeverity } from '../run/process-prepared.ts';
import { type RecordedRun, runRecorded } from '../run/recorded-run.ts';
import type { RunContext } from '../run/run-request.ts';
import { countryNames } from './country-names.ts';
import { gatherByIndicator } from './gather-rows.ts';
import type { IndicatorRunReport, IndicatorTableReport } from './indicator-run-report.ts';
import { type OpenFile, type OpenTable, openIndicatorFile } from './open-file.ts';
import { type IndicatorRunRequest, seriesOf } from './prepare-indicators.ts';
import { type PublisherLists, publisherLists } from './publisher-lists.ts';
import { byVintage, lastYearOf, roundsOf, type TableVintage, vintageOf } from './vintages.ts';

/** Values of a table with series across that may lie in memory: three times those of the widest one known. */
const MAX_OPEN_ACROSS = 750_000;

interface TableInput {
  readonly input: InputFile;
  readonly file: LoadedFile;
  readonly table: OpenTable;
  readonly series: string | null;
  readonly vintage: string | null;
}

interface LoadedTable extends TableVintage {
  readonly stored: ReadonlyMap<string, StoredObservations>;
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly report: IndicatorTableReport;
}

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
    });
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
        noted.publishedOn ?? request.publishedOn,
      );
      const file = { ...input, format: open.format, layoutId, origin: { ...noted, publishedOn } };
      files.push(file);
      for (const table of open.tables) {
        const { layout, table: matched } = table.found;
        const lastYear =
          layout.vintageFrom === null ? null : lastYearOf(matched.values.map(({ period }) => period));
        const vintage = publishedOn ?? lastYear;
        tables.push({ input, file: { ...file, layoutId: table.found.layout.id }, table, series, vintage });
      }
    } catch (error) {
      if (!(error instanceof ReadFault)) throw error;
      issues.push({ ...error.issue, ...place });
    }
  }
  const lists = publisherLists(opened.flatMap(({ codeLists }) => codeLists));
  return { files, tables: tables.sort(byVintage), lists, issues: [...issues, ...lists.issues] };
}

interface LoadedAll {
  readonly rounds: readonly (readonly LoadedTable[])[];
  readonly tables: readonly IndicatorTableReport[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
  readonly quarantinedRows: number;
  readonly refused: boolean;
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
    const reports: IndicatorTableReport[] = [];
    for (const [position, { file, table, series, vintage }] of opened.tables.entries()) {
      stages.onStage('load', position + 1, opened.tables.length, file.path);
      const place = { file: file.path, sha256: file.sha256, sheet: table.sheet };
      const findings = createFindingList(
        place,
        () => observed.matched()?.header ?? [],
        DEFAULT_FINDING_LIMITS,
      );
      const layout = { layouts: [table.found.layout], series };
      const rows = gatherByIndicator(table.rows, table.found, file.bytes, context.outputFolder);
      const observed = observeTable({ rows, layout, countries }, findings, signal);
      const { stored, count } = await storeTable(session, {
        file,
        place,
        blocks: observed.blocks,
        findings,
        run,
        now: clock.now(),
        ...(hasSeriesAcross(table) ? { maxOpenRows: MAX_OPEN_ACROSS } : {}),
      });
      const own = [...observed.counts(), count];
      own.forEach(assertConserved);
      counts.push(...own);
      issues.push(...findings.issues());
      quarantined.push(...findings.quarantined());
      const isRefused = findings.hasErrors();
      const report = tableReport(
        { file, table, vintage, isRefused },
        stored.size,
        own,
        findings.quarantined().length,
      );
      reports.push(report);
      if (isRefused && request.publishPartial) continue;
      const indicators = new Map(
        [...observed.indicators()].map(([code, one]) => [code, opened.lists.describe(one)]),
      );
      loaded.push({
        file: file.path,
        sha256: file.sha256,
        vintage,
        versions: stored,
        stored,
        indicators,
        report,
      });
    }
    const current = await withoutOlder(session, loaded, issues);
    const { rounds, undecided, issues: undated } = roundsOf(current);
    issues.push(...undated);
    const isUndecided = new Set([...undecided].map(({ report }) => report));
    const decided = current.filter((table) => !undecided.has(table));
    const filesRead = opened.files.map(({ sha256 }) => sha256);
    await recordQuarantine(session, runId, { quarantined, filesRead });
    const ordered = bySeverity(issues);
    const totals = timedTotals(counts, stages);
    await recordFindings(session, runId, { counts: totals, issues: ordered });
    const hasErrors = ordered.some(({ severity }) => severity === 'error');
    return {
      rounds: request.publishPartial ? roundsOf(decided).rounds : rounds,
      tables: reports.map((one) => (isUndecided.has(one) ? { ...one, status: 'refused' as const } : one)),
      issues: ordered,
      counts: totals.map(({ durationMs: _durationMs, ...count }) => count),
      quarantinedRows: quarantined.length,
      refused: hasErrors && !request.publishPartial,
    };
  });
}

/** Each row holds values of every series: all partitions of the table are open until its end. */
function hasSeriesAcross({ found }: OpenTable): boolean {
  const codes = new Set(found.table.values.map(({ indicator }) => indicator?.indicatorCode));
  return codes.size > 1;
}

function tableReport(
  {
    file,
    table,
    vintage,
    isRefused,
  }: Pick<TableInput, 'file' | 'table' | 'vintage'> & { isRefused: boolean },
  indicators: number,
  counts: readonly StageCount[],
  quarantinedRows: number,
): IndicatorTableReport {
  const [validated, normalised] = counts;
  const stored = counts.at(-1);
  return {
    file: file.path,
    sheet: table.sheet,
    layoutId: file.layoutId,
    vintage,
    status: isRefused ? 'refused' : 'loaded',
    indicators,
    rowsRead: validated?.in ?? 0,
    observations: stored?.stage === 'load' ? stored.out : 0,
    leftOutRows:
      (validated?.excluded ?? 0) +
      (normalised?.stage === 'normalise' ? normalised.excluded / normalised.fanOut : 0),
    quarantinedRows,
  };
}

/** Leaves what is older than the published vintage of its series where it is: a version that no release lists. */
async function withoutOlder(
  session: Session,
  tables: readonly LoadedTable[],
  issues: Issue[],
): Promise<LoadedTable[]> {
  const dates = await publishedVintages(session);
  return tables.map((table) => {
    const { vintage } = table;
    const isOlder = (code: string): boolean => {
      const known = dates.get(code);
      return vintage !== null && known !== undefined && vintage < known;
    };
    const older = [...table.stored.keys()].filter(isOlder);
    if (older.length === 0) return table;
    const shown = older.slice(0, 3).join(', ') + (older.length > 3 ? ' …' : '');
    const message = `${older.length} series of ${vintage} are older than the published ones (${shown}); those stay`;
    issues.push(issue('vintage-older', message, { file: table.file, sha256: table.sha256 }));
    const stored = new Map([...table.stored].filter(([code]) => !isOlder(code)));
    return { ...table, stored, versions: stored };
  });
}

/** Makes, audits and publishes one release for each round; stops where one may not be published. */
async function publishRounds(
  work: RecordedRun,
  { references, runKey }: PreparedTables,
  { rounds, issues, refused }: LoadedAll,
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
        refusals: [],
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
