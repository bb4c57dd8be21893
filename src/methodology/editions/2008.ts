import {
  COMPETITION_DERIVED,
  componentIndex,
  EPI_RANK_UNKNOWN,
  egdiIndex,
  LEVELS_IN_RETROSPECT,
  lattice,
  MEAN_OVER_RANKED,
  METHOD_CHANGED,
  MISSING_NOT_SCORED,
  NOT_ASSESSED_WITHOUT_HCI,
  pointIndex,
  precision,
  rankedAt,
  WEIGHTS_34_33_33,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2008 } from '../indices/hci.ts';
import { TII_2008 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2008: EditionMethod = {
  edition: 2008,
  egdi: {
    weights: WEIGHTS_34_33_33,
    inputDecimals: null,
    notAssessedWhen: NOT_ASSESSED_WITHOUT_HCI,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: rankedAt(4),
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('not_assessed'),
      breakBefore: rule('weights of the sub-indices; components of TII', 'data', METHOD_CHANGED),
    }),
    OSI: pointIndex('OSI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(299, true),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('not_available'),
      ...TII_2008,
      breakBefore: rule('components of TII', 'data', METHOD_CHANGED),
    }),
    HCI: componentIndex('HCI', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('not_available'),
      ...HCI_2008,
      breakBefore: null,
    }),
    EPI: pointIndex('EPI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(44),
      rankRule: EPI_RANK_UNKNOWN,
    }),
  },
  levels: LEVELS_IN_RETROSPECT,
  ratingClasses: null,
  denominator: MEAN_OVER_RANKED,
};
