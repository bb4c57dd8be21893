/** The pipelines that the program knows, by name. */
import { international } from '../../pipelines/international/index.ts';
import { national } from '../../pipelines/national/index.ts';
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { IndicatorPipeline, NationalPipeline, SurveyPipeline } from '../pipeline/define-pipeline.ts';

const PIPELINES: readonly SurveyPipeline[] = [unSurvey];
const INDICATOR_PIPELINES: readonly IndicatorPipeline[] = [international];
const NATIONAL_PIPELINES: readonly NationalPipeline[] = [national];

/** The pipeline of indicators of a name; undefined where the name is that of none. */
export function findIndicatorPipeline(name: string | undefined): IndicatorPipeline | undefined {
  return INDICATOR_PIPELINES.find((pipeline) => pipeline.name === name);
}

/** The pipeline of national statistics of a name; undefined where the name is that of none. */
export function findNationalPipeline(name: string | undefined): NationalPipeline | undefined {
  return NATIONAL_PIPELINES.find((pipeline) => pipeline.name === name);
}

/** The Survey's pipeline of a name; the only one when none is given. Throws `pipeline-unknown` (exit 2). */
export function findPipeline(name: string | undefined): SurveyPipeline {
  const found = name === undefined ? PIPELINES[0] : PIPELINES.find((pipeline) => pipeline.name === name);
  if (found) return found;
  if (findIndicatorPipeline(name) ?? findNationalPipeline(name)) {
    throw new EgdiError('pipeline-unfit', `“${name}” is a pipeline of indicators, which has no editions`, {
      exitCode: EXIT.usage,
      hint: `load its files with: egdi run ${name} --input FILE…`,
    });
  }
  const pipelines = [...PIPELINES, ...INDICATOR_PIPELINES, ...NATIONAL_PIPELINES];
  const known = pipelines.map((pipeline) => pipeline.name).join(', ');
  throw new EgdiError('pipeline-unknown', `there is no pipeline “${name}”`, {
    exitCode: EXIT.usage,
    hint: `known: ${known}`,
  });
}
