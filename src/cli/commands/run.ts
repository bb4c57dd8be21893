/** `egdi run`: pipelines over their declared inputs, or over the given ones, one after another. */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { SurveyPipeline } from '../../pipeline/define-pipeline.ts';
import type { RunRequest } from '../../pipeline/run/run-request.ts';
import type { CommandFunction, CommandInput } from '../command.ts';
import type { CliContext } from '../context.ts';
import { hasDatabase } from '../opened-warehouse.ts';
import { type PipelineWork, surveyWork, workOf } from '../pipeline-work.ts';
import { findPipeline, findPipelines, type KnownPipeline } from '../pipelines.ts';
import { checkRunOptions, inputsOf } from '../run-options.ts';
import { runWorks } from '../run-pipelines.ts';

export const run: CommandFunction = async (cli, { args, options }) => {
  const names = args[0] as readonly string[];
  const pipelines = findPipelines(names);
  checkRunOptions(pipelines, options);
  if (options.plan !== undefined) {
    return runWorks(cli, 'run', [surveyWork(cli, await plannedRequest(cli, { args: names, options }))]);
  }
  return runWorks(cli, 'run', await worksOf(cli, pipelines, options));
};

async function worksOf(
  cli: CliContext,
  pipelines: readonly KnownPipeline[],
  options: CommandInput['options'],
): Promise<PipelineWork[]> {
  const inputs = inputsOf(cli, pipelines, options.input as string[] | undefined);
  const declared = await Promise.all(
    pipelines.map(
      async (known): Promise<KnownPipeline> =>
        known.kind === 'survey'
          ? {
              kind: known.kind,
              pipeline: await pipelineWith(known.pipeline, options.declare as string | undefined),
            }
          : known,
    ),
  );
  return declared.map((known) =>
    workOf(cli, known, {
      command: 'run',
      inputs: inputs.get(known.pipeline.name) ?? [],
      options,
      reason: (options.reason as string | undefined) ?? 'run',
    }),
  );
}

/** The request of a plan file; only the reason is the caller's. */
async function plannedRequest(cli: CliContext, { args, options }: CommandInput): Promise<RunRequest> {
  const { readPlanFile } = await import('../../pipeline/plan/plan-file.ts');
  const file = options.plan as string;
  const plan = await readPlanFile(file);
  if (args[0] !== undefined && args[0] !== plan.pipeline) {
    throw new EgdiError('usage', `${file} is a plan of the pipeline “${plan.pipeline}”`, {
      exitCode: EXIT.usage,
    });
  }
  if (plan.publishedRelease !== null && !hasDatabase(cli)) {
    throw new EgdiError('plan-outdated', `the plan does not hold any more: ${cli.config.dataDir} is empty`, {
      exitCode: EXIT.dataRefused,
      hint: 'name the data directory or server that it was made for',
    });
  }
  const { inputs, declare, force, noPublish, publishPartial } = plan.request;
  return {
    pipeline: await pipelineWith(findPipeline(plan.pipeline), declare ?? undefined),
    command: 'run',
    inputs,
    edition: null,
    force,
    noPublish,
    publishPartial,
    reason: (options.reason as string | undefined) ?? 'run by plan',
    plan,
  };
}

/** The pipeline with the declarations of a file put on top of its own. */
export async function pipelineWith(
  pipeline: SurveyPipeline,
  file: string | undefined,
): Promise<SurveyPipeline> {
  if (file === undefined) return pipeline;
  const { readDeclarations } = await import('../../pipeline/declaration-file.ts');
  return readDeclarations(file, pipeline);
}
