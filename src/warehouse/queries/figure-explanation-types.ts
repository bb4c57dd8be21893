/** The shape of an explanation; `egdi explain --json` prints it, so it is extended and never renamed. */
import type { CellCorrection } from '../../model/quarantine.ts';
import type { Recomputations } from './recomputations.ts';

export interface Subject {
  readonly release: {
    readonly releaseNo: number;
    readonly publishedAt: string;
    readonly reason: string;
    readonly runId: number;
    /** The release that brought the edition's figures as they are. */
    readonly figuresSince: number;
    readonly versionSha256: string;
    /** The run that first loaded these figures. */
    readonly loadedByRun: number;
    readonly engineVersion: string;
  };
  readonly country: {
    readonly iso3: string;
    readonly name: string;
    readonly nameRu: string;
    readonly nameKk: string;
    readonly memberFrom: string | null;
    readonly note: string | null;
  };
  readonly edition: {
    readonly edition: number;
    readonly previousEdition: number | null;
    readonly memberCount: number;
    readonly indexNameThen: string;
    readonly methodKnown: boolean;
  };
}

/** One score as the release holds it. */
export interface FigureFacts {
  readonly indexCode: string;
  readonly indexName: string;
  readonly parentCode: string | null;
  readonly valueStatus: string;
  readonly scorePublished: string | null;
  readonly scorePrinted: string | null;
  readonly rankPublished: number | null;
  readonly rankPrinted: string | null;
  readonly componentMissingAsZero: boolean;
  readonly scoreRecomputed: string | null;
  readonly scoreRecomputedRounded: string | null;
  readonly scoreDecimals: number | null;
  readonly residual: string | null;
  readonly residualBound: string | null;
  readonly reconciliationStatus: string;
  readonly notRecomputedReason: string | null;
  readonly deviationId: string | null;
  readonly rankFromPublished: number | null;
  readonly rankRecomputed: number | null;
  readonly rankReconciliationStatus: string | null;
  readonly rankDeviationId: string | null;
  readonly rankBasis: string | null;
  readonly rankMethod: string | null;
  readonly rankCount: number | null;
  readonly isScoreTied: boolean | null;
  readonly isRankShared: boolean | null;
  readonly levelGroup: string | null;
  readonly levelGroupBasis: string | null;
  readonly ratingClass: string | null;
  readonly scoreChange: string | null;
  readonly rankChange: number | null;
  readonly isComparable: boolean | null;
  readonly breakKind: string | null;
  readonly pointsAboveMin: string | null;
  readonly pointsRange: string | null;
  readonly pointsStep: string | null;
  readonly pointsBasis: string | null;
  readonly methodologyId: string;
}

export interface Deviation {
  readonly id: string;
  readonly kind: string;
  readonly published: string;
  readonly recomputed: string;
  readonly reason: string;
  /** Deviations it follows from, comma-separated. */
  readonly causedBy: string;
  readonly evidence: string;
}

export interface Methodology {
  readonly id: string;
  readonly construction: string;
  readonly weights: string | null;
  readonly inputDecimals: string | null;
  readonly components: string | null;
  readonly scoreDecimals: number | null;
  readonly printMode: string | null;
  readonly zeroMeans: string | null;
  readonly notAssessedWhen: string | null;
  readonly missingCountsAsZero: boolean | null;
  readonly rankRule: string | null;
  readonly rankTakenOn: string | null;
  /** Null while the method is unknown. */
  readonly breakBefore: boolean | null;
  readonly breakKind: string | null;
  readonly evidence: string;
  readonly source: string;
}

/** One cell of one file that says something about the figure. */
export interface Evidence {
  readonly field: 'score' | 'rank';
  /** `shown`: what the release shows was read here. */
  readonly role: 'shown' | 'confirms' | 'contradicts';
  readonly printedText: string | null;
  readonly sheet: string | null;
  readonly row: number;
  readonly column: number;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly publisher: string;
  /** The run that read the cell. */
  readonly runId: number;
  /** What a person put in the place of the print, empty for a blank; null where nothing was corrected. */
  readonly correctedText: string | null;
  /** By whose decision the row of the cell entered; null where it was never held back. */
  readonly release: CellRelease | null;
}

export interface CellRelease {
  readonly quarantineId: number;
  readonly decisionNo: number;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** All corrections of the row, its name or edition among them. */
  readonly corrections: readonly CellCorrection[];
}

export interface SourceFile {
  readonly sha256: string;
  readonly fileName: string;
  readonly publisher: string;
  readonly title: string;
  readonly url: string | null;
  readonly licence: string;
  readonly retrievedOn: string | null;
  readonly publishedOn: string | null;
  readonly layoutId: string;
  /** What its origin note says, such as how far it was compared with the published file. */
  readonly originNote: string | null;
}

export interface Figure extends Omit<FigureFacts, 'deviationId' | 'rankDeviationId' | 'methodologyId'> {
  readonly deviation: Deviation | null;
  readonly rankDeviation: Deviation | null;
  readonly methodology: Methodology;
  readonly evidence: readonly Evidence[];
}

export interface Explanation {
  readonly subject: Subject;
  readonly figure: Figure;
  /** The sub-indices of an EGDI; empty for other indices. */
  readonly inputs: readonly Figure[];
  /** Of a sub-index: its weight in the EGDI of this edition. */
  readonly weightInParent: string | null;
  /** Of TII and HCI: what the recomputation from components says; null for the others. */
  readonly fromComponents: Recomputations | null;
  /** Of a sub-index without a value: it entered the EGDI as zero. */
  readonly isZeroInParent: boolean;
  readonly files: readonly SourceFile[];
}
