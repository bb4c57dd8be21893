/**
 * A plan as a file: read as untrusted input, and compared with what a run finds, so that a run by plan does what was
 * looked at or nothing.
 */
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { PlannedPartition } from '../../stages/load.ts';
import type { PreparedRun } from '../run/prepare-run.ts';
import { keyParts } from '../run/run-key.ts';

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

/**
 * Compares what is known before a database is opened: the files and the schema that this program brings.
 * @throws EgdiError `plan-outdated` (exit 3)
 */
export function refuseChangedInputs(plan: PlanFile, prepared: PreparedRun, schemaSha256: string): void {
  refuse([...changedInputs(plan, prepared), ...changedSchema(plan, schemaSha256)]);
}

/**
 * Compares all that a run depends on with what the plan was made for.
 * @throws EgdiError `plan-outdated` (exit 3) naming what changed
 */
export function refuseOutdated(plan: PlanFile, prepared: PreparedRun, publishedRelease: number | null): void {
  const changes = [
    ...changedInputs(plan, prepared),
    ...changedParts(plan.keyParts, keyParts(prepared.pipeline, prepared.references)),
    ...(publishedRelease === plan.publishedRelease
      ? []
      : [`${releaseName(publishedRelease)} is published, not ${releaseName(plan.publishedRelease)}`]),
  ];
  const isSameKey = prepared.runKey === plan.runKey;
  // What the key holds besides: which edition a file is taken for, and what was decided about its rows.
  const rest = [
    'decisions about rows that were held back (egdi quarantine list --all), or the edition given for a file',
  ];
  refuse(changes.length > 0 || isSameKey ? changes : [`changed: ${rest}`]);
}

function changedInputs(plan: PlanFile, { inputs }: PreparedRun): string[] {
  const now = new Map(inputs.files.map((file) => [file.path, file.sha256]));
  const then = new Map(plan.inputs.map((file) => [file.path, file.sha256]));
  return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((file) => {
    if (!now.has(file)) return [`input ${file} is missing`];
    if (!then.has(file)) return [`input ${file} is new`];
    return now.get(file) === then.get(file) ? [] : [`input ${file} has other bytes`];
  });
}

function changedParts(
  then: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const others = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter(
    (part) => then[part] !== now[part],
  );
  return others.length === 0 ? [] : [`changed: ${others.join(', ')}`];
}

function changedSchema(plan: PlanFile, schemaSha256: string): string[] {
  return plan.schema.sha256 === schemaSha256 ? [] : ['the program brings another database schema'];
}

function releaseName(release: number | null): string {
  return release === null ? 'no release' : `release ${release}`;
}

function refuse(changes: readonly string[]): void {
  if (changes.length === 0) return;
  throw new EgdiError('plan-outdated', `the plan does not hold any more: ${changes.join('; ')}`, {
    exitCode: EXIT.dataRefused,
    hint: 'nothing was loaded; make a new plan with: egdi plan --out FILE',
  });
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
