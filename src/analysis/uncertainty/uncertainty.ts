/** How robust the ranks of an edition are: intervals, probabilities, what moves them. Pure; the work may be shared out. */
import { createEnsemble, type Ensemble } from '../../composite/uncertainty/ensemble.ts';
import {
  monteCarloError,
  probabilityAbove,
  probabilityWithin,
  type RankCounts,
  type RankStatistics,
  rankStatistics,
} from '../../composite/uncertainty/rank-counts.ts';
import { type SobolEstimate, sobolIndices } from '../../composite/uncertainty/sobol.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { EditionFigures, MemberFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Edition } from '../../model/survey.ts';
import {
  type Assumption,
  type EditionEnsemble,
  type EnsembleRequest,
  editionEnsemble,
} from './edition-ensemble.ts';
import { type LeftOut, ranksLeavingOut } from './leaving-out.ts';
import { type PieceRunner, piecesOf, runPieces } from './uncertainty-pieces.ts';

export interface UncertaintyRequest extends EnsembleRequest {
  readonly replicates: number;
  /** The k of P(rank ≤ k). */
  readonly top: number;
  /** ISO3 codes; empty: all countries. */
  readonly countries: readonly string[];
  /** ISO3 code: P(above it) for every country shown. */
  readonly above: string | null;
  readonly isSensitivityAsked: boolean;
  readonly isLeaveOneOutAsked: boolean;
}

/** P(above) at or beyond which two countries are told apart. */
export const TOLD_APART = 0.95;
const FEWEST_SENSITIVITY_ROWS = 200;

export interface CountryUncertainty {
  readonly iso3: string;
  readonly name: string;
  /** Printed rank of the EGDI. */
  readonly rank: number | null;
  readonly ranks: RankStatistics;
  /** P(rank ≤ top) and its Monte Carlo standard error. */
  readonly withinTop: number;
  readonly withinTopError: number;
  /** P(above the country asked for); null: not asked, or itself. */
  readonly aboveAsked: number | null;
  /** Countries that it is above, or below, in less than 95 % of the replicates; in order of the ranking. */
  readonly notToldApart: readonly string[];
}

/** A run of the ranking whose first country is not above any of the others in 95 % of the replicates. */
export interface RankGroup {
  readonly from: number;
  readonly to: number;
  readonly countries: readonly string[];
}

export interface SensitivityOutput {
  /** Null: mean |rank − nominal rank| over all countries; else the rank of this country. */
  readonly iso3: string | null;
  readonly mean: number;
  readonly variance: number;
  /** By assumption, in order; null values: the output does not vary. */
  readonly factors: readonly FactorShare[];
}

export interface FactorShare {
  readonly factor: Assumption['factor'];
  readonly estimate: SobolEstimate;
  readonly error: SobolEstimate;
}

export interface UncertaintyAnalysis {
  readonly edition: Edition;
  readonly releaseNo: number;
  readonly seed: number;
  readonly replicates: number;
  readonly top: number;
  readonly above: string | null;
  readonly assessed: number;
  readonly notAssessed: readonly string[];
  readonly missingAsZero: number;
  readonly assumptions: readonly Assumption[];
  /** In order of the printed ranking; only those asked for. */
  readonly countries: readonly CountryUncertainty[];
  /** Of the whole ranking. */
  readonly groups: readonly RankGroup[];
  readonly sensitivity: { readonly rows: number; readonly outputs: readonly SensitivityOutput[] } | null;
  readonly leaveOneOut: readonly LeftOut[] | null;
}

/**
 * The analysis of an edition. The result depends on the request only, not on where `run` computes the pieces. Throws as
 * `editionEnsemble`, and `EgdiError` `not-assessed` (exit 2) for a country without an EGDI in the edition.
 */
export async function analyseUncertainty(
  figures: EditionFigures,
  method: EditionMethod,
  request: UncertaintyRequest,
  run: PieceRunner,
): Promise<UncertaintyAnalysis> {
  const edition = editionEnsemble(figures, method, request);
  const ensemble = createEnsemble(edition.specification);
  const unitOf = (iso3: string) => requireUnit(figures, edition, iso3);
  const asked = request.countries.map(unitOf);
  const above = request.above === null ? null : unitOf(request.above);
  const rows = sensitivityRows(request, edition.assumptions.length);
  const pieces = piecesOf(request.replicates, rows, asked);
  const { result, sensitivity } = await runPieces(ensemble, pieces, run);
  const ranking = rankingOf(ensemble, edition.members);
  return {
    edition: figures.edition,
    releaseNo: figures.releaseNo,
    seed: request.seed,
    replicates: request.replicates,
    top: request.top,
    above: request.above,
    assessed: edition.members.length,
    notAssessed: edition.notAssessed,
    missingAsZero: edition.missingAsZero,
    assumptions: edition.assumptions,
    countries: ranking
      .filter((unit) => asked.length === 0 || asked.includes(unit))
      .map((unit) =>
        countryOf(unit, { counts: result.counts, members: edition.members, ranking, above, request }),
      ),
    groups: groupsOf(result.counts, edition.members, ranking),
    sensitivity:
      rows === 0
        ? null
        : {
            rows,
            outputs: sensitivity.map((sums, output) => {
              const { mean, variance, factors, errors } = sobolIndices(sums);
              return {
                iso3: output === 0 ? null : (request.countries[output - 1] ?? null),
                mean,
                variance,
                factors: edition.assumptions.map(({ factor }, index) => ({
                  factor,
                  estimate: factors[index] as SobolEstimate,
                  error: errors[index] as SobolEstimate,
                })),
              };
            }),
          },
    leaveOneOut: request.isLeaveOneOutAsked ? ranksLeavingOut(edition, method, ranking) : null,
  };
}

/** About as many evaluations as there are replicates; 0: not asked for. */
export function sensitivityRows(
  { isSensitivityAsked, replicates }: UncertaintyRequest,
  factors: number,
): number {
  if (!isSensitivityAsked) return 0;
  return Math.max(FEWEST_SENSITIVITY_ROWS, Math.floor(replicates / (factors + 2)));
}

function requireUnit(
  { edition, members }: EditionFigures,
  { members: assessed }: EditionEnsemble,
  iso3: string,
) {
  const unit = assessed.findIndex((member) => member.iso3 === iso3);
  if (unit >= 0) return unit;
  const name = members.find((member) => member.iso3 === iso3)?.name;
  const why =
    name === undefined ? `${iso3} is no member` : `${name} (${iso3}) was not assessed: no EGDI, no rank`;
  throw new EgdiError('not-assessed', `edition ${edition}: ${why}`, {
    exitCode: EXIT.usage,
    ...(name === undefined ? {} : { hint: `why: egdi explain ${iso3} ${edition}` }),
  });
}

/** The units by printed rank; equal ones by nominal score, then by code. */
function rankingOf({ nominalScores }: Ensemble, members: readonly MemberFigures[]): readonly number[] {
  const rank = (unit: number) => members[unit]?.rank ?? Number.POSITIVE_INFINITY;
  const score = (unit: number) => nominalScores[unit] as number;
  return members
    .map((_, unit) => unit)
    .sort((a, b) => (rank(a) === rank(b) ? score(b) - score(a) || a - b : rank(a) - rank(b)));
}

interface CountryContext {
  readonly counts: RankCounts;
  readonly members: readonly MemberFigures[];
  readonly ranking: readonly number[];
  readonly above: number | null;
  readonly request: UncertaintyRequest;
}

function countryOf(unit: number, context: CountryContext): CountryUncertainty {
  const { counts, members, ranking, above, request } = context;
  const { iso3, name, rank } = members[unit] as MemberFigures;
  const withinTop = probabilityWithin(counts, unit, request.top);
  return {
    iso3,
    name,
    rank,
    ranks: rankStatistics(counts, unit),
    withinTop,
    withinTopError: monteCarloError(withinTop, counts.replicates),
    aboveAsked: above === null || above === unit ? null : probabilityAbove(counts, unit, above),
    notToldApart: ranking.flatMap((other) =>
      other !== unit && !areToldApart(counts, unit, other) ? [(members[other] as MemberFigures).iso3] : [],
    ),
  };
}

function areToldApart(counts: RankCounts, a: number, b: number): boolean {
  return probabilityAbove(counts, a, b) >= TOLD_APART || probabilityAbove(counts, b, a) >= TOLD_APART;
}

function groupsOf(
  counts: RankCounts,
  members: readonly MemberFigures[],
  ranking: readonly number[],
): readonly RankGroup[] {
  const groups: RankGroup[] = [];
  for (let start = 0; start < ranking.length; ) {
    const first = ranking[start] as number;
    let end = start + 1;
    while (end < ranking.length && probabilityAbove(counts, first, ranking[end] as number) < TOLD_APART)
      end += 1;
    const inGroup = ranking.slice(start, end).map((unit) => members[unit] as MemberFigures);
    groups.push({
      from: inGroup[0]?.rank ?? start + 1,
      to: inGroup.at(-1)?.rank ?? end,
      countries: inGroup.map(({ iso3 }) => iso3),
    });
    start = end;
  }
  return groups;
}
