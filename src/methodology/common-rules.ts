/** Rules that several editions share, each with its evidence, so that an edition's file shows what differs. */
import type { Precision, PrintMode } from '../model/interval.ts';
import { rational } from '../model/rational.ts';
import type { ValueStatus } from '../model/status.ts';
import type { IndexCode } from '../model/survey.ts';
import { type Construction, OVER_MEMBERS_WITH_VALUE } from './indices/node-parts.ts';
import { EPI_POINTS, OSI_POINTS } from './indices/osi-epi.ts';
import type { DenominatorRule, EditionMethod, EgdiMethod, IndexMethod, PointLattice } from './method.ts';
import { type Rule, rule, unknownRule } from './rule.ts';

/** Source of a break for which one page cannot be named. */
export const METHOD_CHANGED =
  'change of method between the two editions, from their descriptions and from the published values';

const THIRD = rational(1, 3);

export const EQUAL_WEIGHTS: EgdiMethod['weights'] = rule(
  { OSI: THIRD, TII: THIRD, HCI: THIRD },
  'data',
  'the mean of the three published sub-indices reproduces every EGDI of the edition within rounding',
);

export const WEIGHTS_34_33_33: EgdiMethod['weights'] = rule(
  { OSI: rational(34, 100), TII: rational(33, 100), HCI: rational(33, 100) },
  'data',
  'fits every ranked member of 2008 and 2010 within rounding, two of 2008 apart; equal weights fail by up to 0.0136',
);

export const NOT_ASSESSED_WITHOUT_WEB: EgdiMethod['notAssessedWhen'] = rule(
  'osi-is-zero',
  'data',
  'no EGDI is published if and only if OSI = 0, without exception',
);

export const NOT_ASSESSED_WITHOUT_HCI: EgdiMethod['notAssessedWhen'] = rule(
  'hci-is-missing',
  'data',
  'no EGDI is published if and only if HCI is missing, without exception',
);

export const ALL_ASSESSED: EgdiMethod['notAssessedWhen'] = rule(
  'never',
  'data',
  'every member has an EGDI and a rank',
);

export const MISSING_AS_ZERO: EgdiMethod['missingCountsAsZero'] = rule(
  true,
  'data',
  '27 ranked members of 2003–2005 carry a missing sub-index as zero in their EGDI',
);

export const MISSING_NOT_SCORED: EgdiMethod['missingCountsAsZero'] = rule(
  false,
  'data',
  'members without all sub-indices have no EGDI',
);

export function rankedAt(decimals: number): EgdiMethod['rankBasis'] {
  return rule(
    { kind: 'rounded', decimals },
    'data',
    'published ranks follow from the score at these decimals, ties included',
  );
}

export const RANKED_UNROUNDED: EgdiMethod['rankBasis'] = rule(
  { kind: 'unrounded-with-exact-osi' },
  'data',
  'unrounded values with OSI = k/170 reproduce all 193 ranks of 2020, its four broken ties included',
);

export function precision(decimals: number, mode: PrintMode): Rule<Precision> {
  return rule(
    { decimals, mode },
    'data',
    'digits that vary in the published column, and how scores of known points are shortened',
  );
}

export function zeroMeans(status: ValueStatus): Rule<ValueStatus> {
  return rule(status, 'data', 'all 405 printed zeros of the twelve editions examined one by one');
}

export function lattice(range: number, halfPoints = false): Rule<PointLattice> {
  return rule(
    { range: rational(range), step: halfPoints ? rational(1, 2) : rational(1) },
    'data',
    'every member lies on this lattice with exactly one number of points; the smallest range that fits',
  );
}

export const COMPETITION: IndexMethod['rankRule'] = rule(
  'competition',
  'data',
  'countries with equal scores share the better rank and the next rank is skipped',
);
/** The Survey prints no sub-index ranks; the same rule is applied and said to be derived. */
export const COMPETITION_DERIVED: IndexMethod['rankRule'] = rule(
  'competition',
  'inferred',
  'rule of the EGDI, applied to a sub-index; the Survey prints no such rank',
);
export const EPI_COMPETITION: IndexMethod['rankRule'] = rule(
  'competition',
  'inferred',
  'agrees with every printed EPI rank of the editions from 2014 on',
);
export const EPI_RANK_UNKNOWN: IndexMethod['rankRule'] = unknownRule(
  'no printed EPI rank tells the tie rule of this edition',
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
    'thresholds 0.75, 0.50 and 0.25 of the Survey since 2014; lower bound taken as inclusive, which no country tests',
  );
}

export const RATING_CLASSES: EditionMethod['ratingClasses'] = rule(
  'rank-quartiles',
  'recalled',
  'quartiles by rank within a level group; the cut for sizes not divisible by 4 is unknown',
);

export const MEAN_OVER_RANKED: Rule<DenominatorRule> = rule(
  'ranked-members',
  'data',
  'reproduces the world means of the editions 2003–2010',
);
export const MEAN_OVER_ALL_ZERO_CODED: Rule<DenominatorRule> = rule(
  'all-members-missing-as-zero',
  'data',
  'reproduces the world and regional means of 2012, three members counted as zero',
);
export const MEAN_OVER_ALL: Rule<DenominatorRule> = rule(
  'all-members',
  'data',
  'reproduces the world and regional means to four decimals',
);

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
      'exact on the lattice of points for all members',
    ),
    tree: indexCode === 'OSI' ? OSI_POINTS : EPI_POINTS,
    referenceSet: OVER_MEMBERS_WITH_VALUE,
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
    construction: rule(
      'weighted arithmetic mean of OSI, TII and HCI as published',
      'data',
      'UN EGOVKB “Methodology”, and exact arithmetic on all editions',
    ),
    tree: null,
    referenceSet: null,
    lattice: null,
    rankRule: COMPETITION,
  };
}

export function componentIndex(
  indexCode: Exclude<IndexCode, 'EGDI' | 'EPI'>,
  parts: Construction & {
    precision: Rule<Precision>;
    zeroMeans: Rule<ValueStatus>;
    breakBefore: IndexMethod['breakBefore'];
  },
): IndexMethod {
  return { indexCode, ...parts, lattice: null, rankRule: COMPETITION_DERIVED };
}
