/** `egdi backfill`: local files of one edition or more; partitions that they do not touch keep their version. */
import type { CommandFunction } from '../command.ts';
import { findPipeline } from '../pipelines.ts';
import { execute, pipelineWith } from './run.ts';

export const backfill: CommandFunction = async (cli, { args, options }) => {
  const pipeline = await pipelineWith(findPipeline(args[0] as string), options.declare as string | undefined);
  return execute(cli, 'backfill', {
    pipeline,
    command: 'backfill',
    inputs: options.file as string[],
    edition: (options.edition as number | undefined) ?? null,
    force: options.force === true,
    reason: (options.reason as string | undefined) ?? 'backfill',
  });
};
