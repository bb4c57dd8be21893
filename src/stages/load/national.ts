/**
 * Stage 6 for national statistics: observations of files → partition versions, one indicator each, and one candidate
 * release, in the caller's transaction. Equal rows of one key are merged, different ones all held back.
 */
import { basename } from 'node:path';
import { issue } from '../../model/issue.ts';
import { compareNationalObservations, dimensionsText } from '../../model/national-observation.ts';
import { periodText } from '../../model/national-period.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import { reached } from '../../runtime/points.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import {
  nationalObservationRow,
  type PlacedObservation,
  publishedNationalObservations,
  storeNationalObservations,
} from '../../warehouse/versions/national-observations.ts';
import { recordVersionSources, type StoredObservations } from '../../warehouse/versions/observations.ts';
import { storeSourceFiles } from '../../warehouse/versions/source-files.ts';
import { findLosses, makeNationalCandidate } from './national-candidate.ts';
import type { NationalLoadInput, NationalPart } from './national-input.ts';

export interface NationalLoadResult {
  /** Undefined when the published release already says all this. */
  readonly releaseNo: number | undefined;
  /** By indicator code. */
  readonly stored: ReadonlyMap<string, StoredObservations>;
  readonly count: StageCount;
  /** Published facts that the new versions took over. */
  readonly keptCount: StageCount;
}

interface Placed extends PlacedObservation {
  readonly part: NationalPart;
}

/** Loads the observations of all files as one candidate; nothing is visible to readers before it is published. */
export async function loadNational(session: Session, input: NationalLoadInput): Promise<NationalLoadResult> {
  const { parts, run, now } = input;
  const files = parts.map(({ file }) => ({ ...file, fileName: basename(file.path) }));
  const sourceIds = await storeSourceFiles(session, files, run.runId, now);
  reached('load.files-stored');

  const stored = new Map<string, StoredObservations>();
  const firstParts = new Map<string, NationalPart>();
  let rowsOut = 0;
  let merged = 0;
  let kept = 0;
  const adding = indicatorsOfOnePeriod(parts);
  for (const [indicatorCode, group] of byIndicator(parts, sourceIds)) {
    const settled = settle(group);
    rowsOut += settled.observations.length;
    merged += settled.mergedCount;
    if (settled.observations.length === 0) continue;
    const others = adding.has(indicatorCode)
      ? await publishedOfOtherPeriods(session, indicatorCode, settled.observations)
      : [];
    kept += others.length;
    const observations = [...settled.observations, ...others].sort((a, b) =>
      compareNationalObservations(a.observation, b.observation),
    );
    const partition = { indicatorCode, observations };
    const version = await storeNationalObservations(session, partition, { ...run, now });
    stored.set(indicatorCode, version);
    firstParts.set(indicatorCode, (group[0] as Placed).part);
    for (const sourceFileId of new Set(group.map((one) => one.sourceFileId))) {
      await recordVersionSources(session, [version.versionId], sourceFileId, run.runId);
    }
  }
  reached('load.facts-copied');
  await findLosses(session, stored, firstParts, input.acceptFewer === true);

  const releaseNo = await makeNationalCandidate(session, input, stored);
  reached('load.candidate-made');
  const rowsIn = parts.reduce((sum, { observations }) => sum + observations.length, 0);
  const count = stageCount('load', 'national observations → facts', {
    in: rowsIn,
    out: rowsOut,
    merged,
    quarantined: rowsIn - rowsOut - merged,
  });
  const keptCount = stageCount('load', 'published facts of other periods → facts', { in: kept, out: kept });
  return { releaseNo, stored, count, keptCount };
}

/** Indicators of which every table of the run is a publication of one period. */
function indicatorsOfOnePeriod(parts: readonly NationalPart[]): ReadonlySet<string> {
  const codesOf = (some: readonly NationalPart[]) =>
    new Set(some.flatMap(({ observations }) => observations.map((one) => one.indicatorCode)));
  const whole = codesOf(parts.filter(({ addsPeriods }) => addsPeriods !== true));
  return new Set([...codesOf(parts)].filter((code) => !whole.has(code)));
}

/** A bulletin is about one year: the years before it stay as they are published, with the files they were read from. */
async function publishedOfOtherPeriods(
  session: Session,
  indicatorCode: string,
  brought: readonly PlacedObservation[],
): Promise<readonly PlacedObservation[]> {
  const periodOf = ({ observation: { period } }: PlacedObservation) =>
    `${period.kind} ${period.firstDay} ${period.lastDay}`;
  const periods = new Set(brought.map(periodOf));
  const published = await publishedNationalObservations(session, indicatorCode);
  return published.filter((one) => !periods.has(periodOf(one)));
}

function byIndicator(
  parts: readonly NationalPart[],
  sourceIds: ReadonlyMap<string, number>,
): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>();
  for (const part of parts) {
    const { file, sheet, observations } = part;
    const sourceFileId = sourceIds.get(file.sha256);
    if (sourceFileId === undefined) throw new Error(`source file ${file.sha256} was not stored`);
    for (const observation of observations) {
      const placed = { observation, sourceFileId, sheet, part };
      const group = groups.get(observation.indicatorCode);
      if (group === undefined) groups.set(observation.indicatorCode, [placed]);
      else group.push(placed);
    }
  }
  return groups;
}

/** Sorts a partition; equal facts of one key are merged, different ones all held back. */
function settle(rows: readonly Placed[]): {
  readonly observations: readonly PlacedObservation[];
  readonly mergedCount: number;
} {
  const sorted = rows.toSorted((a, b) => compareNationalObservations(a.observation, b.observation));
  const observations: Placed[] = [];
  let mergedCount = 0;
  for (let from = 0; from < sorted.length; ) {
    const first = sorted[from] as Placed;
    let to = from + 1;
    while (to < sorted.length && isSameKey(first, sorted[to] as Placed)) to += 1;
    const same = sorted.slice(from, to);
    from = to;
    const { indicatorCode, regionCode, period, dimensions } = first.observation;
    const what = [indicatorCode, regionCode, periodText(period), dimensionsText(dimensions)]
      .filter((part) => part !== '')
      .join(' ');
    const fact = factText(first);
    if (same.every((one) => factText(one) === fact)) {
      observations.push(first);
      mergedCount += same.length - 1;
      for (const { observation, part } of same.slice(1)) {
        part.findings.add(issue('row-duplicate', `${what} stands twice`, { cell: observation.cell }));
      }
      continue;
    }
    for (const { observation, part } of same) {
      const { raw, cell } = observation;
      const message = `${what} stands ${same.length} times with different figures`;
      part.findings.quarantine(raw, [issue('row-conflict', message, { cell })]);
    }
  }
  return { observations, mergedCount };
}

function isSameKey(a: Placed, b: Placed): boolean {
  return compareNationalObservations(a.observation, b.observation) === 0;
}

function factText({ observation }: Placed): string {
  return JSON.stringify(nationalObservationRow(observation));
}
