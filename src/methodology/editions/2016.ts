import {
  ALL_ASSESSED,
  COMPETITION_DERIVED,
  componentIndex,
  EPI_COMPETITION,
  EQUAL_WEIGHTS,
  egdiIndex,
  LEVELS_SINCE_2014,
  lattice,
  MEAN_OVER_ALL,
  MISSING_NOT_SCORED,
  pointIndex,
  precision,
  rankedAt,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2014 } from '../indices/hci.ts';
import { TII_2014 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';

export const EDITION_2016: EditionMethod = {
  edition: 2016,
  egdi: {
    weights: EQUAL_WEIGHTS,
    inputDecimals: null,
    notAssessedWhen: ALL_ASSESSED,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: rankedAt(5),
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(5, 'round'),
      zeroMeans: zeroMeans('observed'),
      breakBefore: null,
    }),
    OSI: pointIndex('OSI', {
      precision: precision(5, 'round'),
      lattice: lattice(138),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(5, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...TII_2014,
      breakBefore: null,
    }),
    HCI: componentIndex('HCI', {
      precision: precision(5, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...HCI_2014,
      breakBefore: null,
    }),
    EPI: pointIndex('EPI', {
      precision: precision(5, 'round'),
      lattice: lattice(59),
      rankRule: EPI_COMPETITION,
    }),
  },
  levels: LEVELS_SINCE_2014,
  ratingClasses: null,
  denominator: MEAN_OVER_ALL,
};
