/** What the load of national statistics is given. */
import type { FindingList } from '../../model/finding-list.ts';
import type { NationalObservation } from '../../model/national-observation.ts';
import type { Indicator } from '../../model/observation.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import type { LoadedFile, LoadInput } from '../load.ts';

/** What one file says. */
export interface NationalPart {
  readonly file: LoadedFile;
  readonly sheet: string | null;
  readonly observations: readonly NationalObservation[];
  readonly findings: FindingList;
  /** A publication of one period: what the published release says of others stays. */
  readonly addsPeriods?: boolean;
}

export interface NationalLoadInput {
  /** The files of one run; those of one indicator are one partition. */
  readonly parts: readonly NationalPart[];
  readonly indicators: readonly Indicator[];
  /** Dimensions beside indicators that the facts refer to: countries and regions. */
  readonly references: readonly PartitionDraft[];
  /** Whether something was refused before, so that the candidate must not be published. */
  readonly isRefused: boolean;
  /** Leaves the series of refused files as they are published, and the others may be. */
  readonly publishPartial?: boolean;
  /** Series of files that could not be read, and why. */
  readonly unread?: ReadonlyMap<string, string>;
  /** Takes series although they lack figures that are published. */
  readonly acceptFewer?: boolean;
  readonly run: LoadInput['run'];
  readonly now: Date;
}
