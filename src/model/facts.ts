/**
 * The facts that flow between the stages: what a source printed, and what was made of it. Published and
 * recomputed figures never share a field.
 */
import type { CellAddress } from './cell.ts';
import type { Interval } from './interval.ts';
import type { ReleasedCell } from './quarantine.ts';
import { compare, type Rational } from './rational.ts';
import type { StageCount } from './stage.ts';
import type { ValueStatus } from './status.ts';
import type { Edition, IndexCode } from './survey.ts';

/** Which file a fact was read from. */
export interface SourceRef {
  /** Path as given, for messages; not part of any identity. */
  readonly file: string;
  readonly sha256: string;
  readonly layoutId: string;
  /** Order of preference among the sources of one edition; the lowest complete one is the primary. */
  readonly precedence: number;
  /** A cross-check is compared, never loaded as primary. */
  readonly crossCheckOnly: boolean;
}

/** One printed figure with the status that its edition's rules give it. */
export interface Figure {
  readonly status: ValueStatus;
  /** Null unless observed. */
  readonly value: Rational | null;
  /** Verbatim, or as a released row has it; null where the cell is blank. */
  readonly text: string | null;
  readonly cell: CellAddress;
  /** Only where a person released the row. */
  readonly released?: ReleasedCell;
}

/** Whether two figures say the same, whatever the print: `0.901` and `0.90100` do. */
export function isSameFigure(a: Figure | undefined, b: Figure | undefined): boolean {
  if (!a || !b) return a === b;
  if (a === b) return true;
  if (a.status !== b.status) return false;
  return a.value === null || b.value === null ? a.value === b.value : compare(a.value, b.value) === 0;
}

export interface PrintedRank {
  /** Null where the country is not assessed, whatever shared last rank the file shows. */
  readonly value: number | null;
  readonly text: string | null;
  readonly cell: CellAddress;
  readonly released?: ReleasedCell;
}

export interface CountryFigures {
  readonly iso3: string;
  readonly figures: Partial<Readonly<Record<IndexCode, Figure>>>;
  /** Absent in sources without ranks. */
  readonly egdiRank?: PrintedRank;
}

/** What one file says about one edition. */
export interface EditionSource {
  readonly edition: Edition;
  readonly source: SourceRef;
  readonly countries: ReadonlyMap<string, CountryFigures>;
  /** Members that this source covers completely; false makes it a cross-check. */
  readonly complete: boolean;
}

/** An edition's published facts: the primary source, and who confirms it. */
export interface PublishedEdition {
  readonly edition: Edition;
  readonly primary: EditionSource;
  readonly crossChecks: readonly EditionSource[];
  /** Every member, with all five indices, sorted by ISO3. */
  readonly countries: readonly CompleteCountry[];
}

export interface CompleteCountry extends CountryFigures {
  readonly figures: Readonly<Record<IndexCode, Figure>>;
}

export type ReconciliationStatus = 'exact' | 'within_rounding' | 'declared' | 'not_recomputed' | 'deviates';

/** One score: what was published, what was recomputed, and how the two agree. */
export interface Score {
  readonly edition: Edition;
  readonly iso3: string;
  readonly indexCode: IndexCode;
  readonly methodologyId: string;

  readonly status: ValueStatus;
  readonly published: Rational | null;
  readonly rankPublished: number | null;

  readonly componentMissingAsZero: boolean;
  readonly recomputed: Rational | null;
  /** Half-up at `scoreDecimals`. */
  readonly recomputedRounded: Rational | null;
  readonly scoreDecimals: number | null;
  /** Published minus recomputed. */
  readonly residual: Rational | null;
  /** Largest residual that the printed precision of score and inputs allows. */
  readonly residualBound: Rational | null;
  readonly reconciliation: ReconciliationStatus;
  /** Why a score was not recomputed. */
  readonly notRecomputedReason: string | null;
  readonly deviationId: string | null;

  readonly rankFromPublished: number | null;
  readonly rankRecomputed: number | null;
  readonly rankBasis: string | null;
  readonly rankMethod: string | null;
  readonly rankCount: number | null;
  readonly rankReconciliation: ReconciliationStatus | null;
  readonly rankDeviationId: string | null;
  readonly isScoreTied: boolean | null;
  readonly isRankShared: boolean | null;
  readonly rankCompetition: number | null;
  readonly rankDense: number | null;

  readonly levelGroup: LevelGroup | null;
  readonly levelGroupBasis: string | null;
  readonly ratingClassDerived: string | null;

  readonly pointsAboveMin: Rational | null;
  readonly pointsRange: Rational | null;
  readonly pointsStep: Rational | null;
  readonly pointsBasis: string | null;
}

export interface ComputedEdition {
  readonly published: PublishedEdition;
  /** Not compared with the published ones yet: every reconciliation is `not_recomputed`. */
  readonly scores: readonly Score[];
  /** By country: all EGDI values that the inputs' printed precision allows. */
  readonly recomputedIntervals: ReadonlyMap<string, Interval>;
  readonly groupScores: readonly GroupScore[];
  readonly counts: readonly StageCount[];
}

/** A cross-check that contradicts the primary in one score or rank. */
export interface SourceConflict {
  readonly edition: Edition;
  readonly iso3: string;
  readonly indexCode: IndexCode;
  readonly field: 'score' | 'rank';
  /** As the primary prints it; null where its cell is blank. */
  readonly primaryText: string | null;
  readonly otherText: string | null;
  /** By how much the other figure is larger; null where one of them has no value. */
  readonly difference: Rational | null;
  readonly other: SourceRef;
  readonly otherCell: CellAddress;
}

export const LEVEL_GROUPS = ['very_high', 'high', 'middle', 'low'] as const;
export type LevelGroup = (typeof LEVEL_GROUPS)[number];

/** The mean of a country group for one index of one edition, by several rules kept apart. */
export interface GroupScore {
  readonly edition: Edition;
  readonly groupCode: string;
  readonly indexCode: IndexCode;
  /** Under the edition's own denominator rule; null where the rule is unknown. */
  readonly meanPublishedRule: Rational | null;
  /** Over members whose value is available. */
  readonly meanAvailable: Rational | null;
  /** As printed by the publisher, where a source prints it. */
  readonly meanPublished: string | null;
  readonly memberCount: number;
  /** Members in the denominator of `meanPublishedRule`. */
  readonly countedCount: number | null;
  /** Of these, how many entered as zero because their value is missing or they were not assessed. */
  readonly zeroForMissingCount: number | null;
  readonly denominatorRule: string;
}
