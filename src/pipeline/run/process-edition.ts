/** Assemble, compute and reconcile: the sources of one edition → what is to be loaded of it; no database. */
import { METHODS } from '../../methodology/registry.ts';
import type { ComputedEdition, EditionSource } from '../../model/facts.ts';
import type { Issue } from '../../model/issue.ts';
import { assertConserved, type StageCount } from '../../model/stage.ts';
import type { Edition } from '../../model/survey.ts';
import { compute } from '../../stages/compute.ts';
import type { EditionToLoad } from '../../stages/load.ts';
import { assembleEdition } from '../../stages/normalise/assemble.ts';
import { reconcile } from '../../stages/reconcile.ts';
import type { Catalogue } from '../catalogue.ts';
import type { SurveyPipeline } from '../define-pipeline.ts';

export interface ProcessedEdition {
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
  readonly isRefused: boolean;
  /** Null where no source is good enough to be computed from. */
  readonly loaded: EditionToLoad | null;
}

/** Processes one edition. Throws `EgdiError` when a stage does not conserve its units. */
export function processEdition(
  edition: Edition,
  sources: readonly EditionSource[],
  { catalogue, pipeline }: { readonly catalogue: Catalogue; readonly pipeline: SurveyPipeline },
): ProcessedEdition {
  const known = catalogue.editions.get(edition);
  if (!known) throw new RangeError(`edition ${edition} is not in the catalogue`);
  const assembled = assembleEdition(edition, sources, known.members);
  if (!assembled.edition) return { issues: assembled.issues, counts: [], isRefused: true, loaded: null };
  const method = catalogue.methodOf(edition);
  const computed: ComputedEdition = compute(assembled.edition, method, {
    groups: known.groups,
    publishedMeans: pipeline.publishedMeans,
  });
  const reconciled = reconcile(computed, method, {
    deviations: pipeline.deviations,
    conflicts: assembled.conflicts,
    methods: METHODS,
  });
  const counts = [...computed.counts, ...reconciled.counts];
  counts.forEach(assertConserved);
  return {
    issues: [...assembled.issues, ...reconciled.issues],
    counts,
    isRefused: reconciled.issues.some((found) => found.severity === 'error'),
    loaded: { published: assembled.edition, scores: reconciled.scores, groupScores: computed.groupScores },
  };
}
