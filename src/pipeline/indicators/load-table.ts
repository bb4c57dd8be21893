/**
 * One table into the warehouse: observed, stored, and told of. What is wrong with it is an issue of the table and
 * never the end of the run: the others go on.
 */
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../model/finding-list.ts';
import type { Issue } from '../../model/issue.ts';
import type { Indicator, Observation } from '../../model/observation.ts';
import { assertConserved, type QuarantinedRow, type StageCount } from '../../model/stage.ts';
import { type ObservationsToStore, storeTable } from '../../stages/load/observations.ts';
import type { LoadedFile } from '../../stages/load.ts';
import type { ObservationNames } from '../../stages/normalise/observations.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import type { StoredObservations } from '../../warehouse/versions/observations.ts';
import { observeTable } from '../run/observe-table.ts';
import { tableRefusal } from '../run/table-refusal.ts';
import { gatherByIndicator } from './gather-rows.ts';
import type { IndicatorTableReport } from './indicator-run-report.ts';
import type { OpenTable } from './open-file.ts';
import { type TableVintage, vintageName } from './vintages.ts';

/** Values of a table with series across that may lie in memory: three times those of the widest one known. */
const MAX_OPEN_ACROSS = 750_000;

/** A recognised table, not read yet. */
export interface TableInput {
  readonly file: LoadedFile;
  readonly table: OpenTable;
  readonly series: string | null;
  /** ISO date; null where neither the table nor its origin says it. */
  readonly publishedOn: string | null;
}

export interface LoadedTable extends TableVintage {
  readonly stored: ReadonlyMap<string, StoredObservations>;
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly report: IndicatorTableReport;
  /** Last year with a figure of each indicator; `''` where it has none. */
  readonly lastYears: ReadonlyMap<string, string>;
}

export interface TableOutcome {
  /** Null where the table was not read to its end. */
  readonly loaded: LoadedTable | null;
  readonly report: IndicatorTableReport;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Of the stages that took all that the one before gave them. */
  readonly counts: readonly StageCount[];
}

export type TableLoading = Pick<ObservationsToStore, 'run' | 'now'> & {
  readonly countries: ObservationNames;
  /** Where rows of a large table may be laid aside. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

/** Loads one table in the caller's transaction. */
export async function loadTable(
  session: Session,
  { file, table, series, publishedOn }: TableInput,
  { countries, folder, signal, run, now }: TableLoading,
): Promise<TableOutcome> {
  const { layout } = table.found;
  const place = { file: file.path, sha256: file.sha256, sheet: table.sheet };
  const findings = createFindingList(place, () => observed.matched()?.header ?? [], DEFAULT_FINDING_LIMITS);
  const rows = gatherByIndicator(table.rows, table.found, file.bytes, folder);
  const observed = observeTable({ rows, layout: { layouts: [layout], series }, countries }, findings, signal);
  const lastPeriods = new Map<string, string>();
  // Beside the list of findings, which may be full by then.
  let refusal: Issue | null = null;
  const outcome = await storeTable(session, {
    file,
    place,
    blocks: watched(observed.blocks, lastPeriods),
    findings,
    run,
    now,
    ...(hasSeriesAcross(table) ? { maxOpenRows: MAX_OPEN_ACROSS } : {}),
  }).catch((error: unknown) => {
    refusal = inPlace(tableRefusal(error), place);
    return null;
  });
  const counts = outcome === null ? [] : [...observed.counts(), outcome.count];
  counts.forEach(assertConserved);
  const lastYears = new Map([...lastPeriods].map(([code, period]) => [code, period.slice(0, 4)]));
  // Those without a figure have the year `''`, which is before all others.
  const lastYear = [...lastYears.values()].sort().at(-1) || null;
  const age = { publishedOn, lastYear, grows: layout.vintageFrom === 'last-period' };
  const [validated, normalised] = observed.counts();
  const report: IndicatorTableReport = {
    file: file.path,
    sheet: table.sheet,
    layoutId: layout.id,
    vintage: vintageName(age),
    status: outcome === null || findings.hasErrors() ? 'refused' : 'loaded',
    indicators: outcome?.stored.size ?? 0,
    rowsRead: validated?.in ?? 0,
    observations: outcome?.count.out ?? 0,
    leftOutRows: (validated?.excluded ?? 0) + (normalised ? normalised.excluded / normalised.fanOut : 0),
    quarantinedRows: findings.quarantined().length,
  };
  const loaded =
    outcome === null
      ? null
      : {
          file: file.path,
          sha256: file.sha256,
          ...age,
          versions: outcome.stored,
          stored: outcome.stored,
          indicators: observed.indicators(),
          lastYears,
          report,
        };
  const issues = [...(refusal === null ? [] : [refusal]), ...findings.issues()];
  return { loaded, report, issues, quarantined: findings.quarantined(), counts };
}

function inPlace(found: Issue, { file, sha256, sheet }: ObservationsToStore['place']): Issue {
  const cell = found.cell && sheet !== null ? { cell: { sheet, ...found.cell } } : {};
  return { ...found, file, sha256, ...cell };
}

/** Notes the last period with a figure of each indicator while observations pass. */
async function* watched(
  blocks: AsyncIterable<readonly Observation[]>,
  lastPeriods: Map<string, string>,
): AsyncGenerator<readonly Observation[]> {
  for await (const block of blocks) {
    let code: string | undefined;
    let last = '';
    for (const { indicatorCode, period, value } of block) {
      if (indicatorCode !== code) {
        if (code !== undefined) lastPeriods.set(code, last);
        code = indicatorCode;
        last = lastPeriods.get(code) ?? '';
      }
      if (value !== null && period > last) last = period;
    }
    if (code !== undefined) lastPeriods.set(code, last);
    yield block;
  }
}

/** Each row holds values of every series: all partitions of the table are open until its end. */
function hasSeriesAcross({ found }: OpenTable): boolean {
  const codes = new Set(found.table.values.map(({ indicator }) => indicator?.indicatorCode));
  return codes.size > 1;
}
