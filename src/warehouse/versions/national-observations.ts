/**
 * National observations as partition versions, one indicator of one source each. Named by the same canonical form as
 * every other; copied only when the warehouse does not have them. Owned by warehouse/; imports model/.
 */
import { formatCell } from '../../model/cell.ts';
import {
  dimensionsText,
  type NationalObservation,
  type NationalStatus,
  parseDimensionsText,
  type ValueBound,
} from '../../model/national-observation.ts';
import type { PeriodKind } from '../../model/national-period.ts';
import type { CopyRow, CopyValue } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import { DATASETS, draftPartition } from './datasets.ts';
import type { StoredObservations } from './observations.ts';

/** Where the print of an observation stood. */
const ADDRESS_COLUMNS = ['source_file_id', 'source_cell', 'printed_text', 'note'] as const;

/** An observation with the file that it was read from: the regions of one indicator may come in several documents. */
export interface PlacedObservation {
  readonly observation: NationalObservation;
  readonly sourceFileId: number;
  /** Null where the format has no sheets. */
  readonly sheet: string | null;
}

export interface NationalPartition {
  readonly indicatorCode: string;
  /** Sorted by their key, each key once; at least one. */
  readonly observations: readonly PlacedObservation[];
}

/** Facts in the order of the dataset's columns. */
export function nationalObservationRow(one: NationalObservation): CopyValue[] {
  const { kind, firstDay, lastDay } = one.period;
  return [
    one.regionCode,
    kind,
    firstDay,
    lastDay,
    dimensionsText(one.dimensions),
    one.value,
    one.status,
    one.unit,
    one.bound,
    one.isNegligible,
    one.isEstimated,
    one.isPreliminary,
  ];
}

/** What the published release says of an indicator, each fact with the file and place that it was read from. */
export async function publishedNationalObservations(
  session: Session,
  indicatorCode: string,
): Promise<readonly PlacedObservation[]> {
  const { rows } = await session.query(
    `select o.region_code, o.period_kind, o.period_start::text, o.period_end::text, o.breakdown, o.value::text,
            o.value_status, o.unit, o.value_bound, o.is_negligible, o.is_estimated, o.is_preliminary,
            o.source_file_id, o.source_cell, o.printed_text, o.note
     from warehouse.publication u
     join warehouse.release_partition p on p.release_no = u.release_no
     join warehouse.national_observation o using (version_id)
     where p.dataset = 'national_observation' and p.partition_key = $1`,
    [indicatorCode],
  );
  return rows.map((row): PlacedObservation => {
    const text = (name: string) => (row[name] === null ? null : String(row[name]));
    return {
      sourceFileId: Number(row.source_file_id),
      sheet: null,
      observation: {
        indicatorCode,
        regionCode: String(row.region_code),
        period: {
          kind: row.period_kind as PeriodKind,
          firstDay: String(row.period_start),
          lastDay: String(row.period_end),
        },
        dimensions: parseDimensionsText(String(row.breakdown)),
        value: text('value'),
        status: row.value_status as NationalStatus,
        unit: String(row.unit),
        bound: row.value_bound as ValueBound,
        isNegligible: row.is_negligible === true,
        isEstimated: row.is_estimated === true,
        isPreliminary: row.is_preliminary === true,
        rawText: text('printed_text'),
        note: text('note'),
        // The address stands as it was written; of the row, nothing else is kept.
        cell: { row: 1, path: String(row.source_cell) },
        raw: { row: 1, cells: [] },
      },
    };
  });
}

/** Stores one partition, unless its version is known. */
export async function storeNationalObservations(
  session: Session,
  { indicatorCode, observations }: NationalPartition,
  by: { readonly runId: number; readonly engineVersion: string; readonly now: Date },
): Promise<StoredObservations> {
  const rows = observations.map(({ observation }) => nationalObservationRow(observation));
  const { contentSha256 } = draftPartition('national_observation', indicatorCode, rows);
  const { rows: known } = await session.query(
    `select v.version_id, o.source_file_id
     from warehouse.partition_version v
     cross join lateral (
       select source_file_id from warehouse.national_observation where version_id = v.version_id
       order by region_code, period_kind, period_start, period_end, breakdown limit 1) o
     where v.dataset = 'national_observation' and v.partition_key = $1 and v.content_sha256 = $2`,
    [indicatorCode, contentSha256],
  );
  if (known[0] !== undefined) {
    const { version_id: versionId, source_file_id: sourceFileId } = known[0];
    return { versionId: Number(versionId), isNew: false, sourceFileId: Number(sourceFileId) };
  }
  const { version_id: versionId } = await session.db
    .insertInto('warehouse.partition_version')
    .values({
      dataset: 'national_observation',
      partition_key: indicatorCode,
      content_sha256: contentSha256,
      fact_count: observations.length,
      engine_version: by.engineVersion,
      run_id: by.runId,
      created_at: by.now.toISOString(),
    })
    .returning('version_id')
    .executeTakeFirstOrThrow();
  const copied = function* (): Iterable<CopyRow> {
    for (const [index, { observation, sourceFileId, sheet }] of observations.entries()) {
      const { cell, rawText, note } = observation;
      const place = formatCell(sheet === null ? cell : { sheet, ...cell });
      yield [versionId, ...(rows[index] ?? []), sourceFileId, place, rawText, note];
    }
  };
  const { table, columns } = DATASETS.national_observation;
  await session.copyIn(table, ['version_id', ...columns, ...ADDRESS_COLUMNS], copied());
  return { versionId, isNew: true, sourceFileId: observations[0]?.sourceFileId ?? 0 };
}
