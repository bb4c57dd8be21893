/** The printed cells behind the facts of a version, file by file, before they are stored. */
import type { CellAddress } from '../../model/cell.ts';
import type { ReleasedCell } from '../../model/quarantine.ts';

/** One printed cell behind a fact. */
export interface EvidenceCell {
  readonly iso3: string;
  readonly indexCode: string;
  readonly field: 'score' | 'rank';
  readonly cell: CellAddress;
  readonly text: string | null;
  readonly agrees: boolean;
  /** Only where a person released the row of the cell. */
  readonly released?: ReleasedCell;
}

/** Everything that one file printed about one partition version. */
export interface EvidenceDraft {
  readonly versionId: number;
  readonly sourceFileId: number;
  readonly cells: Iterable<EvidenceCell>;
}
