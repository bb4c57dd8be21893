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
import { HCI_2024 } from '../indices/hci.ts';
import { OSI_2022 } from '../indices/osi-epi.ts';
import { TII_2024 } from '../indices/tii.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';

export const EDITION_2024: EditionMethod = {
  edition: 2024,
  egdi: {
    weights: EQUAL_WEIGHTS,
    inputDecimals: rule(
      { OSI: 4, TII: 4, HCI: 5 },
      'data',
      'fits 192 of 193 members; a trailing 5 may have been rounded either way',
    ),
    notAssessedWhen: ALL_ASSESSED,
    missingCountsAsZero: MISSING_NOT_SCORED,
    rankBasis: rankedAt(5),
  },
  indices: {
    EGDI: egdiIndex({
      precision: precision(5, 'round'),
      zeroMeans: zeroMeans('observed'),
      breakBefore: rule('components of TII and HCI', 'data', METHOD_CHANGED),
    }),
    OSI: componentIndex('OSI', {
      precision: precision(5, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...OSI_2022,
      breakBefore: null,
    }),
    TII: componentIndex('TII', {
      precision: precision(5, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...TII_2024,
      breakBefore: rule('affordability replaces fixed broadband', 'data', METHOD_CHANGED),
    }),
    HCI: componentIndex('HCI', {
      precision: precision(5, 'round'),
      zeroMeans: zeroMeans('observed'),
      ...HCI_2024,
      breakBefore: rule('e-government literacy added', 'data', METHOD_CHANGED),
    }),
    EPI: pointIndex('EPI', {
      precision: precision(4, 'round'),
      lattice: lattice(73),
      rankRule: EPI_COMPETITION,
    }),
  },
  levels: LEVELS_SINCE_2014,
  ratingClasses: RATING_CLASSES,
  denominator: MEAN_OVER_ALL,
};
