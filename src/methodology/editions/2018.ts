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
  METHOD_CHANGED,
  MISSING_NOT_SCORED,
  pointIndex,
  precision,
  rankedAt,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2014 } from '../indices/hci.ts';
import { TII_2018 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2018: EditionMethod = {
  edition: 2018,
  egdi: {
    weights: EQUAL_WEIGHTS,
    inputDecimals: null,
    notAssessedWhen: ALL_ASSESSED,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: rankedAt(4),
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      breakBefore: rule('components of TII', 'data', METHOD_CHANGED),
    }),
    OSI: pointIndex('OSI', {
      precision: precision(4, 'round'),
      lattice: lattice(144),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...TII_2018,
      breakBefore: rule('active mobile-broadband replaces wireless broadband', 'data', METHOD_CHANGED),
    }),
    HCI: componentIndex('HCI', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...HCI_2014,
      breakBefore: null,
    }),
    EPI: pointIndex('EPI', {
      precision: precision(4, 'round'),
      lattice: lattice(89, true),
      rankRule: EPI_COMPETITION,
    }),
  },
  levels: LEVELS_SINCE_2014,
  ratingClasses: null,
  denominator: MEAN_OVER_ALL,
};
