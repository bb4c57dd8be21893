/** What `egdi export` has written. */
import type { SnapshotRelease } from '../warehouse/queries/reader-snapshot.ts';
import type { PackagedFile } from './export/data-package.ts';
import { grouped, type Palette, table } from './text.ts';

export interface ExportResult {
  readonly folder: string;
  readonly release: SnapshotRelease | null;
  readonly files: readonly PackagedFile[];
}

export function exportSummary({ folder, release, files }: ExportResult, palette: Palette): string {
  const rows = files.map(({ path, rows, bytes, sha256 }) => [
    path,
    grouped(rows),
    grouped(bytes),
    sha256.slice(0, 12),
  ]);
  const columns = [
    { title: 'file' },
    { title: 'rows', align: 'right' },
    { title: 'bytes', align: 'right' },
    { title: 'sha256' },
  ] as const;
  const of =
    release === null
      ? 'nothing is published yet'
      : `release ${release.releaseNo}, published at ${release.publishedAt}`;
  return [table(columns, rows, palette), '', `${folder}: ${of}; described in datapackage.json`].join('\n');
}

/** Extended, never renamed. */
export function exportJson({ folder, release, files }: ExportResult): string {
  const shape = {
    folder,
    release: release?.releaseNo ?? null,
    publishedAt: release?.publishedAt ?? null,
    files: files.map(({ name, path, rows, bytes, sha256 }) => ({ name, path, rows, bytes, sha256 })),
  };
  return JSON.stringify(shape, null, 2);
}
