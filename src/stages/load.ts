/**
 * Stage 6, load: reconciled editions → partition versions, evidence and a candidate release, in the caller's
 * transaction. Partitions that were refused, or not touched, keep the version that is published.
 */
import { basename } from 'node:path';
import type { Origin } from '../model/declarations.ts';
import { EgdiError } from '../model/error.ts';
import {
  type EditionSource,
  type GroupScore,
  isSameFigure,
  type PublishedEdition,
  type Score,
} from '../model/facts.ts';
import { type StageCount, stageCount } from '../model/stage.ts';
import { INDEX_CODES } from '../model/survey.ts';
import { reached } from '../runtime/points.ts';
import type { CopyValue } from '../warehouse/connection/connection.ts';
import type { Session } from '../warehouse/connection/session.ts';
import { createCandidate, type Refusal } from '../warehouse/releases/releases.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';
import {
  draftPartition,
  groupScoreRow,
  type PartitionDraft,
  scoreRow,
} from '../warehouse/versions/datasets.ts';
import type { EvidenceCell, EvidenceDraft } from '../warehouse/versions/evidence-draft.ts';
import { type StoredPartition, storeEvidence, storePartitions } from '../warehouse/versions/partitions.ts';
import { storeSourceFiles } from '../warehouse/versions/source-files.ts';
import { attributeChanges } from './attribute-changes.ts';

export interface LoadedFile {
  readonly sha256: string;
  readonly path: string;
  readonly bytes: number;
  readonly format: string;
  readonly layoutId: string;
  readonly origin: Origin;
}

export interface EditionToLoad {
  readonly published: PublishedEdition;
  readonly scores: readonly Score[];
  readonly groupScores: readonly GroupScore[];
}

export interface FactsToLoad {
  readonly files: readonly LoadedFile[];
  readonly editions: readonly EditionToLoad[];
  readonly references: readonly PartitionDraft[];
  readonly run: { readonly runId: number; readonly engineVersion: string };
  /** What a plan says will be loaded; anything else is refused. */
  readonly planned?: readonly PlannedPartition[] | undefined;
  readonly now: Date;
}

export interface LoadInput extends FactsToLoad {
  readonly run: FactsToLoad['run'] & { readonly runKey: string; readonly reason: string };
  /** Whether something was refused, so that the candidate must not be published. */
  readonly refused: boolean;
  /** Partitions that are left as they are in a release that is published in spite of them. */
  readonly refusals: readonly Refusal[];
  readonly sqlFolder: SqlFolder;
}

/** A partition as a plan names it. */
export type PlannedPartition = Pick<PartitionDraft, 'dataset' | 'partitionKey' | 'contentSha256'>;

export interface LoadedPartition extends StoredPartition {
  readonly primarySourceFileId: number | null;
}

export interface LoadedFacts {
  readonly partitions: readonly LoadedPartition[];
  readonly evidenceCells: number;
  readonly counts: readonly StageCount[];
}

export interface LoadResult extends LoadedFacts {
  /** Undefined when the published release already says all this. */
  readonly releaseNo: number | undefined;
}

/** Reference rows as a partition: `{ table, key, content }`. */
export function referencePartition(
  tableName: string,
  rows: readonly (readonly [key: string, content: Record<string, CopyValue | readonly string[]>])[],
): PartitionDraft {
  return draftPartition(
    'reference',
    tableName,
    rows.map(([key, content]) => [tableName, key, JSON.stringify(content)]),
  );
}

/** Everything that a run would load, as partitions named by their content: for loading, and for a plan of it. */
export function draftPartitions({
  references,
  editions,
}: Pick<LoadInput, 'references' | 'editions'>): PartitionDraft[] {
  return [
    ...references,
    ...editions.flatMap(({ published, scores, groupScores }) => {
      const key = String(published.edition);
      return [
        draftPartition('score', key, scores.map(scoreRow)),
        draftPartition('group_score', key, groupScores.map(groupScoreRow)),
      ];
    }),
  ];
}

/**
 * Loads everything of one run; nothing is visible to readers before the release is published.
 * @throws EgdiError `plan-broken` when it is not what was planned; the caller's transaction must then be rolled back
 */
export async function load(session: Session, input: LoadInput): Promise<LoadResult> {
  const { run, now } = input;
  const loaded = await loadFacts(session, input);
  const releaseNo = await createCandidate(session, {
    runId: run.runId,
    runKey: run.runKey,
    reason: run.reason,
    status: input.refused ? 'refused' : 'candidate',
    now,
    refusals: input.refusals,
    partitions: loaded.partitions.map(listed),
  });
  reached('load.candidate-made');
  await attributeChanges(session, input.sqlFolder);
  return { ...loaded, releaseNo };
}

/** A stored partition as a release lists it. */
export function listed({ draft, versionId, primarySourceFileId }: LoadedPartition) {
  return { dataset: draft.dataset, partitionKey: draft.partitionKey, versionId, primarySourceFileId };
}

/** Stores files, partition versions and evidence; they belong to no release yet. Throws as `load` does. */
export async function loadFacts(session: Session, input: FactsToLoad): Promise<LoadedFacts> {
  const { run, now } = input;
  const drafts = draftPartitions(input);
  if (input.planned) assertPlanned(drafts, input.planned);
  const sourceIds = await storeSourceFiles(
    session,
    input.files.map((file) => ({ ...file, fileName: basename(file.path) })),
    run.runId,
    now,
  );
  reached('load.files-stored');
  const partitions = await storePartitions(session, drafts, { ...run, now });
  const versionOf = new Map(
    partitions.map((stored) => [`${stored.draft.dataset}\t${stored.draft.partitionKey}`, stored.versionId]),
  );
  const idOf = (sha256: string) => {
    const id = sourceIds.get(sha256);
    if (id === undefined) throw new Error(`source file ${sha256} was not stored`);
    return id;
  };

  const evidence = input.editions.flatMap(({ published }): EvidenceDraft[] => {
    const versionId = versionOf.get(`score\t${published.edition}`) ?? 0;
    const byFile = new Map<number, EditionSource[]>();
    for (const source of [published.primary, ...published.crossChecks]) {
      const id = idOf(source.source.sha256);
      byFile.set(id, [...(byFile.get(id) ?? []), source]);
    }
    return [...byFile].map(([sourceFileId, sources]) => ({
      versionId,
      sourceFileId,
      cells: sources.flatMap((source) => [...evidenceCells(published, source)]),
    }));
  });
  const evidenceCount = await storeEvidence(session, evidence, run.runId);
  reached('load.evidence-copied');

  const primaryOf = new Map(
    input.editions.map(({ published }) => [String(published.edition), idOf(published.primary.source.sha256)]),
  );
  const scores = input.editions.reduce((sum, edition) => sum + edition.scores.length, 0);
  const stored = partitions
    .filter((partition) => partition.draft.dataset === 'score')
    .reduce((sum, partition) => sum + partition.draft.rows.length, 0);
  const counts = [stageCount('load', 'scores → facts', { in: scores, out: stored })];
  const loaded = partitions.map((partition): LoadedPartition => {
    const { dataset, partitionKey } = partition.draft;
    const primarySourceFileId = dataset === 'score' ? (primaryOf.get(partitionKey) ?? null) : null;
    return { ...partition, primarySourceFileId };
  });
  return { partitions: loaded, evidenceCells: evidenceCount, counts };
}

function assertPlanned(drafts: readonly PartitionDraft[], planned: readonly PlannedPartition[]): void {
  const nameOf = ({ dataset, partitionKey }: PlannedPartition) => `${dataset} ${partitionKey}`;
  const made = new Map(drafts.map((draft) => [nameOf(draft), draft.contentSha256]));
  const wanted = new Map(planned.map((partition) => [nameOf(partition), partition.contentSha256]));
  const others = [...new Set([...made.keys(), ...wanted.keys()])].filter(
    (name) => made.get(name) !== wanted.get(name),
  );
  if (others.length === 0) return;
  throw new EgdiError('plan-broken', `the run does not make what was planned: ${others.join(', ')}`, {
    hint: 'the plan file was edited, or this is a defect of the program; nothing was loaded',
  });
}

function* evidenceCells(published: PublishedEdition, source: EditionSource): Iterable<EvidenceCell> {
  for (const country of published.countries) {
    const theirs = source === published.primary ? country : source.countries.get(country.iso3);
    if (!theirs) continue;
    const { iso3 } = country;
    for (const indexCode of INDEX_CODES) {
      const figure = theirs.figures[indexCode];
      if (!figure) continue;
      const agrees = isSameFigure(figure, country.figures[indexCode]);
      const { cell, text, released } = figure;
      yield { iso3, indexCode, field: 'score', cell, text, agrees, ...(released ? { released } : {}) };
    }
    if (theirs.egdiRank) {
      const { cell, text, value, released } = theirs.egdiRank;
      const agrees = country.egdiRank === undefined || value === country.egdiRank.value;
      yield { iso3, indexCode: 'EGDI', field: 'rank', cell, text, agrees, ...(released ? { released } : {}) };
    }
  }
}
