import {
  COMPETITION_DERIVED,
  componentIndex,
  EQUAL_WEIGHTS,
  egdiIndex,
  LEVELS_IN_RETROSPECT,
  lattice,
  MEAN_OVER_RANKED,
  MISSING_AS_ZERO,
  NOT_ASSESSED_WITHOUT_WEB,
  pointIndex,
  precision,
  rankedAt,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2003 } from '../indices/hci.ts';
import { TII_2003 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2005: EditionMethod = {
  edition: 2005,
  egdi: {
    weights: EQUAL_WEIGHTS,
    inputDecimals: null,
    notAssessedWhen: NOT_ASSESSED_WITHOUT_WEB,
    missingCountsAsZero: MISSING_AS_ZERO,
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
      lattice: lattice(260, true),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('not_available'),
      ...TII_2003,
      breakBefore: null,
    }),
    HCI: componentIndex('HCI', {
      precision: precision(3, 'round'),
      zeroMeans: zeroMeans('not_available'),
      ...HCI_2003,
      breakBefore: null,
    }),
    EPI: pointIndex('EPI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(63),
      rankRule: rule(
        'dense',
        'stated',
        'Kazakhstan is printed 31st, the dense rank; competition would be 47',
      ),
    }),
  },
  levels: LEVELS_IN_RETROSPECT,
  ratingClasses: null,
  denominator: MEAN_OVER_RANKED,
};
