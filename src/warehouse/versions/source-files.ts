/** Snapshots as the warehouse knows them: by content, with their origin. Owned by warehouse/. */
import { sql } from 'kysely';
import type { Origin } from '../../model/declarations.ts';
import type { Session } from '../connection/session.ts';

export interface SourceFileDraft {
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string;
  readonly layoutId: string;
  readonly fileName: string;
  readonly origin: Origin;
}

/** Adds the files that are not known yet; returns the number of each by its SHA-256. */
export async function storeSourceFiles(
  session: Session,
  files: readonly SourceFileDraft[],
  runId: number,
  now: Date,
): Promise<Map<string, number>> {
  if (files.length === 0) return new Map();
  await session.db
    .insertInto('warehouse.source_file')
    .values(
      files.map((file) => ({
        sha256: file.sha256,
        bytes: file.bytes,
        format: file.format,
        layout_id: file.layoutId,
        file_name: file.fileName,
        publisher: file.origin.publisher,
        title: file.origin.title,
        url: file.origin.url,
        licence: file.origin.licence,
        retrieved_on: file.origin.retrievedOn,
        published_on: file.origin.publishedOn,
        note: file.origin.note ?? null,
        first_run_id: runId,
        first_seen_at: now.toISOString(),
      })),
    )
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  const rows = await session.db
    .selectFrom('warehouse.source_file')
    .select(['source_file_id', 'sha256'])
    .where(sql<boolean>`sha256 = any (${files.map((file) => file.sha256)}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.sha256, row.source_file_id]));
}
