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
  RANKED_UNROUNDED,
  RATING_CLASSES,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2014 } from '../indices/hci.ts';
import { TII_2020 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2020: EditionMethod = {
  edition: 2020,
  egdi: {
    weights: EQUAL_WEIGHTS,
    inputDecimals: null,
    notAssessedWhen: ALL_ASSESSED,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: RANKED_UNROUNDED,
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      breakBefore: rule('components of TII', 'data', METHOD_CHANGED),
    }),
    OSI: pointIndex('OSI', {
      precision: precision(4, 'round'),
      lattice: lattice(170),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...TII_2020,
      breakBefore: rule('fixed telephone dropped; indicators capped at 120', 'data', METHOD_CHANGED),
    }),
    HCI: componentIndex('HCI', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...HCI_2014,
      breakBefore: null,
    }),
    EPI: pointIndex('EPI', {
      precision: precision(4, 'round'),
      lattice: lattice(84),
      rankRule: EPI_COMPETITION,
    }),
  },
  levels: LEVELS_SINCE_2014,
  ratingClasses: RATING_CLASSES,
  denominator: MEAN_OVER_ALL,
};
