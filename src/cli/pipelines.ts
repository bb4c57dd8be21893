/** The pipelines that the program knows, by name. */
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { SurveyPipeline } from '../pipeline/define-pipeline.ts';

const PIPELINES: readonly SurveyPipeline[] = [unSurvey];

/** The pipeline of a name; the only one when none is given. Throws `pipeline-unknown` (exit 2). */
export function findPipeline(name: string | undefined): SurveyPipeline {
  const found = name === undefined ? PIPELINES[0] : PIPELINES.find((pipeline) => pipeline.name === name);
  if (found) return found;
  const known = PIPELINES.map((pipeline) => pipeline.name).join(', ');
  throw new EgdiError('pipeline-unknown', `there is no pipeline “${name}”`, {
    exitCode: EXIT.usage,
    hint: `known: ${known}`,
  });
}
