/**
 * The datasets of the warehouse: where their facts lie, and the canonical form by which a partition version is
 * named. Provenance (files, cells, runs, times) is no part of it. Owned by warehouse/; pure.
 */
import { createHash } from 'node:crypto';
import { decimalText } from '../../model/decimal.ts';
import type { GroupScore, Score } from '../../model/facts.ts';
import { type Rational, toFixed } from '../../model/rational.ts';
import type { CopyValue } from '../connection/connection.ts';

export type DatasetName = 'score' | 'group_score' | 'observation' | 'national_observation' | 'reference';

interface Dataset {
  readonly table: string;
  /** Columns after version_id; the first `keyColumns` of them identify a fact within its partition. */
  readonly columns: readonly string[];
  readonly keyColumns: number;
}

export const DATASETS: Readonly<Record<DatasetName, Dataset>> = {
  score: {
    table: 'warehouse.score',
    keyColumns: 2,
    columns: [
      'iso3',
      'index_code',
      'methodology_id',
      'value_status',
      'score_published',
      'rank_published',
      'component_missing_as_zero',
      'score_recomputed',
      'score_recomputed_rounded',
      'score_decimals',
      'residual',
      'residual_bound',
      'reconciliation_status',
      'not_recomputed_reason',
      'deviation_id',
      'rank_from_published',
      'rank_recomputed',
      'rank_basis',
      'rank_method',
      'rank_n',
      'rank_reconciliation_status',
      'rank_deviation_id',
      'is_score_tied',
      'is_rank_shared',
      'rank_competition',
      'rank_dense',
      'level_group',
      'level_group_basis',
      'rating_class_derived',
      'points_above_min',
      'points_range',
      'points_step',
      'points_basis',
    ],
  },
  group_score: {
    table: 'warehouse.group_score',
    keyColumns: 2,
    columns: [
      'group_code',
      'index_code',
      'mean_published_rule',
      'mean_available',
      'mean_published',
      'member_count',
      'counted_count',
      'zero_for_missing_count',
      'denominator_rule',
    ],
  },
  observation: {
    table: 'warehouse.observation',
    keyColumns: 2,
    columns: ['iso3', 'period', 'value', 'value_status', 'is_estimated', 'is_preliminary'],
  },
  national_observation: {
    table: 'warehouse.national_observation',
    keyColumns: 5,
    columns: [
      'region_code',
      'period_kind',
      'period_start',
      'period_end',
      'breakdown',
      'value',
      'value_status',
      'unit',
      'value_bound',
      'is_negligible',
      'is_estimated',
      'is_preliminary',
    ],
  },
  reference: {
    table: 'warehouse.reference_row',
    keyColumns: 2,
    columns: ['table_name', 'row_key', 'content'],
  },
};

/** A partition as it is to be stored: rows in the order of the dataset's columns. */
export interface PartitionDraft {
  readonly dataset: DatasetName;
  readonly partitionKey: string;
  readonly rows: readonly (readonly CopyValue[])[];
  readonly contentSha256: string;
}

/** The first line of a partition's canonical form: what its facts are. */
export function canonicalHeader(dataset: DatasetName, partitionKey: string): string {
  return `${JSON.stringify([dataset, partitionKey, ...DATASETS[dataset].columns])}\n`;
}

/** Names a partition by its content: the same whatever the order of rows, and nothing but the facts. */
export function draftPartition(
  dataset: DatasetName,
  partitionKey: string,
  rows: readonly (readonly CopyValue[])[],
): PartitionDraft {
  const hash = createHash('sha256');
  hash.update(canonicalHeader(dataset, partitionKey));
  // A row's text starts with its key, so sorting texts sorts by key; code units, not locale.
  const lines = rows.map((row) => JSON.stringify(row)).sort();
  for (const line of lines) hash.update(`${line}\n`);
  return { dataset, partitionKey, rows, contentSha256: hash.digest('hex') };
}

const RECOMPUTED_DECIMALS = 15;

export function scoreRow(score: Score): CopyValue[] {
  return [
    score.iso3,
    score.indexCode,
    score.methodologyId,
    score.status,
    plain(score.published),
    score.rankPublished,
    score.componentMissingAsZero,
    fixed(score.recomputed),
    plain(score.recomputedRounded),
    score.scoreDecimals,
    fixed(score.residual),
    fixed(score.residualBound),
    score.reconciliation,
    score.notRecomputedReason,
    score.deviationId,
    score.rankFromPublished,
    score.rankRecomputed,
    score.rankBasis,
    score.rankMethod,
    score.rankCount,
    score.rankReconciliation,
    score.rankDeviationId,
    score.isScoreTied,
    score.isRankShared,
    score.rankCompetition,
    score.rankDense,
    score.levelGroup,
    score.levelGroupBasis,
    score.ratingClassDerived,
    plain(score.pointsAboveMin),
    plain(score.pointsRange),
    plain(score.pointsStep),
    score.pointsBasis,
  ];
}

export function groupScoreRow(score: GroupScore): CopyValue[] {
  return [
    score.groupCode,
    score.indexCode,
    fixed(score.meanPublishedRule),
    fixed(score.meanAvailable),
    score.meanPublished,
    score.memberCount,
    score.countedCount,
    score.zeroForMissingCount,
    score.denominatorRule,
  ];
}

function plain(value: Rational | null): string | null {
  return value === null ? null : decimalText(value);
}

function fixed(value: Rational | null): string | null {
  return value === null ? null : toFixed(value, RECOMPUTED_DECIMALS);
}
