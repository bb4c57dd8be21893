/**
 * One edition's data by another edition's method, as far as inputs allow: what of a rank is data and what is method.
 * The rules of the EGDI itself (weights, inputs' decimals, who is assessed, rounding, what ranks are taken on) always
 * apply; a sub-index is made anew only where its raw components are given and its construction is known.
 */
import { shapleyFractions } from '../../composite/attribution/shapley.ts';
import { egdiScore, type SubIndexValues } from '../../composite/exact/egdi-score.ts';
import { rankDescending } from '../../composite/exact/rank.ts';
import { rankDifferences } from '../../composite/rank/rank-differences.ts';
import { correlate } from '../../composite/statistics/correlation.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { ComponentValue } from '../../model/component-value.ts';
import { type Rational, rational, toNumber } from '../../model/rational.ts';
import type { Edition } from '../../model/survey.ts';
import { diffMethods, type MethodDifference } from '../methods/method-diff.ts';
import { type MethodFact, methodFacts } from '../methods/method-facts.ts';
import type { EditionWithMethod } from './ranked-states.ts';
import { type RemadeSubIndices, remakeSubIndices, type SubIndexBasis } from './remade-sub-indices.ts';

/** A country's EGDI and rank by one method. */
export interface Placed {
  readonly score: number;
  readonly rank: number;
}

export interface DriftRow {
  readonly iso3: string;
  readonly name: string;
  readonly rankPublished: number | null;
  /** By the edition's own method; null: not assessed by it. */
  readonly own: Placed | null;
  /** By the other edition's method. */
  readonly other: Placed | null;
  /** Rank by the other method minus own rank: positive is a larger number, which is worse. Null without both. */
  readonly change: number | null;
}

export interface DriftAgreement {
  /** Countries that both methods rank. */
  readonly compared: number;
  readonly unchanged: number;
  readonly meanAbsoluteChange: number;
  readonly spearman: number;
  readonly newlyAssessed: readonly string[];
  readonly noLongerAssessed: readonly string[];
}

/** The rank difference of a country between two editions: what the data did and what the rules that apply did. */
export interface DriftSplit {
  readonly iso3: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Shapley values of the game of data and method; they sum to `to − from` exactly. Positive is worse. */
  readonly data: Rational;
  readonly method: Rational;
}

export interface Drift {
  readonly dataEdition: Edition;
  readonly methodEdition: Edition;
  readonly releaseNo: number;
  readonly rows: readonly DriftRow[];
  readonly agreement: DriftAgreement;
  /** Rules of the EGDI that differ and are applied. */
  readonly applied: readonly MethodDifference[];
  /** Sub-index by sub-index: as published, or made anew; and why not. */
  readonly subIndices: readonly SubIndexBasis[];
  /** Empty where the other edition is not loaded. */
  readonly split: readonly DriftSplit[];
}

export interface DriftInput {
  readonly data: EditionWithMethod;
  readonly method: EditionMethod;
  /** The edition that the method is of, for the split; undefined: not loaded. */
  readonly methodEdition?: EditionWithMethod | undefined;
  readonly components: readonly ComponentValue[];
}

export function drift({ data, method, methodEdition, components }: DriftInput): Drift {
  const remade = remakeSubIndices(data, method, components);
  const own = placesBy(data, data.method, remade.own);
  const other = placesBy(data, method, remade.other);
  const rows = data.figures.members.map(({ iso3, name, rank }): DriftRow => {
    const [a, b] = [own.get(iso3) ?? null, other.get(iso3) ?? null];
    const change = a === null || b === null ? null : b.rank - a.rank;
    return { iso3, name, rankPublished: rank, own: a, other: b, change };
  });
  return {
    dataEdition: data.figures.edition,
    methodEdition: method.edition,
    releaseNo: data.figures.releaseNo,
    rows,
    agreement: agreementOf(rows),
    applied: diffMethods(egdiRules(data.method), egdiRules(method)),
    subIndices: remade.basis,
    split: methodEdition === undefined ? [] : splitOf(own, other, methodEdition, data, components),
  };
}

/** What the statuses of printed figures are was decided when they were loaded. */
const DECIDED_AT_LOADING = 'a printed zero means';

function egdiRules(method: EditionMethod): MethodFact[] {
  return methodFacts(method).filter(({ part, name }) => part === 'EGDI' && name !== DECIDED_AT_LOADING);
}

type Places = ReadonlyMap<string, Placed>;

/** EGDI and competition ranks of an edition's countries by the rules of a method. */
function placesBy(
  { figures, method: ownMethod }: EditionWithMethod,
  method: EditionMethod,
  inputs: RemadeSubIndices['own'],
): Places {
  // The points behind a published OSI are those of its own edition.
  const rules = { ...method, indices: { ...method.indices, OSI: ownMethod.indices.OSI } };
  const scored = new Map(
    figures.members.flatMap(({ iso3 }) => {
      const score = egdiScore(inputs.get(iso3) as SubIndexValues, rules);
      return score === null ? [] : [[iso3, score] as const];
    }),
  );
  const ranks = rankDescending(
    new Map([...scored].map(([iso3, { rankedOn }]) => [iso3, rankedOn])),
  ).competition;
  return new Map(
    [...scored].map(([iso3, { rounded }]) => [
      iso3,
      { score: toNumber(rounded), rank: ranks.get(iso3) as number },
    ]),
  );
}

function agreementOf(rows: readonly DriftRow[]): DriftAgreement {
  const ranks = (side: 'own' | 'other') => Float64Array.from(rows, (row) => row[side]?.rank ?? Number.NaN);
  const compared = rows.filter(({ change }) => change !== null);
  const [own, other] = [ranks('own'), ranks('other')];
  return {
    compared: compared.length,
    unchanged: compared.filter(({ change }) => change === 0).length,
    meanAbsoluteChange: rankDifferences(own, other).meanAbsolute,
    spearman: correlate(own, other, 'spearman').coefficient,
    newlyAssessed: rows.filter((row) => row.own === null && row.other !== null).map(({ iso3 }) => iso3),
    noLongerAssessed: rows.filter((row) => row.own !== null && row.other === null).map(({ iso3 }) => iso3),
  };
}

/** Players: data (bit 0) and method (bit 1), each of the first or of the second edition. */
function splitOf(
  own: Places,
  other: Places,
  second: EditionWithMethod,
  first: EditionWithMethod,
  components: readonly ComponentValue[],
): DriftSplit[] {
  const remade = remakeSubIndices(second, first.method, components);
  const places = [
    own,
    placesBy(second, first.method, remade.other),
    other,
    placesBy(second, second.method, remade.own),
  ];
  return second.figures.members.flatMap(({ iso3, name }) => {
    const ranks = places.map((ranking) => ranking.get(iso3)?.rank);
    if (ranks.includes(undefined)) return [];
    const [data, method] = shapleyFractions(2, (coalition) => ranks[coalition] as number);
    const [from, to] = [ranks[0] as number, ranks[3] as number];
    return [{ iso3, name, from, to, data: data ?? rational(0), method: method ?? rational(0) }];
  });
}

/** All pairs of editions: data of the row by the method of the column. */
export interface DriftMatrix {
  readonly releaseNo: number;
  readonly editions: readonly Edition[];
  /** `cells[row][column]`; on the diagonal the edition by its own method. */
  readonly cells: readonly (readonly DriftAgreement[])[];
}

/** Published sub-indices throughout: what the rules of the EGDI alone do to ranks. */
export function driftMatrix(editions: readonly EditionWithMethod[]): DriftMatrix {
  return {
    releaseNo: editions[0]?.figures.releaseNo ?? 0,
    editions: editions.map(({ figures }) => figures.edition),
    cells: editions.map((data) =>
      editions.map(({ method }) => drift({ data, method, components: [] }).agreement),
    ),
  };
}
