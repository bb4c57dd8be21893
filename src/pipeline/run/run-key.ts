/**
 * The key of a run (law 5, idempotence): equal keys mean equal inputs, declarations, decisions about their rows,
 * methodology, reference data and engine, so that a run whose key is that of the published release has nothing to do.
 */
import { createHash } from 'node:crypto';
import { METHODS } from '../../methodology/registry.ts';
import type { RowDecision } from '../../model/quarantine.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import type { InputFile } from '../../stages/extract.ts';
import { type OwnPartitions, ownPartitions } from '../../warehouse/ledger/runs.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import type { SurveyPipeline } from '../define-pipeline.ts';

export function runKey(
  pipeline: SurveyPipeline,
  inputs: readonly InputFile[],
  references: readonly PartitionDraft[],
  givenEdition: number | null,
  decisions: readonly RowDecision[],
): string {
  const parts = {
    engine: ENGINE_VERSION,
    // How old data may be says nothing about the data.
    pipeline: { ...pipeline, freshness: undefined },
    methods: METHODS,
    references: references.map((partition) => partition.contentSha256),
    decisions: decisions.map(({ by: _by, at: _at, reason: _reason, ...followed }) => followed),
    inputs: inputs.map(({ sha256, namedEdition }) => `${sha256} ${givenEdition ?? namedEdition}`).sort(),
  };
  return createHash('sha256').update(JSON.stringify(parts, withBigints)).digest('hex');
}

/** What a pipeline of the Survey makes. */
export function surveyPartitions(references: readonly PartitionDraft[]): OwnPartitions {
  return ownPartitions(['score', 'group_score'], references);
}

/**
 * What a key depends on besides the inputs, each with a text that changes when it does: for telling what changed.
 */
export function keyParts(
  pipeline: SurveyPipeline,
  references: readonly PartitionDraft[],
): Record<string, string> {
  const hashed = (value: unknown) =>
    createHash('sha256').update(JSON.stringify(value, withBigints)).digest('hex');
  return {
    'the engine': ENGINE_VERSION,
    'declarations of the pipeline': hashed(pipeline),
    methods: hashed(METHODS),
    ...Object.fromEntries(
      references.map(({ partitionKey, contentSha256 }) => [`reference data ${partitionKey}`, contentSha256]),
    ),
  };
}

function withBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
