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
import { TII_2014 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2014: EditionMethod = {
  edition: 2014,
  egdi: {
    weights: EQUAL_WEIGHTS,
    inputDecimals: null,
    notAssessedWhen: ALL_ASSESSED,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: rankedAt(5),
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('observed'),
      breakBefore: rule('components of HCI and TII', 'data', METHOD_CHANGED),
    }),
    OSI: pointIndex('OSI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(127),
      rankRule: COMPETITION_DERIVED,
    }),
    TII: componentIndex('TII', {
      precision: precision(5, 'truncate'),
      zeroMeans: zeroMeans('observed'),
      ...TII_2014,
      breakBefore: rule(
        'wireless broadband replaces fixed Internet subscriptions',
        'data',
        'UN E-Government Survey 2022, Table A.1',
      ),
    }),
    HCI: componentIndex('HCI', {
      precision: precision(4, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...HCI_2014,
      breakBefore: rule('two components become four', 'data', METHOD_CHANGED),
    }),
    EPI: pointIndex('EPI', {
      precision: precision(5, 'truncate'),
      lattice: lattice(51),
      rankRule: EPI_COMPETITION,
    }),
  },
  levels: LEVELS_SINCE_2014,
  ratingClasses: null,
  denominator: MEAN_OVER_ALL,
};
