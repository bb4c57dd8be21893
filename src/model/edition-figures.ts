/** One edition as the published release has it, for questions about it: scores in floating point, and printed ranks. */
import type { Edition, IndexCode } from './survey.ts';

export interface MemberFigures {
  readonly iso3: string;
  readonly name: string;
  /** As published; null: not available or not assessed. */
  readonly scores: Readonly<Record<IndexCode, number | null>>;
  /** EGDI recomputed by the edition's method, unrounded; null: not recomputed. */
  readonly recomputed: number | null;
  /** Printed rank of the EGDI; null: not assessed. */
  readonly rank: number | null;
  /** Codes of the groups that the country is in in this edition: `ASIA`, `ASIA:CENTRAL_ASIA` … */
  readonly groups: readonly string[];
}

export interface EditionFigures {
  readonly edition: Edition;
  readonly releaseNo: number;
  /** Sorted by ISO3. */
  readonly members: readonly MemberFigures[];
}
