/**
 * The clocks of all pipelines that anybody runs here. Who loads only national figures is not told that the Survey is
 * stale: a pipeline is judged once it has succeeded or a scheduler has run it; the Survey's also where nothing has
 * ever succeeded.
 */
import { join } from 'node:path';
import { evaluateFreshness, evaluateTablesFreshness, type FreshnessResult } from '../pipeline/freshness.ts';
import { findInputs } from '../stages/extract.ts';
import type { OperationState } from '../warehouse/queries/operation-status.ts';
import type { CliContext } from './context.ts';
import { type KnownPipeline, PIPELINES } from './pipelines.ts';

type State = Pick<OperationState, 'newestEdition' | 'lastSuccesses' | 'scheduledPipelines' | 'sources'>;
type TablesPipeline = Exclude<KnownPipeline, { readonly kind: 'survey' }>;

const DATASETS = { indicators: 'observation', national: 'national_observation' } as const;

export async function evaluateClocks(cli: CliContext, state: State): Promise<FreshnessResult[]> {
  const { newestEdition, lastSuccesses, scheduledPipelines } = state;
  const isAnyRun = lastSuccesses.length + scheduledPipelines.length > 0;
  const results: FreshnessResult[] = [];
  for (const known of PIPELINES) {
    const { name } = known.pipeline;
    const success = lastSuccesses.find(({ pipeline }) => pipeline === name)?.finishedAt;
    const isRun = success !== undefined || scheduledPipelines.includes(name);
    if (!isRun && (known.kind !== 'survey' || isAnyRun)) continue;
    if (known.kind === 'survey') {
      const facts = {
        newestOf: newestEdition === null ? {} : { score: newestEdition.publishedOn },
        lastSuccessOf: { [name]: success },
      };
      results.push(...evaluateFreshness(known.pipeline, facts, cli.clock));
    } else {
      const sources = await datedSources(cli, known, state);
      results.push(...evaluateTablesFreshness(known.pipeline, sources, success, cli.clock));
    }
  }
  return results;
}

async function datedSources(cli: CliContext, { kind, pipeline }: TablesPipeline, { sources }: State) {
  const own = sources.filter(({ dataset }) => dataset === DATASETS[kind]);
  if (own.length === 0) return [];
  const { files } = await findInputs([join(cli.root, pipeline.defaultInput)], {
    ignoredFiles: pipeline.ignoredFiles,
    knownEditions: new Set(),
    maxFileBytes: cli.config.maxFileMb * 1_000_000,
  });
  const shipped = new Set(files.map(({ sha256 }) => sha256));
  return own.map((source) => ({
    ...source,
    isShipped: source.sha256s.every((sha256) => shipped.has(sha256)),
  }));
}
