/**
 * Files of national sources → one candidate release: read, normalise, check totals and load, in one transaction that also
 * records what was found. An indicator whose regions come in several documents is one partition. A partition is held in
 * memory whole; its files are streamed where their format allows.
 */
import { EXIT, type ExitCode } from '../../model/error.ts';
import {
  createFindingList,
  DEFAULT_FINDING_LIMITS,
  type FindingLimits,
  type FindingList,
} from '../../model/finding-list.ts';
import type { Issue } from '../../model/issue.ts';
import type { NationalObservation } from '../../model/national-observation.ts';
import { assertConserved, type QuarantinedRow, type StageCount, sumCounts } from '../../model/stage.ts';
import { type NationalReading, readNationalFile } from '../../sources/national/read-document.ts';
import { createRecordSink } from '../../sources/national/record-sink.ts';
import { indicatorsOf, type NationalIndicator, type NationalSource } from '../../sources/national/source.ts';
import { loadNational, type NationalLoadResult } from '../../stages/load/national.ts';
import type { LoadedFile, LoadInput } from '../../stages/load.ts';
import { normaliseNational } from '../../stages/normalise/national.ts';
import { checkNationalTotals, type TotalsCheck } from '../../stages/reconcile/national-totals.ts';
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import { type Fence, proveFence } from '../../warehouse/ledger/fence.ts';
import { recordQuarantine } from '../../warehouse/ledger/quarantine.ts';
import { recordFindings } from '../../warehouse/ledger/runs.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';

export interface NationalTable {
  readonly file: LoadedFile;
  /** The answer of the meta call, where the format needs one beside its data. */
  readonly metaPath?: string;
  readonly source: NationalSource;
}

export interface NationalTables {
  readonly tables: readonly NationalTable[];
  /** Dimensions that the regions refer to: the countries. */
  readonly references: readonly PartitionDraft[];
  readonly limits?: FindingLimits;
}

export interface NationalWork extends NationalReading {
  readonly warehouse: Warehouse;
  readonly fence: Fence;
  readonly run: LoadInput['run'];
  readonly now: Date;
}

export interface LoadedNationalFiles extends Pick<NationalLoadResult, 'releaseNo' | 'stored'> {
  /** 3 when something was refused: the candidate is then kept and must not be published. */
  readonly exitCode: ExitCode;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly counts: readonly StageCount[];
  readonly totals: TotalsCheck;
}

/**
 * Loads the files of one run. When it throws, nothing of them is in the database.
 * @throws EgdiError `too-many-rows-refused` (exit 3), `fenced-off` (exit 75)
 * @throws ReadFault when a file is not what its source declares, or broken
 */
export async function loadNationalFiles(
  work: NationalWork,
  { tables, references, limits = DEFAULT_FINDING_LIMITS }: NationalTables,
): Promise<LoadedNationalFiles> {
  const parts: ReadPart[] = [];
  for (const table of tables) parts.push(await readPart(work, table, limits));
  const indicators = new Map(
    tables.flatMap(({ source }) => indicatorsOf(source).map((one) => [one.indicatorCode, one])),
  );
  const totals = checkTotals([...indicators.values()], parts);

  return work.warehouse.withTransaction(async (session) => {
    await proveFence(session, work.fence);
    const { run, now } = work;
    const loaded = await loadNational(session, {
      parts,
      indicators: [...indicators.values()],
      references,
      run,
      now,
    });
    const counts = [...sumCounts(parts.flatMap((part) => part.counts)), loaded.count];
    counts.forEach(assertConserved);
    const issues = parts.flatMap(({ findings }) => findings.issues());
    const quarantined = parts.flatMap(({ findings }) => findings.quarantined());
    const filesRead = tables.map(({ file }) => file.sha256);
    await recordQuarantine(session, run.runId, { quarantined, filesRead });
    await recordFindings(session, run.runId, { counts, issues });
    const isRefused = parts.some(({ findings }) => findings.hasErrors());
    const { releaseNo, stored } = loaded;
    return {
      releaseNo,
      stored,
      exitCode: isRefused ? EXIT.dataRefused : EXIT.ok,
      issues,
      quarantined,
      counts,
      totals,
    };
  });
}

interface ReadPart {
  readonly file: LoadedFile;
  readonly sheet: null;
  readonly observations: readonly NationalObservation[];
  readonly findings: FindingList;
  readonly counts: readonly StageCount[];
}

async function readPart(
  work: NationalWork,
  { file, metaPath, source }: NationalTable,
  limits: FindingLimits,
): Promise<ReadPart> {
  const place = { file: file.path, sha256: file.sha256, sheet: null };
  const findings = createFindingList(place, () => sink.header(), limits);
  const sink = createRecordSink(findings);
  const normaliser = normaliseNational(source, findings);
  const observations: NationalObservation[] = [];
  const input = { path: file.path, ...(metaPath === undefined ? {} : { metaPath }) };
  for await (const records of readNationalFile(input, source, sink, work)) {
    work.signal?.throwIfAborted();
    for (const one of normaliser.observations(records)) observations.push(one);
  }
  normaliser.finish();
  return { file, sheet: null, observations, findings, counts: [sink.count(), normaliser.count()] };
}

/** The regions of an indicator may lie in other files than its country; a finding goes to the file of the total. */
function checkTotals(indicators: readonly NationalIndicator[], parts: readonly ReadPart[]): TotalsCheck {
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
