/** The pipelines that the program knows, by name. */
import { international } from '../../pipelines/international/index.ts';
import { national } from '../../pipelines/national/index.ts';
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { IndicatorPipeline, NationalPipeline, SurveyPipeline } from '../pipeline/define-pipeline.ts';

/** A pipeline, told apart by what it is made of: editions of the Survey, tables of indicators, national series. */
export type KnownPipeline =
  | { readonly kind: 'survey'; readonly pipeline: SurveyPipeline }
  | { readonly kind: 'indicators'; readonly pipeline: IndicatorPipeline }
  | { readonly kind: 'national'; readonly pipeline: NationalPipeline };

export const PIPELINES: readonly KnownPipeline[] = [
  { kind: 'survey', pipeline: unSurvey },
  { kind: 'indicators', pipeline: international },
  { kind: 'national', pipeline: national },
];

/** The names that a command takes, in the order of `npm start`. */
export const PIPELINE_NAMES: readonly string[] = PIPELINES.map(({ pipeline }) => pipeline.name);

/** The pipeline of a name; the Survey's when none is given. Throws `pipeline-unknown` (exit 2). */
export function findAnyPipeline(name: string | undefined): KnownPipeline {
  const found = PIPELINES.find(({ kind, pipeline }) =>
    name === undefined ? kind === 'survey' : pipeline.name === name,
  );
  if (found) return found;
  throw new EgdiError('pipeline-unknown', `there is no pipeline “${name}”`, {
    exitCode: EXIT.usage,
    hint: `known: ${PIPELINE_NAMES.join(', ')}`,
  });
}

/** The pipelines of names, in their order; the Survey's when there are none. Throws `usage` where one is named twice. */
export function findPipelines(names: readonly string[]): readonly KnownPipeline[] {
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined) {
    throw new EgdiError('usage', `“${twice}” is named twice`, { exitCode: EXIT.usage });
  }
  return names.length === 0 ? [findAnyPipeline(undefined)] : names.map(findAnyPipeline);
}

/**
 * The Survey's pipeline of a name; the only one when none is given. Throws `pipeline-unknown`, and `pipeline-unfit`
 * with the command that does what may have been meant (exit 2).
 */
export function findPipeline(name: string | undefined, meant: string = LOADING): SurveyPipeline {
  const found = findAnyPipeline(name);
  if (found.kind === 'survey') return found.pipeline;
  throw new EgdiError('pipeline-unfit', `“${name}” is a pipeline of indicators, which has no editions`, {
    exitCode: EXIT.usage,
    hint: meant.replaceAll('PIPELINE', found.pipeline.name),
  });
}

const LOADING = 'load its files with: egdi run PIPELINE --input FILE…';
