/**
 * One file of a national source → a candidate release: read, normalise, check totals and load, in one transaction that
 * also records what was found. A partition is held in memory whole; its file is streamed where its format allows.
 */
import { EXIT, type ExitCode } from '../../model/error.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS, type FindingLimits } from '../../model/finding-list.ts';
import type { Issue } from '../../model/issue.ts';
import type { NationalObservation } from '../../model/national-observation.ts';
import { assertConserved, type QuarantinedRow, type StageCount } from '../../model/stage.ts';
import { type NationalReading, readNationalFile } from '../../sources/national/read-document.ts';
import { createRecordSink } from '../../sources/national/record-sink.ts';
import { indicatorsOf, type NationalSource } from '../../sources/national/source.ts';
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

export interface LoadedNationalFile extends Pick<NationalLoadResult, 'releaseNo' | 'stored'> {
  /** 3 when something was refused: the candidate is then kept and must not be published. */
  readonly exitCode: ExitCode;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly counts: readonly StageCount[];
  readonly totals: TotalsCheck;
}

/**
 * Loads one file. When it throws, nothing of it is in the database.
 * @throws EgdiError `too-many-rows-refused` (exit 3), `fenced-off` (exit 75)
 * @throws ReadFault when the file is not what its source declares, or broken
 */
export async function loadNationalFile(
  work: NationalWork,
  table: NationalTable,
): Promise<LoadedNationalFile> {
  const { file, source } = table;
  const place = { file: file.path, sha256: file.sha256, sheet: null };
  const findings = createFindingList(place, () => sink.header(), table.limits ?? DEFAULT_FINDING_LIMITS);
  const sink = createRecordSink(findings);
  const normaliser = normaliseNational(source, findings);
  const observations: NationalObservation[] = [];
  const input = { path: file.path, ...(table.metaPath === undefined ? {} : { metaPath: table.metaPath }) };
  for await (const records of readNationalFile(input, source, sink, work)) {
    work.signal?.throwIfAborted();
    for (const one of normaliser.observations(records)) observations.push(one);
  }
  normaliser.finish();
  const totals = checkTotals(source, observations, findings);

  return work.warehouse.withTransaction(async (session) => {
    await proveFence(session, work.fence);
    const { releaseNo, stored, count } = await loadNational(session, {
      file,
      sheet: null,
      indicators: indicatorsOf(source),
      observations,
      references: table.references,
      findings,
      run: work.run,
      now: work.now,
    });
    const counts = [sink.count(), normaliser.count(), count];
    counts.forEach(assertConserved);
    const found = { counts, issues: findings.issues(), quarantined: findings.quarantined() };
    const { quarantined } = found;
    await recordQuarantine(session, work.run.runId, { quarantined, filesRead: [file.sha256] });
    await recordFindings(session, work.run.runId, found);
    const exitCode = findings.hasErrors() ? EXIT.dataRefused : EXIT.ok;
    return { releaseNo, stored, exitCode, totals, ...found };
  });
}

function checkTotals(
  source: NationalSource,
  observations: readonly NationalObservation[],
  findings: Parameters<typeof checkNationalTotals>[2],
): TotalsCheck {
  const sum = { checked: 0, mismatched: 0, suppressed: 0 };
  for (const { indicatorCode, isAdditive } of indicatorsOf(source)) {
    const own = observations.filter((one) => one.indicatorCode === indicatorCode);
    const { checked, mismatched, suppressed } = checkNationalTotals(own, isAdditive, findings);
    sum.checked += checked;
    sum.mismatched += mismatched;
    sum.suppressed += suppressed;
  }
  return sum;
}
