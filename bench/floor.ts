/**
 * The floor of a run, as a process of its own: `floor open` starts Node and opens the existing database, `floor
 * write` also inserts, with bare COPY in one transaction, the very rows that a full run leaves behind, into the
 * same tables with their keys. `floor record` takes those rows from a loaded database.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWarehouse, type WarehouseTarget } from '../src/warehouse/connection/connect.ts';
import type { CopyRow } from '../src/warehouse/connection/connection.ts';

/** Parents before children, so that the order suits keys that are checked at once. */
const TABLES = [
  'warehouse.source_file',
  'warehouse.partition_version',
  'warehouse.score',
  'warehouse.group_score',
  'warehouse.reference_row',
  'warehouse.change_attribution',
  'warehouse.evidence',
  'warehouse.release',
  'warehouse.release_partition',
  'reporting.dim_country',
  'reporting.dim_country_group',
  'reporting.dim_edition',
  'reporting.dim_index',
  'reporting.dim_methodology',
  'reporting.dim_deviation',
  'reporting.dim_source_file',
  'reporting.fact_group_membership',
  'reporting.fact_index_score',
  'reporting.fact_group_score',
  'reporting.fact_change_attribution',
  'reporting.data_refresh',
];

/** Stands for null in the recorded rows. */
const NULL = '\u0000';

interface Recording {
  readonly table: string;
  readonly columns: readonly string[];
}

const [mode = '', place = '', folder = ''] = process.argv.slice(2);
const target: WarehouseTarget = /^postgres/.test(place)
  ? { kind: 'server', url: place }
  : { kind: 'embedded', directory: place };
const warehouse = await openWarehouse(target);
if (mode === 'record') await record();
if (mode === 'write') await write();
await warehouse.close();

async function record(): Promise<void> {
  const index: Recording[] = [];
  for (const table of TABLES) {
    const { rows } = await warehouse.withConnection((session) => session.query(`select * from ${table}`));
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) continue;
    index.push({ table, columns });
    // One JSON text per value keeps reading them cheap: no type has to be guessed again.
    const lines = rows.map((row) => columns.map((column) => asText(row[column])).join('\u001f'));
    await writeFile(join(folder, table), lines.join('\u001e'));
  }
  await writeFile(join(folder, 'index.json'), JSON.stringify(index));
}

async function write(): Promise<void> {
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as Recording[];
  await warehouse.withTransaction(async (session) => {
    for (const { table, columns } of index) {
      const text = await readFile(join(folder, table), 'utf8');
      const rows = text
        .split('\u001e')
        .map((line): CopyRow => line.split('\u001f').map((value) => (value === NULL ? null : value)));
      await session.copyIn(table, columns, rows);
    }
  });
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return NULL;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
