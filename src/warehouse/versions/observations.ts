/**
 * Observations as partition versions, one indicator each. A partition is sorted, named by the same canonical form as
 * every other (`draftPartition`), and copied only when the warehouse does not have it. The address of each cell lies
 * beside its value and is no part of the name. Owned by warehouse/; imports model/.
 */
import { createHash } from 'node:crypto';
import type { Indicator, Observation, ObservationPlace } from '../../model/observation.ts';
import type { CopyRow, CopyValue, EncodedCopyRow } from '../connection/connection.ts';
import { encodeCopyField } from '../connection/copy-format.ts';
import type { Session } from '../connection/session.ts';
import { canonicalHeader, DATASETS } from './datasets.ts';

/** Where the print of an observation stood, and what the publisher remarks about it: no part of the name. */
const ADDRESS_COLUMNS = ['source_file_id', 'sheet', 'row_no', 'column_no', 'printed_text', 'note'] as const;
/** Lines of the canonical form that are hashed at a time. */
const HASHED_LINES = 1024;

export interface ObservationPartition {
  readonly indicatorCode: string;
  /** Sorted by country and period, each pair once. */
  readonly observations: readonly Observation[];
}

export interface StoredObservations {
  readonly versionId: number;
  /** False when the warehouse had this version already. */
  readonly isNew: boolean;
  /** The file that brought the version; a later one with equal facts confirms it. */
  readonly sourceFileId: number;
}

/** The order of the canonical form. */
export function compareObservations(a: Observation, b: Observation): number {
  if (a.iso3 !== b.iso3) return a.iso3 < b.iso3 ? -1 : 1;
  return a.period === b.period ? 0 : a.period < b.period ? -1 : 1;
}

/** Facts in the order of the dataset's columns. */
export function observationRow(one: Observation): CopyValue[] {
  return [one.iso3, one.period, one.value, one.status, one.isEstimated, one.isPreliminary];
}

/** The SHA-256 that `draftPartition` gives these facts, without building their rows. */
export function nameObservations({ indicatorCode, observations }: ObservationPartition): string {
  const hash = createHash('sha256');
  let lines = canonicalHeader('observation', indicatorCode);
  let count = 0;
  for (const { iso3, period, value, status, isEstimated, isPreliminary } of observations) {
    // Codes, dates, decimals and statuses hold nothing that JSON would escape.
    lines += `["${iso3}","${period}",${value === null ? 'null' : `"${value}"`},"${status}",${isEstimated},${isPreliminary}]\n`;
    count += 1;
    if (count === HASHED_LINES) {
      hash.update(lines);
      lines = '';
      count = 0;
    }
  }
  return hash.update(lines).digest('hex');
}

/** Stores one partition, unless its version is known. */
export async function storeObservations(
  session: Session,
  partition: ObservationPartition,
  source: { readonly sourceFileId: number; readonly place: ObservationPlace },
  by: { readonly runId: number; readonly engineVersion: string; readonly now: Date },
): Promise<StoredObservations> {
  const { indicatorCode, observations } = partition;
  const contentSha256 = nameObservations(partition);
  const { rows: known } = await session.query(
    `select v.version_id, o.source_file_id
     from warehouse.partition_version v
     cross join lateral (select source_file_id from warehouse.observation where version_id = v.version_id limit 1) o
     where v.dataset = 'observation' and v.partition_key = $1 and v.content_sha256 = $2`,
    [indicatorCode, contentSha256],
  );
  if (known[0] !== undefined) {
    const { version_id: versionId, source_file_id: sourceFileId } = known[0];
    return { versionId: Number(versionId), isNew: false, sourceFileId: Number(sourceFileId) };
  }
  const { version_id: versionId } = await session.db
    .insertInto('warehouse.partition_version')
    .values({
      dataset: 'observation',
      partition_key: indicatorCode,
      content_sha256: contentSha256,
      fact_count: observations.length,
      engine_version: by.engineVersion,
      run_id: by.runId,
      created_at: by.now.toISOString(),
    })
    .returning('version_id')
    .executeTakeFirstOrThrow();
  await session.copyIn(
    DATASETS.observation.table,
    ['version_id', ...DATASETS.observation.columns, ...ADDRESS_COLUMNS],
    copyRows(versionId, source.sourceFileId, source.place, observations),
  );
  return { versionId, isNew: true, sourceFileId: source.sourceFileId };
}

/**
 * Rows as COPY text. Codes, dates, decimals and statuses hold nothing that COPY would take for something else; only
 * what was printed is looked at.
 */
function* copyRows(
  versionId: number,
  sourceFileId: number,
  { sheet }: ObservationPlace,
  observations: readonly Observation[],
): Iterable<CopyRow> {
  const file = `${sourceFileId}\t${encodeCopyField(sheet)}`;
  for (const { iso3, period, value, status, isEstimated, isPreliminary, raw, column, note } of observations) {
    const printed = encodeCopyField(raw.cells[column - 1] ?? null);
    yield `${versionId}\t${iso3}\t${period}\t${value ?? '\\N'}\t${status}\t${isEstimated}\t${isPreliminary}\t${file}\t${raw.row}\t${column}\t${printed}\t${encodeCopyField(note)}\n` as EncodedCopyRow;
  }
}

/** Notes which versions a file states as a whole, whether it brought or confirms them. */
export async function recordVersionSources(
  session: Session,
  versionIds: readonly number[],
  sourceFileId: number,
  runId: number,
): Promise<void> {
  await session.query(
    `insert into warehouse.version_source (version_id, source_file_id, run_id)
     select version_id, $2, $3 from unnest($1::integer[]) as version_id
     on conflict do nothing`,
    [versionIds.map(String), sourceFileId, runId],
  );
}

/** The indicators that the published release describes. */
export async function readIndicators(session: Session): Promise<Indicator[]> {
  const { rows } = await session.query(
    `select indicator_code as "indicatorCode", name_en as "nameEn", unit, frequency, publisher, description
     from reporting.dim_indicator order by indicator_code`,
  );
  return rows as unknown[] as Indicator[];
}
