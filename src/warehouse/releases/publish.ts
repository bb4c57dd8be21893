/**
 * Publication: brings the reporting tables from the published release to another one, partition by partition,
 * and moves the publication, within the caller's transaction. No DDL, no TRUNCATE: readers see the old release
 * or the new one. What a table shows of a release is defined by its view in `history`. Owned by warehouse/.
 */

import { reached } from '../../runtime/points.ts';
import type { Session } from '../connection/session.ts';
import type { PublicationKind } from '../schema/schema.ts';
import { readSql, type SqlFolder } from '../schema/sql-files.ts';
import { changedRecomputations } from '../versions/recomputations.ts';
import { RECOMPUTATION_TABLES } from './refill.ts';
import type { ManifestEntry } from './releases.ts';
import { findPublished, readManifest } from './releases.ts';
import { restoreVersions } from './withdrawn.ts';

/** Reporting tables that are replaced whole when their reference partition changes. */
const REFERENCE_TABLES: Readonly<Record<string, string>> = {
  dim_country: 'dim_country',
  dim_country_group: 'dim_country_group',
  dim_edition: 'dim_edition',
  dim_index: 'dim_index',
  dim_methodology: 'dim_methodology',
  dim_deviation: 'dim_deviation',
  dim_indicator: 'dim_indicator',
  dim_region: 'dim_region',
  dim_component_counterpart: 'dim_component_counterpart',
  group_membership: 'fact_group_membership',
};

export interface Publication {
  readonly releaseNo: number;
  readonly previousReleaseNo: number | null;
  /** Editions whose rows were replaced. */
  readonly editions: readonly string[];
  /** Its line in the log of publications. */
  readonly logId: number;
  /** Rows written to each reporting table. */
  readonly written: ReadonlyMap<string, number>;
}

export interface PublicationOrder {
  readonly releaseNo: number;
  readonly runId: number;
  readonly kind: PublicationKind;
  readonly reason: string;
  readonly actor: string;
  readonly now: Date;
}

/** Publishes a release. The caller holds the lock, has passed the audits and commits. */
export async function publishRelease(
  session: Session,
  sqlFolder: SqlFolder,
  order: PublicationOrder,
): Promise<Publication> {
  const { releaseNo } = order;
  const published = await findPublished(session);
  const before = published ? await readManifest(session, published.releaseNo) : [];
  const after = await readManifest(session, releaseNo);
  const changed = changedPartitions(before, after);
  const columnsOf = await readColumns(session);
  // What readers see is history from here on: the views have nothing of a release that was never published.
  await session.query('update warehouse.release set published_at = $1 where release_no = $2', [
    order.now,
    releaseNo,
  ]);
  const written = new Map<string, number>();
  const replace = async (table: string, where = '', keys: readonly string[] = []): Promise<void> => {
    const columns = columnsOf.get(table);
    if (columns === undefined) throw new Error(`reporting.${table} does not exist`);
    const params = where === '' ? [] : [keys];
    await session.query(
      `delete from reporting.${table}${where && ` where ${where.replace('?', '$1')}`}`,
      params,
    );
    const inserted = await session.query(
      `insert into reporting.${table} (${columns}) select ${columns} from history.${table}
       where as_of_release = $1${where && ` and ${where.replace('?', '$2')}`}`,
      [releaseNo, ...params],
    );
    written.set(table, (written.get(table) ?? 0) + inserted.rowCount);
  };

  for (const [partition, table] of Object.entries(REFERENCE_TABLES)) {
    if (changed.has(`reference\t${partition}`)) await replace(table);
  }
  await replace('dim_source_file');
  reached('publish.dimensions-replaced');

  // An edition's changes refer to the edition before it, and to the break that its methodology declares.
  const methodsChanged = changed.has('reference\tdim_methodology') || changed.has('reference\tdim_edition');
  const editions = methodsChanged
    ? [...new Set([...changedKeys(changed, 'score'), ...partitionKeys(after, 'score')])]
    : await withSuccessors(session, changedKeys(changed, 'score'));
  if (editions.length > 0) {
    // Facts that were just loaded have no statistics yet, and the planner takes them for a handful of rows.
    const isBulk = editions.length * 2 > partitionKeys(after, 'score').length;
    if (isBulk) await session.exec('set local enable_nestloop = off');
    await replace('fact_index_score', 'edition = any (?::integer[])', editions);
    await replace('fact_change_attribution', 'edition = any (?::integer[])', editions);
    if (isBulk) await session.exec('set local enable_nestloop = on');
  }
  reached('publish.scores-replaced');

  const groupEditions = changedKeys(changed, 'group_score');
  if (groupEditions.length > 0)
    await replace('fact_group_score', 'edition = any (?::integer[])', groupEditions);
  for (const dataset of ['observation', 'national_observation'] as const) {
    const indicators = changedKeys(changed, dataset);
    if (indicators.length === 0) continue;
    const { table } = OBSERVATION_TABLES[dataset];
    const columns = columnsOf.get(table) ?? '';
    written.set(table, await replaceObservations(session, releaseNo, { dataset, indicators, columns }));
  }

  const recomputed = await changedRecomputations(session, published?.releaseNo ?? null, releaseNo);
  if (recomputed.length > 0) {
    for (const table of RECOMPUTATION_TABLES) {
      await replace(table, 'edition = any (?::integer[])', recomputed);
    }
  }

  const logId = await movePublication(session, order, published?.releaseNo ?? null);
  await restoreVersions(session, releaseNo);
  reached('publish.publication-moved');
  await session.exec('delete from reporting.data_refresh');
  await session.query(await readSql(sqlFolder, 'reporting', 'data-refresh.sql'), [releaseNo, order.now]);
  // Delivered at commit, to whoever has said LISTEN data_refreshed.
  await session.query("select pg_notify('data_refreshed', $1)", [
    JSON.stringify({ release_no: releaseNo, published_at: order.now.toISOString() }),
  ]);
  return { releaseNo, previousReleaseNo: published?.releaseNo ?? null, editions, logId, written };
}

/** Tables of observations by their dataset, and the columns that refer to dimensions. */
const OBSERVATION_TABLES = {
  observation: { table: 'fact_observation', refersBy: ['indicator_code', 'iso3', 'source_file_sha256'] },
  national_observation: {
    table: 'fact_national_observation',
    refersBy: ['indicator_code', 'region_code', 'source_file_sha256'],
  },
} as const;

/** Observations that are inserted by one statement: half a minute's work at most. */
const INSERTED_ROWS = 200_000;

/**
 * Replaces the observations of indicators. Foreign keys are checked row by row, and PostgreSQL keeps in memory what is
 * still to be checked: so the old rows go first, the checks are then due at once, and the new rows come in portions.
 * Otherwise the first publication of millions of rows would pile up the checks of every row and do them all in its COMMIT.
 * Returns the number of new rows.
 */
async function replaceObservations(
  session: Session,
  releaseNo: number,
  {
    dataset,
    indicators,
    columns,
  }: {
    readonly dataset: keyof typeof OBSERVATION_TABLES;
    readonly indicators: readonly string[];
    readonly columns: string;
  },
): Promise<number> {
  const { table, refersBy } = OBSERVATION_TABLES[dataset];
  await session.query(`delete from reporting.${table} where indicator_code = any ($1::text[])`, [indicators]);
  const keys = refersBy.map((column) => `reporting.${table}_${column}_fkey`);
  await session.exec(`set constraints ${keys.join(', ')} immediate`);
  const { rows } = await session.query(
    `select p.partition_key, v.fact_count
     from warehouse.release_partition p
     join warehouse.partition_version v using (version_id)
     where p.release_no = $1 and p.dataset = $3 and p.partition_key = any ($2::text[])
     order by p.partition_key`,
    [releaseNo, indicators, dataset],
  );
  let written = 0;
  const insert = async (portion: readonly string[]) => {
    const { rowCount } = await session.query(
      `insert into reporting.${table} (${columns}) select ${columns} from history.${table}
       where as_of_release = $1 and indicator_code = any ($2::text[])`,
      [releaseNo, portion],
    );
    written += rowCount;
  };
  let portion: string[] = [];
  let portionRows = 0;
  for (const { partition_key: indicator, fact_count: facts } of rows) {
    if (portion.length > 0 && portionRows + Number(facts) > INSERTED_ROWS) {
      await insert(portion);
      portion = [];
      portionRows = 0;
    }
    portion.push(String(indicator));
    portionRows += Number(facts);
  }
  if (portion.length > 0) await insert(portion);
  return written;
}

/** The columns of each reporting table, as a list for SQL. */
async function readColumns(session: Session): Promise<Map<string, string>> {
  const { rows } = await session.query(
    `select c.relname as table_name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'reporting'::regnamespace and c.relkind = 'r'
     group by c.relname`,
  );
  return new Map(rows.map((row) => [String(row.table_name), String(row.columns)]));
}

async function movePublication(
  session: Session,
  order: PublicationOrder,
  previousReleaseNo: number | null,
): Promise<number> {
  const { releaseNo, runId, kind, reason, actor } = order;
  const publishedAt = order.now.toISOString();
  if (previousReleaseNo !== null) {
    await session.db
      .updateTable('warehouse.release')
      .set({ status: 'superseded' })
      .where('release_no', '=', previousReleaseNo)
      .execute();
  }
  await session.db
    .updateTable('warehouse.release')
    .set({ status: 'published', published_at: publishedAt })
    .where('release_no', '=', releaseNo)
    .execute();
  await session.db
    .insertInto('warehouse.publication')
    .values({ release_no: releaseNo, published_at: publishedAt, run_id: runId })
    .onConflict((conflict) =>
      conflict
        .column('singleton')
        .doUpdateSet({ release_no: releaseNo, published_at: publishedAt, run_id: runId }),
    )
    .execute();
  const { log_id: logId } = await session.db
    .insertInto('warehouse.publication_log')
    .values({
      release_no: releaseNo,
      previous_release_no: previousReleaseNo,
      run_id: runId,
      published_at: publishedAt,
      kind,
      reason,
      actor,
    })
    .returning('log_id')
    .executeTakeFirstOrThrow();
  return logId;
}

/** Keys `dataset\tpartition` whose version, or whose shown source, differs between two manifests. */
function changedPartitions(before: readonly ManifestEntry[], after: readonly ManifestEntry[]): Set<string> {
  const identity = (entry: ManifestEntry) =>
    `${entry.versionId}/${entry.primarySourceFileId}/${entry.sinceReleaseNo}`;
  const key = (entry: ManifestEntry) => `${entry.dataset}\t${entry.partitionKey}`;
  const old = new Map(before.map((entry) => [key(entry), identity(entry)]));
  const now = new Map(after.map((entry) => [key(entry), identity(entry)]));
  return new Set([...old.keys(), ...now.keys()].filter((entry) => old.get(entry) !== now.get(entry)));
}

function changedKeys(changed: ReadonlySet<string>, dataset: string): string[] {
  return [...changed].flatMap((entry) =>
    entry.startsWith(`${dataset}\t`) ? [entry.slice(dataset.length + 1)] : [],
  );
}

function partitionKeys(manifest: readonly ManifestEntry[], dataset: string): string[] {
  return manifest.flatMap((entry) => (entry.dataset === dataset ? [entry.partitionKey] : []));
}

async function withSuccessors(session: Session, editions: readonly string[]): Promise<string[]> {
  if (editions.length === 0) return [];
  const { rows } = await session.query(
    'select edition::text as edition from reporting.dim_edition where previous_edition::text = any ($1::text[])',
    [editions],
  );
  return [...new Set([...editions, ...rows.map((row) => String(row.edition))])].sort();
}
