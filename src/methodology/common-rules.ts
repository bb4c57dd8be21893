/** Rules that several editions share, each with its evidence, so that an edition's file shows what differs. */
import type { Precision, PrintMode } from '../model/interval.ts';
import { rational } from '../model/rational.ts';
import type { ValueStatus } from '../model/status.ts';
import type { IndexCode } from '../model/survey.ts';
import {
  type Component,
  type DenominatorRule,
  type EditionMethod,
  type EgdiMethod,
  type IndexMethod,
  type PointLattice,
  type Rule,
  rule,
  unknownRule,
} from './method.ts';

const THIRD = rational(1, 3);

export const EQUAL_WEIGHTS: EgdiMethod['weights'] = rule(
  { OSI: THIRD, TII: THIRD, HCI: THIRD },
  'data',
  '§2, §2.1: the mean of the three published sub-indices reproduces the EGDI within rounding',
);

export const WEIGHTS_34_33_33: EgdiMethod['weights'] = rule(
  { OSI: rational(34, 100), TII: rational(33, 100), HCI: rational(33, 100) },
  'data',
  '§2: fits 183 of 183 members of 2010 to 8e-6; equal weights fail by up to 0.0136',
);

export const NOT_ASSESSED_WITHOUT_WEB: EgdiMethod['notAssessedWhen'] = rule(
  'osi-is-zero',
  'data',
  '§7.1: no EGDI if and only if OSI = 0, without exception',
);

export const NOT_ASSESSED_WITHOUT_HCI: EgdiMethod['notAssessedWhen'] = rule(
  'hci-is-missing',
  'data',
  '§7.1: no EGDI if and only if HCI is missing, without exception',
);

export const ALL_ASSESSED: EgdiMethod['notAssessedWhen'] = rule(
  'never',
  'data',
  '§7.1: all members are ranked',
);

export const MISSING_AS_ZERO: EgdiMethod['missingCountsAsZero'] = rule(
  true,
  'data',
  '§7.2, P.8: 27 ranked members of 2003–2005 carry a missing sub-index as zero in their EGDI',
);

export const MISSING_NOT_SCORED: EgdiMethod['missingCountsAsZero'] = rule(false, 'data', '§7.1');

export function rankedAt(decimals: number): EgdiMethod['rankBasis'] {
  return rule({ kind: 'rounded', decimals }, 'data', 'P.3: ranks are taken on the score at these decimals');
}

export const RANKED_UNROUNDED: EgdiMethod['rankBasis'] = rule(
  { kind: 'unrounded-with-exact-osi' },
  'data',
  'P.3: unrounded values with OSI = k/170 reproduce all 193 ranks of 2020, its four broken ties included',
);

export function precision(decimals: number, mode: PrintMode): Rule<Precision> {
  return rule({ decimals, mode }, 'data', '§2 and section P: true decimals of the published column');
}

export function zeroMeans(status: ValueStatus): Rule<ValueStatus> {
  return rule(status, 'data', 'P.8: the 405 printed zeros, each with its status');
}

export function lattice(range: number, halfPoints = false): Rule<PointLattice> {
  return rule(
    { range: rational(range), step: halfPoints ? rational(1, 2) : rational(1) },
    'data',
    '§2, P.7: every member lies on the lattice with exactly one k; the step count is the smallest that fits',
  );
}

export const COMPETITION: IndexMethod['rankRule'] = rule('competition', 'data', '§5.3, P.3');
/** The Survey prints no sub-index ranks; the same rule is applied and said to be derived. */
export const COMPETITION_DERIVED: IndexMethod['rankRule'] = rule(
  'competition',
  'inferred',
  '§5.3: rule of the EGDI, applied to a sub-index; derived',
);
export const EPI_COMPETITION: IndexMethod['rankRule'] = rule(
  'competition',
  'inferred',
  '§5.2: EPI rank rule',
);
export const EPI_RANK_UNKNOWN: IndexMethod['rankRule'] = unknownRule(
  '§5.2: no printed EPI rank tells the tie rule',
);

export const LEVELS_SINCE_2014: EditionMethod['levels'] = levels(true);
export const LEVELS_IN_RETROSPECT: EditionMethod['levels'] = levels(false);

function levels(usedByEdition: boolean): EditionMethod['levels'] {
  return rule(
    {
      thresholds: [
        { group: 'very_high', min: rational(3, 4) },
        { group: 'high', min: rational(1, 2) },
        { group: 'middle', min: rational(1, 4) },
        { group: 'low', min: rational(0) },
      ],
      usedByEdition,
    },
    'stated',
    '§5.4: ≥ 0.75, 0.50, 0.25; lower bound inclusive, which no country tests',
  );
}

export const RATING_CLASSES: EditionMethod['ratingClasses'] = rule(
  'rank-quartiles',
  'recalled',
  '§5.4: quartiles by rank within a level group; the cut for sizes not divisible by 4 is unknown',
);

export const MEAN_OVER_RANKED: Rule<DenominatorRule> = rule('ranked-members', 'data', '§6');
export const MEAN_OVER_ALL_ZERO_CODED: Rule<DenominatorRule> = rule(
  'all-members-missing-as-zero',
  'data',
  '§6',
);
export const MEAN_OVER_ALL: Rule<DenominatorRule> = rule('all-members', 'data', '§6');

/** An index whose score is a share of a range of points. */
export function pointIndex(
  indexCode: 'OSI' | 'EPI',
  parts: { precision: Rule<Precision>; lattice: Rule<PointLattice>; rankRule: IndexMethod['rankRule'] },
): IndexMethod {
  return {
    indexCode,
    ...parts,
    zeroMeans: zeroMeans('observed'),
    construction: rule(
      '(points − minimum) / (maximum − minimum) of an unweighted sum of points',
      'data',
      '§5.1, §5.2: exact on the lattice of all members',
    ),
    components: [],
    breakBefore: null,
  };
}

export function egdiIndex(parts: {
  precision: Rule<Precision>;
  zeroMeans: Rule<ValueStatus>;
  breakBefore: IndexMethod['breakBefore'];
}): IndexMethod {
  return {
    indexCode: 'EGDI',
    ...parts,
    construction: rule('weighted arithmetic mean of OSI, TII and HCI as published', 'data', '§1, §2'),
    components: [],
    lattice: null,
    rankRule: COMPETITION,
  };
}

export function componentIndex(
  indexCode: Exclude<IndexCode, 'EGDI' | 'EPI'>,
  parts: {
    precision: Rule<Precision>;
    zeroMeans: Rule<ValueStatus>;
    construction: Rule<string>;
    components: readonly Component[];
    breakBefore: IndexMethod['breakBefore'];
  },
): IndexMethod {
  return { indexCode, ...parts, lattice: null, rankRule: COMPETITION_DERIVED };
}
