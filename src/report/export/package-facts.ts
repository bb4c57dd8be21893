/** What exported files say about where they come from. */
import type { ReaderSnapshot, SnapshotRelease } from '../../warehouse/queries/reader-snapshot.ts';

export interface PackageFacts {
  readonly createdAt: Date;
  readonly release: SnapshotRelease | null;
  readonly sourceFiles: ReaderSnapshot['sourceFiles'];
  readonly contractVersion: number;
  readonly programVersion: string;
}
