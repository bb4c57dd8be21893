import {
  ALL_ASSESSED,
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
  RATING_CLASSES,
  rankedAt,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2014 } from '../indices/hci.ts';
import { OSI_2022 } from '../indices/osi-epi.ts';
import { TII_2020 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2022: EditionMethod = {
  edition: 2022,
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
      breakBefore: rule('OSI made of five weighted sub-indices', 'data', METHOD_CHANGED),
    }),
    OSI: componentIndex('OSI', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...OSI_2022,
      breakBefore: rule('made of five weighted sub-indices', 'data', METHOD_CHANGED),
    }),
    TII: componentIndex('TII', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...TII_2020,
      breakBefore: null,
    }),
    HCI: componentIndex('HCI', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...HCI_2014,
      breakBefore: null,
    }),
    EPI: pointIndex('EPI', {
      precision: precision(4, 'round'),
      lattice: lattice(88),
      rankRule: EPI_COMPETITION,
    }),
  },
  levels: LEVELS_SINCE_2014,
  ratingClasses: RATING_CLASSES,
  denominator: MEAN_OVER_ALL,
};
