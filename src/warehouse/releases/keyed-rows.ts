/**
 * Rows of a partition by their key, in the words and the grain of the reporting tables. A reference row is taken apart
 * into its fields, and a list of members into one row per member. Owned by warehouse/; pure.
 */
import { DATASETS, type DatasetName } from '../versions/datasets.ts';
import type { PartitionRows } from './partition-rows.ts';

/** What identifies a row; null where its table has no such thing. */
export interface FactKey {
  /** Reporting table. */
  readonly tableName: string;
  readonly iso3: string | null;
  readonly edition: number | null;
  readonly groupCode: string | null;
  readonly indexCode: string | null;
  readonly indicatorCode: string | null;
  /** First day of the period. */
  readonly period: string | null;
  /** Key of a row of reference data, or of a national observation: indicator, region, period and breakdown. */
  readonly rowKey: string | null;
}

export interface KeyedRow {
  readonly key: FactKey;
  readonly cells: ReadonlyMap<string, string | null>;
}

export interface KeyedRows {
  readonly tableName: string | undefined;
  readonly rows: ReadonlyMap<string, KeyedRow>;
}

const NO_KEY = {
  iso3: null,
  edition: null,
  groupCode: null,
  indexCode: null,
  indicatorCode: null,
  period: null,
  rowKey: null,
};

const TABLES: Readonly<Record<Exclude<DatasetName, 'reference'>, string>> = {
  score: 'fact_index_score',
  group_score: 'fact_group_score',
  observation: 'fact_observation',
  national_observation: 'fact_national_observation',
};

/** The rows of a partition that a filter lets through, by a text that sorts by key. */
export function comparableRows(
  partition: PartitionRows | undefined,
  filter: { readonly index?: string | undefined; readonly country?: string | undefined },
): KeyedRows {
  if (partition === undefined) return { tableName: undefined, rows: new Map() };
  const rows = new Map<string, KeyedRow>();
  for (const row of keyedRows(partition)) {
    const { indexCode, iso3 } = row.key;
    if (filter.index !== undefined && indexCode !== filter.index) continue;
    if (filter.country !== undefined && iso3 !== filter.country) continue;
    rows.set(keyText(row.key), row);
  }
  return { tableName: tableOf(partition), rows };
}

/** `KAZ 2018 EGDI`, `world 2018 OSI`, `KAZ worldbank:IT.NET.USER.ZS 2020-01-01`, `EGDI-2018`. */
export function keyText({
  iso3,
  edition,
  groupCode,
  indexCode,
  indicatorCode,
  period,
  rowKey,
}: FactKey): string {
  if (rowKey !== null) return rowKey;
  return [iso3 ?? groupCode, edition, indexCode, iso3 !== null ? groupCode : null, indicatorCode, period]
    .filter((part) => part !== null)
    .join(' ');
}

function tableOf({ dataset, partitionKey }: PartitionRows): string {
  if (dataset !== 'reference') return TABLES[dataset];
  return partitionKey === 'group_membership' ? 'fact_group_membership' : partitionKey;
}

function* keyedRows(partition: PartitionRows): Iterable<KeyedRow> {
  const { dataset, partitionKey } = partition;
  const tableName = tableOf(partition);
  const { columns, keyColumns } = DATASETS[dataset];
  for (const row of partition.rows) {
    const [first = null, second = null] = row;
    if (dataset === 'reference') {
      yield* referenceRows(tableName, second ?? '', row[2] ?? '{}');
      continue;
    }
    const cells = new Map(
      columns.slice(keyColumns).map((column, at) => [column, row[keyColumns + at] ?? null]),
    );
    const base = { ...NO_KEY, tableName };
    if (dataset === 'observation') {
      yield { key: { ...base, iso3: first, period: second, indicatorCode: partitionKey }, cells };
    } else if (dataset === 'national_observation') {
      yield { key: { ...base, ...nationalKey(partitionKey, row) }, cells };
    } else {
      const subject = dataset === 'score' ? { iso3: first } : { groupCode: first };
      yield { key: { ...base, ...subject, edition: Number(partitionKey), indexCode: second }, cells };
    }
  }
}

/** `bns:cpi KAZ:270000000 month 2019-11-01 2019-11-30 age=6-74`: its key in one line, beside the country and the day. */
function nationalKey(indicatorCode: string, row: readonly (string | null)[]) {
  const [region = null, , firstDay = null] = row;
  const { keyColumns } = DATASETS.national_observation;
  const rowKey = [indicatorCode, ...row.slice(0, keyColumns)].filter((part) => part !== '').join(' ');
  return { iso3: region?.slice(0, 3) ?? null, indicatorCode, period: firstDay, rowKey };
}

function* referenceRows(tableName: string, rowKey: string, content: string): Iterable<KeyedRow> {
  const fields = JSON.parse(content) as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null);
  const edition = typeof fields.edition === 'number' ? fields.edition : null;
  if (tableName === 'fact_group_membership' && Array.isArray(fields.members)) {
    const base = { ...NO_KEY, tableName, edition, groupCode: text('group_code') };
    for (const iso3 of fields.members) yield { key: { ...base, iso3: String(iso3) }, cells: new Map() };
    return;
  }
  const key = { ...NO_KEY, tableName, edition, iso3: text('iso3'), indexCode: text('index_code'), rowKey };
  yield { key, cells: new Map(Object.entries(fields).map(([name, value]) => [name, fieldText(value)])) };
}

function fieldText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
