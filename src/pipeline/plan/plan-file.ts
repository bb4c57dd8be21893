/** A plan as a file, read as untrusted input. */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { PlannedPartition } from '../../stages/load.ts';

/** Raised when the meaning of a field changes; a field more does not raise it. */
export const PLAN_VERSION = 1;

const MAX_PLAN_BYTES = 64_000_000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.string().min(1).max(4_096);
const name = z.string().min(1).max(200);

/** What a run needs of a plan; the rest of the document is for people and programs. */
const planFile = z.object({
  planVersion: z.literal(PLAN_VERSION),
  pipeline: name,
  request: z.object({
    inputs: z.array(path).min(1).max(10_000),
    declare: path.nullable(),
    force: z.boolean(),
    noPublish: z.boolean(),
    publishPartial: z.boolean(),
  }),
  runKey: sha256,
  keyParts: z.record(name, z.string().max(64)),
  schema: z.object({ sha256, isReadable: z.boolean() }),
  publishedRelease: z.int().min(1).nullable(),
  inputs: z.array(z.object({ path, sha256 })).max(100_000),
  partitions: z
    .array(
      z.object({
        dataset: z.enum(['score', 'group_score', 'observation', 'national_observation', 'reference']),
        partitionKey: name,
        contentSha256: sha256,
      }),
    )
    .max(100_000),
});

export type PlanFile = z.output<typeof planFile> & { readonly partitions: readonly PlannedPartition[] };

/**
 * Reads a plan file.
 * @throws EgdiError `plan-invalid` (exit 2)
 */
export async function readPlanFile(file: string): Promise<PlanFile> {
  const text = await readLimited(file);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw invalid(file, `is no JSON: ${(error as Error).message}`);
  }
  const parsed = planFile.safeParse(content);
  if (!parsed.success) throw invalid(file, `is no plan of this program:\n${z.prettifyError(parsed.error)}`);
  if (parsed.data.schema.isReadable) return parsed.data;
  throw invalid(file, 'was made without a look at the published release', 'egdi migrate, then plan again');
}

/** Reads to the limit and not beyond, whatever the file system says about the size. */
async function readLimited(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const handle = await open(file, 'r');
    for await (const chunk of handle.createReadStream({ end: MAX_PLAN_BYTES })) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
  } catch (error) {
    throw invalid(file, `cannot be read: ${(error as Error).message}`);
  }
  if (size > MAX_PLAN_BYTES) throw invalid(file, `is larger than ${MAX_PLAN_BYTES / 1_000_000} MB`);
  return Buffer.concat(chunks).toString('utf8');
}

function invalid(file: string, message: string, hint = 'make one with: egdi plan --out FILE'): EgdiError {
  return new EgdiError('plan-invalid', `${file} ${message}`, { exitCode: EXIT.usage, hint });
}
