/**
 * Files of national sources → one candidate release: read and normalise, then check totals and load in one transaction
 * that also records what was found. An indicator whose regions come in several documents is one partition. A partition is held in
 * memory whole; its files are streamed where their format allows.
 */
import type { ExitCode } from '../../model/error.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS, type FindingLimits } from '../../model/finding-list.ts';
import type { Issue } from '../../model/issue.ts';
import type { NationalObservation } from '../../model/national-observation.ts';
import { assertConserved, type QuarantinedRow, type StageCount, sumCounts } from '../../model/stage.ts';
import { type NationalReading, readNationalFile } from '../../sources/national/read-document.ts';
import { createRecordSink } from '../../sources/national/record-sink.ts';
import {
  type DocumentSource,
  indicatorsOf,
  type NationalIndicator,
  type NationalSource,
} from '../../sources/national/source.ts';
import { loadNational, type NationalLoadResult } from '../../stages/load/national.ts';
import type { NationalPart } from '../../stages/load/national-input.ts';
import type { LoadedFile, LoadInput } from '../../stages/load.ts';
import { normaliseNational } from '../../stages/normalise/national.ts';
import { checkNationalTotals, type TotalsCheck } from '../../stages/reconcile/national-totals.ts';
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import { type Fence, proveFence } from '../../warehouse/ledger/fence.ts';
import { recordQuarantine } from '../../warehouse/ledger/quarantine.ts';
import { recordFindings } from '../../warehouse/ledger/runs.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { exitCodeOf } from './exit-code.ts';
import { timedTotals } from './load-and-publish.ts';
import { bySeverity } from './process-prepared.ts';
import { reportPartitions } from './report-partitions.ts';
import type { PartitionReport } from './run-report.ts';
import type { StageTimer } from './stage-timer.ts';

export interface NationalTable {
  readonly file: LoadedFile;
  /** The answer of the meta call, where the format needs one beside its data. */
  readonly metaPath?: string;
  readonly source: DocumentSource;
}

/** What one file says, read and normalised. */
export interface NationalFilePart extends NationalPart {
  /** Of the table, where a file holds several. */
  readonly layoutId?: string;
  /** Where it is another number than that of the values. */
  readonly rowsRead?: number;
  readonly counts: readonly StageCount[];
}

export interface NationalPartsToLoad {
  /** The files of the run, with all of their indicator. */
  readonly parts: readonly NationalFilePart[];
  readonly sources: readonly NationalSource[];
  /** Dimensions that the facts refer to: countries and regions. */
  readonly references: readonly PartitionDraft[];
  /** What was found and counted before; an error among it refuses the candidate. */
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
  /** Series of files that could not be read, and why. */
  readonly unread?: ReadonlyMap<string, string>;
}

export interface NationalWork {
  readonly warehouse: Warehouse;
  readonly fence: Fence;
  readonly run: LoadInput['run'];
  /** How long the stages took, as far as they are timed. */
  readonly stages: Pick<StageTimer, 'durationOf'>;
  readonly now: Date;
  readonly publishPartial?: boolean;
  readonly acceptFewer?: boolean;
}

export interface LoadedNationalFiles extends Pick<NationalLoadResult, 'releaseNo' | 'stored'> {
  /** 3 when something was refused: unless the rest is published alone, the candidate is kept and must not be published. */
  readonly exitCode: ExitCode;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly counts: readonly StageCount[];
  readonly partitions: readonly PartitionReport[];
  readonly totals: TotalsCheck;
}

/**
 * Checks and loads what the files of one run say. When it throws, nothing of them is in the database.
 * @throws EgdiError `too-many-rows-refused` (exit 3), `fenced-off` (exit 75)
 */
export async function loadNationalFiles(
  { warehouse, fence, run, stages, now, publishPartial = false, acceptFewer = false }: NationalWork,
  { parts, sources, references, issues: earlier, counts: before, unread = new Map() }: NationalPartsToLoad,
): Promise<LoadedNationalFiles> {
  const byCode = new Map(sources.flatMap(indicatorsOf).map((one) => [one.indicatorCode, one]));
  const indicators = [...byCode.values()];
  const totals = checkTotals(indicators, parts);

  return warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    const isRefusedBefore = earlier.some(({ severity }) => severity === 'error');
    const { releaseNo, stored, count, keptCount } = await loadNational(session, {
      parts,
      indicators,
      references,
      isRefused: isRefusedBefore,
      publishPartial,
      acceptFewer,
      unread,
      run,
      now,
    });
    const counts = [...sumCounts([...before, ...parts.flatMap((part) => part.counts)]), keptCount, count];
    counts.forEach(assertConserved);
    const issues = bySeverity([...earlier, ...parts.flatMap(({ findings }) => findings.issues())]);
    const quarantined = parts.flatMap(({ findings }) => findings.quarantined());
    const filesRead = parts.map(({ file }) => file.sha256);
    await recordQuarantine(session, run.runId, { quarantined, filesRead });
    await recordFindings(session, run.runId, { counts: timedTotals(counts, stages), issues });
    const partitions = await reportPartitions(session, [...stored.values()]);
    const exitCode = exitCodeOf(issues);
    return { releaseNo, stored, exitCode, issues, quarantined, counts, partitions, totals };
  });
}

/**
 * Reads a file and normalises it.
 * @throws EgdiError `too-many-rows-refused` (exit 3)
 * @throws ReadFault when it is not what its source declares, or broken
 */
export async function readNationalPart(
  reading: NationalReading,
  { file, metaPath, source }: NationalTable,
  limits: FindingLimits = DEFAULT_FINDING_LIMITS,
): Promise<NationalFilePart> {
  const place = { file: file.path, sha256: file.sha256, sheet: null };
  const findings = createFindingList(place, () => sink.header(), limits);
  const sink = createRecordSink(findings);
  const normaliser = normaliseNational(source, findings);
  const observations: NationalObservation[] = [];
  const input = { path: file.path, ...(metaPath === undefined ? {} : { metaPath }) };
  for await (const records of readNationalFile(input, source, sink, reading)) {
    reading.signal?.throwIfAborted();
    for (const one of normaliser.observations(records)) observations.push(one);
  }
  normaliser.finish();
  return { file, sheet: null, observations, findings, counts: [sink.count(), normaliser.count()] };
}

/** The regions of an indicator may lie in other files than its country; a finding goes to the file of the total. */
function checkTotals(
  indicators: readonly NationalIndicator[],
  parts: readonly NationalFilePart[],
): TotalsCheck {
  const sum = { checked: 0, mismatched: 0, suppressed: 0 };
  for (const { indicatorCode, isAdditive } of indicators) {
    const own = parts.filter(({ observations }) =>
      observations.some((one) => one.indicatorCode === indicatorCode),
    );
    const facts = own.flatMap(({ observations }) =>
      observations.filter((one) => one.indicatorCode === indicatorCode),
    );
    const [first] = own;
    if (first === undefined) continue;
    const { checked, mismatched, suppressed } = checkNationalTotals(facts, isAdditive, first.findings);
    sum.checked += checked;
    sum.mismatched += mismatched;
    sum.suppressed += suppressed;
  }
  return sum;
}
