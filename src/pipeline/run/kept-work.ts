/**
 * Resume: what extract … reconcile made in a run that did not come to its end. It is taken up by a run of the same key
 * over the same files under the same names, since findings and evidence name files; else the work is done again.
 */
import { resolve } from 'node:path';
import type { StageName } from '../../model/stage.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type InputFile, readOrigin } from '../../stages/extract.ts';
import type { SurveyPipeline } from '../define-pipeline.ts';
import type { ProcessedInputs } from './process-inputs.ts';
import type { StageOutputs } from './stage-output.ts';

export interface KeptWork {
  /** The run that did the work. */
  readonly runId: number;
  readonly processed: ProcessedInputs;
}

interface KeptRecord extends KeptWork {
  readonly inputs: readonly { readonly path: string; readonly identity: string }[];
}

const STAGE = 'reconcile';

/** What a kept output stands for. */
export const REUSABLE_STAGES = [
  'validate',
  'normalise',
  'compute',
  'reconcile',
] as const satisfies readonly StageName[];

/** The verified work of an earlier run over these inputs; undefined where there is none. */
export async function findKeptWork(
  outputs: StageOutputs,
  pipeline: SurveyPipeline,
  inputs: readonly InputFile[],
): Promise<KeptWork | undefined> {
  const kept = await outputs.read<KeptRecord>(STAGE);
  if (kept?.inputs.length !== inputs.length) return undefined;
  // As given now: a run from another folder may name the same file by another path.
  const given = new Map<string, InputFile>();
  for (const [index, { path, identity }] of kept.inputs.entries()) {
    const input = inputs[index];
    if (!input || identityOf(input) !== identity) return undefined;
    given.set(path, input);
  }
  const files = await Promise.all(
    kept.processed.files.map(async (known) => {
      const input = given.get(known.path);
      const fallback = pipeline.origins[known.layoutId];
      if (!input || !fallback) return undefined;
      // Origin notes are no part of a run's key: they are read again, in case they were written in between.
      return { ...known, path: input.path, origin: await readOrigin(input, fallback) };
    }),
  );
  if (!files.every((file) => file !== undefined)) return undefined;
  return { runId: kept.runId, processed: { ...kept.processed, files } };
}

/** Keeps the work of a run: what a crash would cost otherwise. A run does not fail for want of it. */
export async function keepWork(
  outputs: StageOutputs,
  inputs: readonly InputFile[],
  work: KeptWork,
  logger: Logger,
): Promise<void> {
  try {
    const named = inputs.map((input) => ({ path: input.path, identity: identityOf(input) }));
    await outputs.write(STAGE, { ...work, inputs: named } satisfies KeptRecord);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn('output.not-kept', { stage: STAGE, reason });
  }
}

function identityOf({ path, sha256, namedEdition }: InputFile): string {
  return `${sha256} ${namedEdition} ${resolve(path)}`;
}
