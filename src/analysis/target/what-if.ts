/** What the questions “what would it take” and “what if” have in common: where the country stands today, and what is assumed. */
import type { EditionMethod } from '../../methodology/method.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import { toNumber } from '../../model/rational.ts';
import { type Edition, SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import { type Standing, standingOf } from './outcome.ts';
import type { Contender, Standings } from './standings.ts';
import { assumptionsOf, type Move } from './what-if-assumptions.ts';

/** What every what-if says about where it starts. */
export interface WhatIfBase {
  readonly edition: Edition;
  readonly releaseNo: number;
  readonly country: { readonly iso3: string; readonly name: string };
  /** Members with a rank. */
  readonly rankedCount: number;
  /** Decimals that scores are rounded to before ranking; null: ranked unrounded, with the exact OSI of its points. */
  readonly rankedAtDecimals: number | null;
  readonly scoreDecimals: number;
  readonly today: Standing & {
    /** As printed. */
    readonly rankPublished: number | null;
    readonly scorePublished: number;
    readonly inputs: readonly InputToday[];
  };
  /** Members whose recomputed rank is not the printed one: declared deviations. */
  readonly deviatingRanks: readonly string[];
  readonly assumptions: readonly string[];
}

export interface InputToday {
  readonly code: SubIndexCode;
  readonly weight: number;
  readonly decimals: number;
  /** As the method takes it. */
  readonly value: number;
  /** As printed; null: not available. */
  readonly published: number | null;
  /** Not available, and counted as zero. */
  readonly isMissingAsZero: boolean;
}

/** @param changing the sub-indices that the question changes */
export function whatIfBase(
  figures: EditionFigures,
  standings: Standings,
  country: Contender,
  changing: ReadonlyMap<SubIndexCode, Move>,
): WhatIfBase {
  const { method, contenders } = standings;
  const { iso3, name } = country;
  return {
    edition: figures.edition,
    releaseNo: figures.releaseNo,
    country: { iso3, name },
    rankedCount: contenders.length,
    rankedAtDecimals: rankDecimals(method),
    scoreDecimals: method.indices.EGDI.precision.value.decimals,
    today: {
      ...standingOf(standings, country),
      rankPublished: country.rankPublished,
      scorePublished: country.scorePublished,
      inputs: SUB_INDEX_CODES.map((code) => inputToday(standings, country, code)),
    },
    deviatingRanks: contenders
      .filter(({ rank, rankPublished }) => rank !== rankPublished)
      .map((one) => one.iso3)
      .toSorted(),
    assumptions: assumptionsOf(figures, standings, country, changing),
  };
}

export function inputToday({ method }: Standings, country: Contender, code: SubIndexCode): InputToday {
  const published = country.published[code];
  return {
    code,
    weight: toNumber(method.egdi.weights.value[code]),
    decimals: method.egdi.inputDecimals?.value[code] ?? method.indices[code].precision.value.decimals,
    value: toNumber(country.computed.inputs[code]),
    published: published === null ? null : toNumber(published),
    isMissingAsZero: published === null,
  };
}

export function rankDecimals({ egdi }: EditionMethod): number | null {
  const basis = egdi.rankBasis.value;
  return basis.kind === 'rounded' ? basis.decimals : null;
}
