/**
 * The schema of `run.json`, exported to schemas/run.schema.json. Within version 1 fields are added, never renamed or
 * taken away.
 */
import * as z from 'zod';
import { STAGE_NAMES } from '../../model/stage.ts';

export const RUN_ARTIFACT_SCHEMA = 'egdi-pipeline/run/1';
/** Findings that are told in full, the errors first; the summary counts them all. */
export const FIRST_ISSUES = 100;
/** What a run can have come to by the time that it writes about itself. */
export const ARTIFACT_OUTCOMES = [
  'published',
  'unchanged',
  'noop',
  'candidate',
  'refused',
  'failed',
  'aborted',
] as const;

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();
const severity = z.enum(['error', 'warning', 'info']);
const stage = z.enum(STAGE_NAMES);
const text = z.string().nullable();

const issueSchema = z.strictObject({
  code: z.string(),
  severity,
  message: z.string(),
  hint: text,
  file: text,
  sha256: sha256.nullable(),
  cell: text.meta({ description: 'As spreadsheets show it: Sheet1!C12, or row 12' }),
  edition: z.int().nullable(),
  iso3: text,
  indexCode: text,
});

export const runArtifactSchema = z
  .strictObject({
    schema: z.literal(RUN_ARTIFACT_SCHEMA),
    uuid: z.uuid().meta({ description: 'Names the run everywhere; the run ID of its OpenLineage events' }),
    runId: count.nullable().meta({ description: 'ops.run.run_id; null when the run could not be recorded' }),
    runKey: sha256.meta({ description: 'Over inputs, declarations, methodology, reference data and engine' }),
    pipeline: z.string(),
    command: z.string(),
    arguments: z.array(z.string()),
    reason: z.string(),
    outcome: z.enum(ARTIFACT_OUTCOMES),
    exitCode: count,
    message: text,
    startedAt: time,
    finishedAt: time,
    durationMs: z.number().min(0),
    nominalTime: time.nullable().meta({ description: 'When a schedule meant the run to take place' }),
    resumedFrom: count
      .nullable()
      .meta({ description: 'Unfinished run whose stage output this one went on from' }),
    release: z.strictObject({
      made: count.nullable().meta({ description: 'The release this run made, published or not' }),
      published: count.nullable().meta({ description: 'The release that is published after the run' }),
      written: z
        .array(z.strictObject({ table: z.string(), rows: count }))
        .meta({ description: 'Rows written to the reporting tables' }),
    }),
    versions: z.strictObject({
      program: z.string(),
      engine: z.string(),
      reportingContract: count,
      node: z.string(),
      platform: z.string(),
      postgres: text.meta({ description: 'Null when the database was not reached' }),
    }),
    database: z.strictObject({
      kind: z.enum(['embedded', 'server']),
      address: z.string(),
      name: text,
    }),
    process: z.strictObject({ host: z.string(), pid: count, actor: z.string() }),
    configuration: z
      .record(
        z.string(),
        z.strictObject({ value: z.union([z.string(), z.number()]).nullable(), origin: z.string() }),
      )
      .meta({ description: 'Every setting with where it came from; secrets are masked' }),
    inputs: z.array(
      z.strictObject({
        file: z.string(),
        sha256,
        bytes: count,
        format: text,
        layoutId: text.meta({
          description: 'Null where the file was not read, or its layout was not recognised',
        }),
        origin: z
          .strictObject({
            publisher: z.string(),
            title: z.string(),
            url: text,
            licence: z.string(),
            retrievedOn: text,
            publishedOn: text,
            note: text,
          })
          .nullable(),
      }),
    ),
    stages: z.array(
      z.strictObject({ stage, status: z.enum(['done', 'reused']), durationMs: z.number().min(0) }),
    ),
    counts: z
      .array(
        z.strictObject({
          stage,
          unit: z.string(),
          in: count,
          fanOut: count,
          out: count,
          quarantined: count,
          excluded: count,
          merged: count,
        }),
      )
      .meta({
        description: 'in × fanOut = out + quarantined + excluded + merged; the same as ops.stage_run',
      }),
    quarantinedRows: count,
    facts: count,
    issues: z.strictObject({
      total: count,
      bySeverity: z.strictObject({ error: count, warning: count, info: count }),
      byCode: z.array(z.strictObject({ code: z.string(), severity, count })),
      first: z.array(issueSchema).meta({ description: `The first ${FIRST_ISSUES}, errors before warnings` }),
    }),
    audits: z.array(
      z.strictObject({
        audit: z.string(),
        about: z.string(),
        severity: z.enum(['error', 'warn']),
        status: z.enum(['pass', 'warn', 'fail']),
        failingCount: count,
      }),
    ),
    partitions: z
      .array(
        z.strictObject({
          dataset: z.string(),
          partitionKey: z.string(),
          contentSha256: sha256,
          facts: count,
          isNew: z.boolean(),
        }),
      )
      .meta({ description: 'Partitions as this run made them, new to the warehouse or not' }),
  })
  .meta({
    title: 'One run of egdi-pipeline',
    description: 'Fields are added within a version, never renamed',
  });

export type RunArtifact = z.output<typeof runArtifactSchema>;

/** The JSON Schema of the document, as it lies in schemas/. */
export function runArtifactJsonSchema(): Record<string, unknown> {
  return { $id: `urn:${RUN_ARTIFACT_SCHEMA.replaceAll('/', ':')}`, ...z.toJSONSchema(runArtifactSchema) };
}
