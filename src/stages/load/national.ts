/**
 * Stage 6 for national statistics: observations of one file → partition versions, one indicator each, and a candidate
 * release, in the caller's transaction. Equal rows of one key are merged, different ones all held back.
 */
import { basename } from 'node:path';
import type { FindingList } from '../../model/finding-list.ts';
import { issue } from '../../model/issue.ts';
import {
  compareNationalObservations,
  dimensionsText,
  type NationalObservation,
} from '../../model/national-observation.ts';
import { periodText } from '../../model/national-period.ts';
import type { Indicator } from '../../model/observation.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import { reached } from '../../runtime/points.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import { createCandidate } from '../../warehouse/releases/releases.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import {
  nationalObservationRow,
  storeNationalObservations,
} from '../../warehouse/versions/national-observations.ts';
import { recordVersionSources, type StoredObservations } from '../../warehouse/versions/observations.ts';
import { storePartitions } from '../../warehouse/versions/partitions.ts';
import { storeSourceFiles } from '../../warehouse/versions/source-files.ts';
import type { LoadedFile, LoadInput } from '../load.ts';
import { indicatorDimension } from './indicator-dimension.ts';
import { regionDimension } from './region-dimension.ts';

export interface NationalLoadInput {
  readonly file: LoadedFile;
  readonly sheet: string | null;
  readonly indicators: readonly Indicator[];
  readonly observations: readonly NationalObservation[];
  /** Dimensions beside regions and indicators that the facts refer to: the countries. */
  readonly references: readonly PartitionDraft[];
  readonly findings: FindingList;
  readonly run: LoadInput['run'];
  readonly now: Date;
}

export interface NationalLoadResult {
  /** Undefined when the published release already says all this. */
  readonly releaseNo: number | undefined;
  /** By indicator code. */
  readonly stored: ReadonlyMap<string, StoredObservations>;
  readonly count: StageCount;
}

/** Loads the observations of one file; nothing is visible to readers before the release is published. */
export async function loadNational(session: Session, input: NationalLoadInput): Promise<NationalLoadResult> {
  const { file, sheet, observations, findings, run, now } = input;
  const sourceIds = await storeSourceFiles(
    session,
    [{ ...file, fileName: basename(file.path) }],
    run.runId,
    now,
  );
  const sourceFileId = sourceIds.get(file.sha256);
  if (sourceFileId === undefined) throw new Error(`source file ${file.sha256} was not stored`);
  reached('load.files-stored');

  const stored = new Map<string, StoredObservations>();
  let rowsOut = 0;
  let merged = 0;
  for (const [indicatorCode, group] of byIndicator(observations)) {
    const settled = settle(group, findings);
    rowsOut += settled.observations.length;
    merged += settled.mergedCount;
    if (settled.observations.length === 0) continue;
    const partition = { indicatorCode, observations: settled.observations };
    const by = { ...run, now };
    stored.set(
      indicatorCode,
      await storeNationalObservations(session, partition, { sourceFileId, sheet }, by),
    );
  }
  reached('load.facts-copied');

  const releaseNo = stored.size === 0 ? undefined : await makeCandidate(session, input, stored);
  const versionIds = [...stored.values()].map(({ versionId }) => versionId);
  await recordVersionSources(session, versionIds, sourceFileId, run.runId);
  reached('load.candidate-made');
  const count = stageCount('load', 'national observations → facts', {
    in: observations.length,
    out: rowsOut,
    merged,
    quarantined: observations.length - rowsOut - merged,
  });
  return { releaseNo, stored, count };
}

function byIndicator(observations: readonly NationalObservation[]): Map<string, NationalObservation[]> {
  const groups = new Map<string, NationalObservation[]>();
  for (const one of observations) {
    const group = groups.get(one.indicatorCode);
    if (group === undefined) groups.set(one.indicatorCode, [one]);
    else group.push(one);
  }
  return groups;
}

/** Sorts a partition; equal facts of one key are merged, different ones all held back. */
function settle(rows: NationalObservation[], findings: FindingList) {
  const sorted = rows.toSorted(compareNationalObservations);
  const observations: NationalObservation[] = [];
  let mergedCount = 0;
  for (let from = 0; from < sorted.length; ) {
    const first = sorted[from] as NationalObservation;
    let to = from + 1;
    while (to < sorted.length && compareNationalObservations(first, sorted[to] as NationalObservation) === 0)
      to += 1;
    const same = sorted.slice(from, to);
    from = to;
    const fact = JSON.stringify(nationalObservationRow(first));
    const what = [
      first.indicatorCode,
      first.regionCode,
      periodText(first.period),
      dimensionsText(first.dimensions),
    ]
      .filter((part) => part !== '')
      .join(' ');
    if (same.every((one) => JSON.stringify(nationalObservationRow(one)) === fact)) {
      observations.push(first);
      mergedCount += same.length - 1;
      for (const { cell } of same.slice(1))
        findings.add(issue('row-duplicate', `${what} stands twice`, { cell }));
      continue;
    }
    for (const { raw, cell } of same) {
      const message = `${what} stands ${same.length} times with different figures`;
      findings.quarantine(raw, [issue('row-conflict', message, { cell })]);
    }
  }
  return { observations, mergedCount };
}

async function makeCandidate(
  session: Session,
  { indicators, references, findings, run, now }: NationalLoadInput,
  stored: ReadonlyMap<string, StoredObservations>,
): Promise<number | undefined> {
  const loaded = indicators.filter(({ indicatorCode }) => stored.has(indicatorCode));
  const drafts = [...references, regionDimension(), await indicatorDimension(session, loaded)];
  const dimensions = await storePartitions(session, drafts, { ...run, now });
  return createCandidate(session, {
    runId: run.runId,
    runKey: run.runKey,
    reason: run.reason,
    status: findings.hasErrors() ? 'refused' : 'candidate',
    now,
    refusals: [],
    partitions: [
      ...dimensions.map(({ draft, versionId }) => ({
        dataset: draft.dataset,
        partitionKey: draft.partitionKey,
        versionId,
        primarySourceFileId: null,
      })),
      ...[...stored].map(([partitionKey, { versionId, sourceFileId }]) => ({
        dataset: 'national_observation',
        partitionKey,
        versionId,
        primarySourceFileId: sourceFileId,
      })),
    ],
  });
}
