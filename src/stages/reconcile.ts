/**
 * Stage 5, reconcile: recomputed against published, by intervals and without tolerance. A figure agrees when
 * the interval its print stands for meets the interval its inputs allow; a disagreement is
 * either declared, with its reason, or blocks.
 */
import type { EditionMethod } from '../methodology/method.ts';
import { decimalText } from '../model/decimal.ts';
import type { DeclaredDeviation } from '../model/declarations.ts';
import type { ComputedEdition, ReconciliationStatus, Score, SourceConflict } from '../model/facts.ts';
import { type Interval, intervalsMeet, printedInterval } from '../model/interval.ts';
import { type Issue, issue } from '../model/issue.ts';
import { compare, type Rational, subtract, toFixed } from '../model/rational.ts';
import { type StageCount, stageCount } from '../model/stage.ts';
import type { Edition, IndexCode } from '../model/survey.ts';
import { offLatticeIssues } from './reconcile/off-lattice.ts';
import { rankOrderBreaks } from './reconcile/rank-order.ts';
import { conflictIssues } from './reconcile/source-conflicts.ts';

export interface ReconciledEdition {
  readonly edition: Edition;
  readonly scores: readonly Score[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
}

export interface ReconcileContext {
  readonly deviations: readonly DeclaredDeviation[];
  readonly conflicts: readonly SourceConflict[];
  /** All known methods, to tell whose lattice a misplaced file fits. */
  readonly methods: readonly EditionMethod[];
}

/** Reconciles one edition. */
export function reconcile(
  computed: ComputedEdition,
  method: EditionMethod | undefined,
  context: ReconcileContext,
): ReconciledEdition {
  const { published } = computed;
  const { edition, primary } = published;
  const source = { file: primary.source.file, sha256: primary.source.sha256, edition };
  const declared = context.deviations.filter((deviation) => deviation.edition === edition);
  const used = new Set<string>();
  const issues: Issue[] = [];
  if (!method) {
    issues.push(
      issue('method-unknown', `edition ${edition} is loaded as published; its method is unknown`, source),
    );
  }

  const cellOf = new Map(published.countries.map((country) => [country.iso3, country]));
  const place = (iso3: string, indexCode: IndexCode, rank = false) => {
    const country = cellOf.get(iso3);
    const cell = rank ? country?.egdiRank?.cell : country?.figures[indexCode].cell;
    return { ...source, iso3, indexCode, ...(cell ? { cell } : {}) };
  };
  const declaredFor = (
    score: Score,
    kind: 'score' | 'rank',
    publishedText: string,
    recomputedText: string,
  ) => {
    const match = declared.find(
      (deviation) =>
        deviation.kind === kind &&
        deviation.iso3 === score.iso3 &&
        deviation.indexCode === score.indexCode &&
        deviation.published === publishedText &&
        deviation.recomputed === recomputedText,
    );
    if (match) used.add(match.id);
    return match;
  };

  const scores = computed.scores.map((score): Score => {
    if (score.indexCode !== 'EGDI') return score;
    const outcome = reconcileScore(score, method, computed.recomputedIntervals.get(score.iso3));
    let { status } = outcome;
    let deviationId: string | null = null;
    if (status === 'deviates') {
      const texts = [textOf(score.published), textOf(score.recomputed)] as const;
      deviationId = declaredFor(score, 'score', ...texts)?.id ?? null;
      if (deviationId) status = 'declared';
      else {
        issues.push(
          issue('score-deviation', `published ${texts[0]}, recomputed ${texts[1]}`, {
            ...place(score.iso3, score.indexCode),
            hint: outcome.residual ? `off by ${toFixed(outcome.residual, 6)}` : 'one side has no score',
          }),
        );
      }
    }
    let rankStatus = reconcileRank(score, method);
    let rankDeviationId: string | null = null;
    if (rankStatus === 'deviates') {
      const texts = [String(score.rankPublished ?? '–'), String(score.rankRecomputed ?? '–')] as const;
      rankDeviationId = declaredFor(score, 'rank', ...texts)?.id ?? null;
      if (rankDeviationId) rankStatus = 'declared';
      else {
        issues.push(
          issue(
            'rank-deviation',
            `published rank ${texts[0]}, recomputed ${texts[1]}`,
            place(score.iso3, 'EGDI', true),
          ),
        );
      }
    }
    return {
      ...score,
      residual: outcome.residual,
      residualBound: outcome.residualBound,
      reconciliation: status,
      deviationId,
      rankReconciliation: rankStatus,
      rankDeviationId,
    };
  });

  for (const { iso3, message } of rankOrderBreaks(computed.scores)) {
    issues.push(issue('rank-order', message, place(iso3, 'EGDI', true)));
  }
  issues.push(...offLatticeIssues(edition, computed.scores, method, context.methods, place));
  issues.push(...conflictIssues(context.conflicts, scores, method));
  for (const deviation of declared) {
    if (used.has(deviation.id)) continue;
    issues.push(
      issue('deviation-obsolete', `declared deviation ${deviation.id} does not occur as declared`, {
        ...place(deviation.iso3, deviation.indexCode, deviation.kind === 'rank'),
        hint: 'the source or the method changed: correct or remove the declaration',
      }),
    );
  }
  const counts = [
    stageCount('reconcile', 'scores → findings', { in: computed.scores.length, out: scores.length }),
  ];
  return { edition, scores, issues, counts };
}

interface ScoreOutcome {
  readonly status: ReconciliationStatus;
  readonly residual: Rational | null;
  readonly residualBound: Rational | null;
}

function reconcileScore(
  score: Score,
  method: EditionMethod | undefined,
  recomputedInterval: Interval | undefined,
): ScoreOutcome {
  const nothing = { residual: null, residualBound: null };
  if (!method) return { status: 'not_recomputed', ...nothing };
  const { published, recomputed, recomputedRounded } = score;
  if (!published && !recomputed) return { status: 'not_recomputed', ...nothing };
  if (!published || !recomputed || !recomputedInterval || !recomputedRounded)
    return { status: 'deviates', ...nothing };
  const print = printedInterval(published, method.indices.EGDI.precision.value);
  const residual = subtract(published, recomputed);
  const residualBound = largestResidual(residual, { published, print, recomputed, recomputedInterval });
  if (!intervalsMeet(print, recomputedInterval)) return { status: 'deviates', residual, residualBound };
  const exact = compare(recomputedRounded, published) === 0;
  return { status: exact ? 'exact' : 'within_rounding', residual, residualBound };
}

/** The residual of this sign at which print and inputs can just still meet. */
function largestResidual(
  residual: Rational,
  at: { published: Rational; print: Interval; recomputed: Rational; recomputedInterval: Interval },
): Rational {
  return residual.num >= 0n
    ? subtract(subtract(at.recomputedInterval.high, at.recomputed), subtract(at.print.low, at.published))
    : subtract(subtract(at.print.high, at.published), subtract(at.recomputedInterval.low, at.recomputed));
}

function reconcileRank(score: Score, method: EditionMethod | undefined): ReconciliationStatus {
  if (!method || (score.rankPublished === null && score.rankRecomputed === null)) return 'not_recomputed';
  return score.rankPublished === score.rankRecomputed ? 'exact' : 'deviates';
}

function textOf(value: Rational | null): string {
  return value ? decimalText(value, 5) : '–';
}
