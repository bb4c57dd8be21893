import {
  COMPETITION_DERIVED,
  componentIndex,
  EQUAL_WEIGHTS,
  egdiIndex,
  LEVELS_IN_RETROSPECT,
  lattice,
  MEAN_OVER_ALL_ZERO_CODED,
  METHOD_CHANGED,
  MISSING_NOT_SCORED,
  NOT_ASSESSED_WITHOUT_WEB,
  pointIndex,
  precision,
  rankedAt,
  zeroMeans,
} from '../common-rules.ts';
import { HCI_2012 } from '../indices/hci.ts';
import { TII_2012 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2012: EditionMethod = {
  edition: 2012,
  egdi: {
    weights: EQUAL_WEIGHTS,
    inputDecimals: null,
    notAssessedWhen: NOT_ASSESSED_WITHOUT_WEB,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: rankedAt(5),
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('not_assessed'),
      breakBefore: rule(
        'weights back to equal thirds; z-scores and min–max of TII and HCI',
        'data',
        METHOD_CHANGED,
      ),
    }),
    OSI: pointIndex('OSI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(153),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('observed'),
      ...TII_2012,
      breakBefore: rule('z-scores and final min–max; components of TII', 'data', METHOD_CHANGED),
    }),
    HCI: componentIndex('HCI', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('observed'),
      ...HCI_2012,
      breakBefore: rule('z-scores and final min–max', 'data', METHOD_CHANGED),
    }),
    EPI: pointIndex('EPI', {
      precision: precision(4, 'round'),
      lattice: lattice(38),
      rankRule: rule(
        'dense',
        'stated',
        'contested: Kazakhstan is printed 2nd jointly with Singapore (dense), another source prints 3rd',
      ),
    }),
  },
  levels: LEVELS_IN_RETROSPECT,
  ratingClasses: null,
  denominator: MEAN_OVER_ALL_ZERO_CODED,
};
