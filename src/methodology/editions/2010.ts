import {
  COMPETITION_DERIVED,
  componentIndex,
  EPI_RANK_UNKNOWN,
  egdiIndex,
  LEVELS_IN_RETROSPECT,
  lattice,
  MEAN_OVER_RANKED,
  MISSING_NOT_SCORED,
  NOT_ASSESSED_WITHOUT_HCI,
  pointIndex,
  precision,
  rankedAt,
  WEIGHTS_34_33_33,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2008 } from '../indices/hci.ts';
import { TII_2010 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';

export const EDITION_2010: EditionMethod = {
  edition: 2010,
  egdi: {
    weights: WEIGHTS_34_33_33,
    inputDecimals: null,
    notAssessedWhen: NOT_ASSESSED_WITHOUT_HCI,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: rankedAt(5),
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('not_assessed'),
      breakBefore: null,
    }),
    OSI: pointIndex('OSI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(315),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('not_available'),
      ...TII_2010,
      breakBefore: null,
    }),
    HCI: componentIndex('HCI', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('not_available'),
      ...HCI_2008,
      breakBefore: null,
    }),
    EPI: pointIndex('EPI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(70),
      rankRule: EPI_RANK_UNKNOWN,
    }),
  },
  levels: LEVELS_IN_RETROSPECT,
  ratingClasses: null,
  denominator: MEAN_OVER_RANKED,
};
