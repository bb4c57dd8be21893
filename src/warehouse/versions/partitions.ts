/**
 * Partition versions and their evidence. A version is stored once, whoever brings it; a second file with equal
 * facts adds evidence. Owned by warehouse/; imports model/.
 */
import { sql } from 'kysely';
import { reached } from '../../runtime/points.ts';
import type { CopyRow } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import { DATASETS, type DatasetName, type PartitionDraft } from './datasets.ts';
import { updateDecisions } from './evidence-decisions.ts';
import type { EvidenceDraft } from './evidence-draft.ts';

export interface StoredPartition {
  readonly draft: PartitionDraft;
  readonly versionId: number;
  /** False when the warehouse had this version already. */
  readonly isNew: boolean;
}

/** Stores the versions that are not known yet, facts and all. */
export async function storePartitions(
  session: Session,
  drafts: readonly PartitionDraft[],
  by: { readonly runId: number; readonly engineVersion: string; readonly now: Date },
): Promise<StoredPartition[]> {
  const known = await knownVersions(session, drafts);
  const missing = drafts.filter((draft) => !known.has(keyOf(draft)));
  if (missing.length > 0) {
    const inserted = await session.db
      .insertInto('warehouse.partition_version')
      .values(
        missing.map((draft) => ({
          dataset: draft.dataset,
          partition_key: draft.partitionKey,
          content_sha256: draft.contentSha256,
          fact_count: draft.rows.length,
          engine_version: by.engineVersion,
          run_id: by.runId,
          created_at: by.now.toISOString(),
        })),
      )
      .returning(['version_id', 'dataset', 'partition_key', 'content_sha256'])
      .execute();
    for (const row of inserted)
      known.set(`${row.dataset}\t${row.partition_key}\t${row.content_sha256}`, row.version_id);
  }
  reached('load.versions-named');
  const stored = drafts.map((draft): StoredPartition => {
    const versionId = known.get(keyOf(draft));
    if (versionId === undefined)
      throw new Error(`version of ${draft.dataset} ${draft.partitionKey} was not stored`);
    return { draft, versionId, isNew: missing.includes(draft) };
  });
  for (const name of Object.keys(DATASETS) as DatasetName[]) {
    const { table, columns } = DATASETS[name];
    const fresh = stored.filter((partition) => partition.isNew && partition.draft.dataset === name);
    if (fresh.length > 0) await session.copyIn(table, ['version_id', ...columns], factRows(fresh));
  }
  reached('load.facts-copied');
  return stored;
}

function* factRows(partitions: readonly StoredPartition[]): Iterable<CopyRow> {
  for (const { versionId, draft } of partitions) {
    for (const row of draft.rows) yield [versionId, ...row];
  }
}

async function knownVersions(
  session: Session,
  drafts: readonly PartitionDraft[],
): Promise<Map<string, number>> {
  const rows = await session.db
    .selectFrom('warehouse.partition_version')
    .select(['version_id', 'dataset', 'partition_key', 'content_sha256'])
    .where(sql<boolean>`content_sha256 = any (${drafts.map((draft) => draft.contentSha256)}::text[])`)
    .execute();
  return new Map(
    rows.map((row) => [`${row.dataset}\t${row.partition_key}\t${row.content_sha256}`, row.version_id]),
  );
}

function keyOf(draft: PartitionDraft): string {
  return `${draft.dataset}\t${draft.partitionKey}\t${draft.contentSha256}`;
}

/** Adds the evidence of files that did not speak about these versions before; returns the number of cells. */
export async function storeEvidence(
  session: Session,
  drafts: readonly EvidenceDraft[],
  runId: number,
): Promise<number> {
  const versions = [...new Set(drafts.map((draft) => draft.versionId))].map(String);
  const { rows } = await session.query(
    `select distinct e.version_id, e.source_file_id from warehouse.evidence e
     where e.version_id = any ($1::integer[])`,
    [versions],
  );
  const known = new Set(rows.map((row) => `${row.version_id}\t${row.source_file_id}`));
  const isKnown = (draft: EvidenceDraft) => known.has(`${draft.versionId}\t${draft.sourceFileId}`);
  await updateDecisions(session, drafts.filter(isKnown));
  const fresh = drafts.filter((draft) => !isKnown(draft));
  if (fresh.length === 0) return 0;
  return session.copyIn(
    'warehouse.evidence',
    [
      'version_id',
      'source_file_id',
      'iso3',
      'index_code',
      'field',
      'sheet',
      'row_no',
      'column_no',
      'printed_text',
      'agrees',
      'run_id',
      'corrected_text',
      'quarantine_id',
      'decision_no',
    ],
    evidenceRows(fresh, runId),
  );
}

function* evidenceRows(drafts: readonly EvidenceDraft[], runId: number): Iterable<CopyRow> {
  for (const { versionId, sourceFileId, cells } of drafts) {
    for (const { iso3, indexCode, field, cell, text, agrees, released } of cells) {
      const isCorrected = released?.isCorrected === true;
      yield [
        versionId,
        sourceFileId,
        iso3,
        indexCode,
        field,
        cell.sheet ?? null,
        cell.row,
        cell.column ?? 0,
        isCorrected ? released.printed : text,
        agrees,
        runId,
        // A cell that was corrected to be blank has an empty text, one that was not corrected has none.
        isCorrected ? (text ?? '') : null,
        released?.quarantineId ?? null,
        released?.decisionNo ?? null,
      ];
    }
  }
}

/** A stored version by its number. */
export interface StoredVersion {
  readonly versionId: number;
  readonly dataset: string;
  readonly partitionKey: string;
  readonly contentSha256: string;
  readonly facts: number;
}

/** Versions by key, those of one key as they were stored. */
export async function readVersions(
  session: Session,
  versionIds: readonly number[],
): Promise<StoredVersion[]> {
  if (versionIds.length === 0) return [];
  const { rows } = await session.query(
    `select version_id as "versionId", dataset, partition_key as "partitionKey",
            content_sha256 as "contentSha256", fact_count as facts
     from warehouse.partition_version where version_id = any ($1::integer[])
     order by dataset, partition_key collate "C", version_id`,
    [versionIds.map(String)],
  );
  return rows.map((row) => ({
    versionId: Number(row.versionId),
    dataset: String(row.dataset),
    partitionKey: String(row.partitionKey),
    contentSha256: String(row.contentSha256),
    facts: Number(row.facts),
  }));
}
