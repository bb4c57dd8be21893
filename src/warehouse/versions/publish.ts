/**
 * Publication: brings the reporting tables from the published release to another one, partition by partition,
 * and moves the publication, within the caller's transaction. No DDL, no TRUNCATE: readers see the old release
 * or the new one. Owned by warehouse/.
 */

import type { Session } from '../connection/session.ts';
import { readSql, type SqlFolder } from '../schema/sql-files.ts';
import type { ManifestEntry } from './releases.ts';
import { findPublished, readManifest } from './releases.ts';

/** Reference partitions that are dimension tables, kept as the JSON of their rows. */
const DIMENSIONS = [
  'dim_country',
  'dim_country_group',
  'dim_edition',
  'dim_index',
  'dim_methodology',
  'dim_deviation',
];

export interface Publication {
  readonly releaseNo: number;
  readonly previousReleaseNo: number | null;
  /** Editions whose rows were replaced. */
  readonly editions: readonly string[];
}

/** Publishes a release. The caller holds the lock, has passed the audits and commits. */
export async function publishRelease(
  session: Session,
  sqlFolder: SqlFolder,
  release: {
    readonly releaseNo: number;
    readonly runId: number;
    readonly reason: string;
    readonly now: Date;
  },
): Promise<Publication> {
  const published = await findPublished(session);
  const before = published ? await readManifest(session, published.releaseNo) : [];
  const after = await readManifest(session, release.releaseNo);
  const changed = changedPartitions(before, after);

  for (const table of DIMENSIONS) {
    if (!changed.has(`reference\t${table}`)) continue;
    await session.exec(`delete from reporting.${table}`);
    await session.query(
      `insert into reporting.${table}
       select (jsonb_populate_record(null::reporting.${table}, r.content)).*
       from warehouse.release_partition p join warehouse.reference_row r using (version_id)
       where p.release_no = $1 and p.dataset = 'reference' and p.partition_key = $2`,
      [release.releaseNo, table],
    );
  }
  if (changed.has('reference\tgroup_membership')) {
    await session.exec('delete from reporting.fact_group_membership');
    await session.query(await readSql(sqlFolder, 'reporting', 'group-memberships.sql'), [release.releaseNo]);
  }

  // An edition's changes refer to the edition before it, and to the break that its methodology declares.
  const methodsChanged = changed.has('reference\tdim_methodology') || changed.has('reference\tdim_edition');
  const editions = methodsChanged
    ? partitionKeys(after, 'score')
    : await withSuccessors(session, changedKeys(changed, 'score'));
  // Facts that were just loaded have no statistics yet, and the planner takes them for a handful of rows.
  if (editions.length * 2 > partitionKeys(after, 'score').length) {
    await session.exec('set local enable_nestloop = off');
  }
  await replaceEditions(session, 'fact_index_score', editions);
  await session.exec('delete from reporting.dim_source_file');
  await session.query(await readSql(sqlFolder, 'reporting', 'source-files.sql'), [release.releaseNo]);
  await session.query(await readSql(sqlFolder, 'reporting', 'index-scores.sql'), [
    release.releaseNo,
    editions,
  ]);

  const groupEditions = changedKeys(changed, 'group_score');
  await replaceEditions(session, 'fact_group_score', groupEditions);
  await session.query(await readSql(sqlFolder, 'reporting', 'group-scores.sql'), [
    release.releaseNo,
    groupEditions,
  ]);

  await movePublication(session, release, published?.releaseNo ?? null);
  await session.exec('delete from reporting.data_refresh');
  await session.query(await readSql(sqlFolder, 'reporting', 'data-refresh.sql'), [
    release.releaseNo,
    release.now,
  ]);
  return { releaseNo: release.releaseNo, previousReleaseNo: published?.releaseNo ?? null, editions };
}

async function movePublication(
  session: Session,
  release: {
    readonly releaseNo: number;
    readonly runId: number;
    readonly reason: string;
    readonly now: Date;
  },
  previousReleaseNo: number | null,
): Promise<void> {
  const publishedAt = release.now.toISOString();
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
    .where('release_no', '=', release.releaseNo)
    .execute();
  await session.db
    .insertInto('warehouse.publication')
    .values({ release_no: release.releaseNo, published_at: publishedAt, run_id: release.runId })
    .onConflict((conflict) =>
      conflict
        .column('singleton')
        .doUpdateSet({ release_no: release.releaseNo, published_at: publishedAt, run_id: release.runId }),
    )
    .execute();
  await session.db
    .insertInto('warehouse.publication_log')
    .values({
      release_no: release.releaseNo,
      previous_release_no: previousReleaseNo,
      run_id: release.runId,
      published_at: publishedAt,
      reason: release.reason,
    })
    .execute();
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

async function replaceEditions(session: Session, table: string, editions: readonly string[]): Promise<void> {
  if (editions.length === 0) return;
  await session.query(`delete from reporting.${table} where edition::text = any ($1::text[])`, [editions]);
}
