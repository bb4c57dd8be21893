/**
 * Stage 6 for observations, as a stream: facts are gathered by indicator, sorted, named by their content and copied
 * when the warehouse does not have them yet, in the caller's transaction. Memory holds the largest partition and a
 * bounded number of rows beside it, whatever the total.
 */
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { FindingList } from '../../model/finding-list.ts';
import { issue } from '../../model/issue.ts';
import type { Indicator, Observation, ObservationPlace } from '../../model/observation.ts';
import { type StageCount, stageCount } from '../../model/stage.ts';
import { reached } from '../../runtime/points.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import { createCandidate, type Refusal } from '../../warehouse/releases/releases.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import {
  compareObservations,
  recordVersionSources,
  type StoredObservations,
  storeObservations,
} from '../../warehouse/versions/observations.ts';
import { storePartitions } from '../../warehouse/versions/partitions.ts';
import { storeSourceFiles } from '../../warehouse/versions/source-files.ts';
import type { LoadedFile, LoadInput } from '../load.ts';
import { indicatorDimension } from './indicator-dimension.ts';

/**
 * Rows of partitions that may lie open side by side. Within this a table may be in any order; a longer one must have
 * the rows of an indicator together.
 */
export const MAX_OPEN_ROWS = 50_000;

export interface ObservationsToStore {
  readonly file: LoadedFile;
  readonly place: ObservationPlace;
  readonly blocks: AsyncIterable<readonly Observation[]>;
  readonly findings: FindingList;
  readonly run: LoadInput['run'];
  readonly now: Date;
  readonly maxOpenRows?: number;
}

export interface ObservationLoadInput extends ObservationsToStore {
  /** By indicator code. */
  indicators(): ReadonlyMap<string, Indicator>;
  readonly references: readonly PartitionDraft[];
}

export interface StoredTable {
  /** By indicator code. */
  readonly stored: ReadonlyMap<string, StoredObservations>;
  readonly count: StageCount;
}

export interface ObservationLoadResult extends StoredTable {
  /** Undefined when the published release already says all this. */
  readonly releaseNo: number | undefined;
}

/** What is listed in a candidate beside what is published. */
export interface ObservationCandidate {
  /** By indicator code. */
  readonly stored: ReadonlyMap<string, StoredObservations>;
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly references: readonly PartitionDraft[];
  readonly refused: boolean;
  readonly refusals: readonly Refusal[];
  readonly run: LoadInput['run'];
  readonly now: Date;
}

/**
 * Loads the observations of one file; nothing is visible to readers before the release is published.
 * @throws EgdiError `indicator-scattered` (exit 3) when an indicator goes on after its partition had to be closed
 */
export async function loadObservations(
  session: Session,
  input: ObservationLoadInput,
): Promise<ObservationLoadResult> {
  const { findings, references, run, now } = input;
  const { stored, count } = await storeTable(session, input);
  const candidate = {
    stored,
    indicators: input.indicators(),
    references,
    refused: findings.hasErrors(),
    refusals: [],
    run,
    now,
  };
  const releaseNo = stored.size === 0 ? undefined : await makeObservationCandidate(session, candidate);
  reached('load.candidate-made');
  return { releaseNo, stored, count };
}

/** Stores partition versions of one table, with the file that states them; they belong to no release yet. Throws as `loadObservations` does. */
export async function storeTable(session: Session, input: ObservationsToStore): Promise<StoredTable> {
  const { file, findings, run, now } = input;
  const maxOpenRows = input.maxOpenRows ?? MAX_OPEN_ROWS;
  const sourceIds = await storeSourceFiles(
    session,
    [{ ...file, fileName: basename(file.path) }],
    run.runId,
    now,
  );
  const sourceFileId = sourceIds.get(file.sha256);
  if (sourceFileId === undefined) throw new Error(`source file ${file.sha256} was not stored`);
  reached('load.files-stored');

  const open = new Map<string, Observation[]>();
  const stored = new Map<string, StoredObservations>();
  const closed = new Set<string>();
  let openRows = 0;
  let rowsIn = 0;
  let rowsOut = 0;
  let merged = 0;
  const writer = inTurn(maxOpenRows);

  async function close(indicatorCode: string): Promise<void> {
    const rows = open.get(indicatorCode) ?? [];
    open.delete(indicatorCode);
    closed.add(indicatorCode);
    openRows -= rows.length;
    const { observations, mergedCount } = settle(rows, findings);
    rowsOut += observations.length;
    merged += mergedCount;
    if (observations.length === 0) return;
    await writer.start(observations.length, async () => {
      const source = { sourceFileId: sourceFileId as number, place: input.place };
      const by = { ...run, now };
      stored.set(
        indicatorCode,
        await storeObservations(session, { indicatorCode, observations }, source, by),
      );
    });
  }

  try {
    for await (const block of input.blocks) {
      rowsIn += block.length;
      for (const observation of block) {
        const { indicatorCode } = observation;
        let rows = open.get(indicatorCode);
        if (rows === undefined) {
          if (closed.has(indicatorCode)) throw scattered(observation, input.place, maxOpenRows);
          rows = [];
          open.set(indicatorCode, rows);
        }
        rows.push(observation);
      }
      openRows += block.length;
      const growing = block.at(-1)?.indicatorCode;
      for (const indicatorCode of open.keys()) {
        if (openRows <= maxOpenRows) break;
        if (indicatorCode !== growing) await close(indicatorCode);
      }
      await writer.letWork();
    }
    for (const indicatorCode of [...open.keys()]) await close(indicatorCode);
  } finally {
    // Also after a failure: the session must not be left with a COPY under way.
    await writer.finish();
  }
  reached('load.facts-copied');

  const versionIds = [...stored.values()].map(({ versionId }) => versionId);
  await recordVersionSources(session, versionIds, sourceFileId, run.runId);
  const count = stageCount('load', 'observations → facts', {
    in: rowsIn,
    out: rowsOut,
    merged,
    quarantined: rowsIn - rowsOut - merged,
  });
  return { stored, count };
}

/** Sorts a partition; equal rows of one key are merged, different ones all held back. */
function settle(
  rows: Observation[],
  findings: FindingList,
): { readonly observations: readonly Observation[]; readonly mergedCount: number } {
  // Published tables are sorted more often than not, and the sort finds that out in one pass.
  rows.sort(compareObservations);
  if (rows.every((row, index) => index === 0 || compareObservations(rows[index - 1] as Observation, row) < 0))
    return { observations: rows, mergedCount: 0 };
  const observations: Observation[] = [];
  let mergedCount = 0;
  for (let from = 0; from < rows.length; ) {
    const first = rows[from] as Observation;
    let to = from + 1;
    while (to < rows.length && compareObservations(first, rows[to] as Observation) === 0) to += 1;
    const same = rows.slice(from, to);
    from = to;
    const others = same.slice(1);
    const cellOf = ({ raw, column }: Observation) => ({ row: raw.row, column });
    const what = `${first.indicatorCode} of ${first.iso3} for ${first.period}`;
    if (others.every((other) => isSameFact(first, other))) {
      observations.push(first);
      mergedCount += others.length;
      for (const other of others) {
        const message = `${what} repeats row ${first.raw.row}`;
        findings.add(issue('row-duplicate', message, { cell: cellOf(other), iso3: other.iso3 }));
      }
      continue;
    }
    for (const one of same) {
      const where = same.map(({ raw }) => raw.row).join(', ');
      const message = `${what} stands in rows ${where} with different figures`;
      findings.quarantine(one.raw, [issue('row-conflict', message, { cell: cellOf(one), iso3: one.iso3 })]);
    }
  }
  return { observations, mergedCount };
}

function isSameFact(a: Observation, b: Observation): boolean {
  return (
    a.value === b.value &&
    a.status === b.status &&
    a.isEstimated === b.isEstimated &&
    a.isPreliminary === b.isPreliminary
  );
}

function scattered(
  { indicatorCode, raw }: Observation,
  { file }: ObservationPlace,
  maxOpenRows: number,
): EgdiError {
  return new EgdiError(
    'indicator-scattered',
    `row ${raw.row} of ${file} goes on with ${indicatorCode}, more than ${maxOpenRows} rows after its others`,
    { exitCode: EXIT.dataRefused, hint: 'sort the file by indicator; nothing of it was loaded' },
  );
}

/** Lists stored partitions over what is published. Undefined when that says all this already. */
export async function makeObservationCandidate(
  session: Session,
  { stored, indicators, references, refused, refusals, run, now }: ObservationCandidate,
): Promise<number | undefined> {
  const dimension = await indicatorDimension(
    session,
    [...stored.keys()].map((code) => indicators.get(code)).filter((one) => one !== undefined),
  );
  const dimensions = await storePartitions(session, [...references, dimension], { ...run, now });
  return createCandidate(session, {
    runId: run.runId,
    runKey: run.runKey,
    reason: run.reason,
    status: refused ? 'refused' : 'candidate',
    now,
    refusals,
    partitions: [
      ...dimensions.map(({ draft, versionId }) => ({
        dataset: draft.dataset,
        partitionKey: draft.partitionKey,
        versionId,
        primarySourceFileId: null,
      })),
      ...[...stored].map(([partitionKey, { versionId, sourceFileId }]) => ({
        dataset: 'observation',
        partitionKey,
        versionId,
        primarySourceFileId: sourceFileId,
      })),
    ],
  });
}

/**
 * Work done in turn behind the back of the one who prepares it, as long as what waits stays within so many rows; a
 * failure comes back at the next call.
 */
function inTurn(maxRows: number) {
  const waiting: { readonly rows: number; readonly done: Promise<void> }[] = [];
  let rowsWaiting = 0;
  let failure: { readonly error: unknown } | undefined;
  const check = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    async start(rows: number, work: () => Promise<void>): Promise<void> {
      while (waiting[0] !== undefined && rowsWaiting + rows > maxRows) await waiting[0].done;
      check();
      const before = waiting.at(-1)?.done;
      const run = async (): Promise<void> => {
        await before;
        try {
          if (failure === undefined) await work();
        } catch (error) {
          failure = { error };
        }
        waiting.shift();
        rowsWaiting -= rows;
      };
      rowsWaiting += rows;
      waiting.push({ rows, done: run() });
    },
    /** Lets the network have its turn: what comes from memory would never give it one. */
    async letWork(): Promise<void> {
      if (waiting.length > 0) await nextTurn();
      check();
    },
    async finish(): Promise<void> {
      await waiting.at(-1)?.done;
      check();
    },
  };
}
