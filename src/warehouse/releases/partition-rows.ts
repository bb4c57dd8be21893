/**
 * The facts of partitions as text in one spelling, whether they come from a draft in memory or from the database:
 * what two states are compared by. Owned by warehouse/; imports model/.
 */
import { decimalText, parseDecimal } from '../../model/decimal.ts';
import { roundTo } from '../../model/rational.ts';
import type { CopyValue } from '../connection/connection.ts';
import { quoteIdentifier } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import { DATASETS, type DatasetName, type PartitionDraft } from '../versions/datasets.ts';
import type { ManifestEntry } from './releases.ts';

/** Null, or the text of a value: `0.7597` and never `0.75970`; `true` or `false`. */
export type FactText = string | null;

/** Rows of a partition in the order of its dataset's columns. */
export interface PartitionRows {
  readonly dataset: DatasetName;
  readonly partitionKey: string;
  readonly rows: readonly (readonly FactText[])[];
}

/** Decimals that the database keeps of a column; null where it keeps all of them. */
const NUMERIC_COLUMNS: Readonly<Record<string, number | null>> = {
  score_published: 5,
  score_recomputed: 15,
  score_recomputed_rounded: 5,
  residual: 15,
  residual_bound: 15,
  points_above_min: 1,
  points_range: 1,
  points_step: 1,
  mean_published_rule: 15,
  mean_available: 15,
  mean_published: 5,
  value: null,
};

/** The rows of a draft, as `readPartitionRows` would read them once it is stored. */
export function partitionRows(draft: PartitionDraft): PartitionRows {
  const { columns } = DATASETS[draft.dataset];
  return {
    dataset: draft.dataset,
    partitionKey: draft.partitionKey,
    rows: draft.rows.map((row) => columns.map((column, index) => factText(column, row[index] ?? null))),
  };
}

/** Reads the facts of the given versions, one statement per dataset. */
export async function readPartitionRows(
  session: Session,
  entries: readonly Pick<ManifestEntry, 'dataset' | 'partitionKey' | 'versionId'>[],
): Promise<PartitionRows[]> {
  const read: PartitionRows[] = [];
  for (const dataset of Object.keys(DATASETS) as DatasetName[]) {
    const wanted = entries.filter((entry) => entry.dataset === dataset);
    if (wanted.length === 0) continue;
    const { table, columns } = DATASETS[dataset];
    const { rows } = await session.query(
      `select version_id, ${columns.map((column) => `${quoteIdentifier(column)}::text`).join(', ')}
       from ${table} where version_id = any ($1::integer[])`,
      [wanted.map((entry) => String(entry.versionId))],
    );
    const byVersion = new Map<number, FactText[][]>();
    for (const row of rows) {
      const facts = columns.map((column) => factText(column, row[column] as FactText));
      const version = Number(row.version_id);
      const known = byVersion.get(version);
      if (known === undefined) byVersion.set(version, [facts]);
      else known.push(facts);
    }
    for (const { partitionKey, versionId } of wanted) {
      read.push({ dataset, partitionKey, rows: byVersion.get(versionId) ?? [] });
    }
  }
  return read;
}

function factText(column: string, value: CopyValue): FactText {
  if (value === null) return null;
  const text =
    typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : String(value);
  const decimals = NUMERIC_COLUMNS[column];
  return decimals === undefined ? text : numberText(text, decimals);
}

function numberText(text: string, decimals: number | null): string {
  const [whole = '', fraction] = text.split('.');
  const isPlain = /^-?\d+$/.test(whole) && (fraction === undefined || /^\d+$/.test(fraction));
  if (isPlain && (decimals === null || (fraction?.length ?? 0) <= decimals)) {
    return unsignedZero(fraction === undefined ? whole : text.replace(/\.?0+$/, ''));
  }
  const read = parseDecimal(text);
  if (read === undefined) return text;
  const kept = decimals ?? Math.max(read.printedDecimals, 0);
  return unsignedZero(decimalText(roundTo(read.value, kept), kept));
}

function unsignedZero(text: string): string {
  return text === '-0' ? '0' : text;
}
