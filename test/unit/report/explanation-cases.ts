/** An explanation as the warehouse gives it, for the tests of its words. */
import type {
  Explanation,
  Figure,
  Methodology,
} from '../../../src/warehouse/queries/figure-explanation-types.ts';

export const METHODOLOGY: Methodology = {
  id: 'EGDI-2018',
  construction: 'weighted arithmetic mean of OSI, TII and HCI as published',
  weights: 'OSI 1/3, TII 1/3, HCI 1/3',
  inputDecimals: null,
  components: null,
  scoreDecimals: 4,
  printMode: 'round',
  zeroMeans: 'observed',
  notAssessedWhen: 'never',
  missingCountsAsZero: false,
  rankRule: 'competition',
  rankTakenOn: 'score rounded to 4 decimals',
  breakBefore: true,
  breakKind: 'components of TII',
  evidence: 'data',
  source: '§2',
};

export function figure(part: Partial<Figure> = {}): Figure {
  return {
    indexCode: 'EGDI',
    indexName: 'E-Government Development Index',
    parentCode: null,
    valueStatus: 'observed',
    scorePublished: '0.75970',
    scorePrinted: '0.75970',
    rankPublished: null,
    rankPrinted: null,
    componentMissingAsZero: false,
    scoreRecomputed: null,
    scoreRecomputedRounded: null,
    scoreDecimals: 4,
    residual: null,
    residualBound: null,
    reconciliationStatus: 'not_recomputed',
    notRecomputedReason: null,
    rankFromPublished: null,
    rankRecomputed: null,
    rankReconciliationStatus: null,
    rankBasis: null,
    rankMethod: null,
    rankCount: 193,
    isScoreTied: false,
    isRankShared: null,
    levelGroup: null,
    levelGroupBasis: null,
    ratingClass: null,
    scoreChange: null,
    rankChange: null,
    isComparable: null,
    breakKind: null,
    pointsAboveMin: null,
    pointsRange: null,
    pointsStep: null,
    pointsBasis: null,
    deviation: null,
    rankDeviation: null,
    methodology: METHODOLOGY,
    evidence: [],
    ...part,
  };
}

const SHA256 = '784baba36912a7286ad6e0eb435d330831fc322c6aae7ec21beb43b0d766ea1a';

const CELL = {
  field: 'score',
  role: 'shown',
  printedText: '0.75970',
  sheet: null,
  row: 9,
  column: 4,
  fileName: 'EGOV_DATA_2018.csv',
  fileSha256: SHA256,
  publisher: 'UN DESA',
  runId: 1,
  correctedText: null,
  release: null,
} as const;

/** Kazakhstan 2018, with parts of its EGDI replaced. */
export function explanation(part: Partial<Figure> = {}, inputs?: readonly Figure[]): Explanation {
  return {
    subject: {
      release: {
        releaseNo: 2,
        publishedAt: '2026-01-31T12:34:56.789Z',
        reason: 'run',
        runId: 3,
        figuresSince: 1,
        versionSha256: 'f'.repeat(64),
        loadedByRun: 1,
        engineVersion: '1',
      },
      country: {
        iso3: 'KAZ',
        name: 'Kazakhstan',
        nameRu: 'Казахстан',
        nameKk: 'Қазақстан',
        memberFrom: null,
        note: null,
      },
      edition: {
        edition: 2018,
        previousEdition: 2016,
        memberCount: 193,
        indexNameThen: 'E-Government Development Index',
        methodKnown: true,
      },
    },
    figure: figure({
      rankPublished: 39,
      rankPrinted: '39',
      scoreRecomputed: '0.759733333333333',
      scoreRecomputedRounded: '0.75970',
      residual: '-0.000033333333333',
      residualBound: '0.000100000000000',
      reconciliationStatus: 'exact',
      rankRecomputed: 39,
      rankReconciliationStatus: 'exact',
      rankBasis: 'recomputed score rounded to 4 decimals',
      evidence: [
        CELL,
        { ...CELL, role: 'confirms', fileName: 'egdi-2018.xlsx', sheet: 'Sheet1' },
        { ...CELL, role: 'contradicts', fileName: 'other.csv', printedText: '0.7000' },
      ],
      ...part,
    }),
    inputs: inputs ?? [
      figure({ indexCode: 'OSI', parentCode: 'EGDI', scorePublished: '0.86810' }),
      figure({ indexCode: 'TII', parentCode: 'EGDI', scorePublished: '0.57230' }),
      figure({ indexCode: 'HCI', parentCode: 'EGDI', scorePublished: '0.83880' }),
    ],
    weightInParent: null,
    isZeroInParent: false,
    files: [
      {
        sha256: SHA256,
        fileName: 'EGOV_DATA_2018.csv',
        publisher: 'UN DESA',
        title: 'Survey',
        url: null,
        licence: 'as stated',
        retrievedOn: null,
        publishedOn: null,
        layoutId: 'egovkb',
        originNote: null,
      },
    ],
  };
}
