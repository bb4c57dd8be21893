/** What a run says about itself: the facts behind the summary on the terminal and `--json`. */
import type { DeclaredDeviation, Origin } from '../../model/declarations.ts';
import type { Issue } from '../../model/issue.ts';
import type { StageCount, StageName } from '../../model/stage.ts';
import type { Edition } from '../../model/survey.ts';
import type { AuditResult } from '../../warehouse/ledger/audits.ts';
import type { RunOutcome } from '../../warehouse/schema/schema.ts';

export interface EditionReport {
  readonly edition: Edition;
  readonly status: 'loaded' | 'refused';
  readonly primaryFile: string | null;
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly quarantined: number;
  readonly excluded: number;
  readonly merged: number;
  /** Further files that cover figures of this edition and agree in all of them. */
  readonly confirmedBy: number;
  readonly scores: AgreementCounts;
  readonly ranks: AgreementCounts;
  readonly methodKnown: boolean;
}

export interface AgreementCounts {
  readonly recomputed: number;
  readonly exact: number;
  readonly withinRounding: number;
  readonly declared: number;
  readonly deviating: number;
}

export interface StageReport {
  readonly stage: StageName;
  /** `reused`: not done, since the output of an earlier run was there. */
  readonly status: 'done' | 'reused';
  readonly durationMs: number;
}

/** One input file: named by its content, with where it came from once its layout is known. */
export interface InputReport {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Null where the file was not read, or was refused before its layout was recognised. */
  readonly format: string | null;
  readonly layoutId: string | null;
  readonly origin: Origin | null;
}

/** A partition as this run made it, whether or not the warehouse had this version already. */
export interface PartitionReport {
  readonly dataset: string;
  readonly partitionKey: string;
  readonly contentSha256: string;
  readonly facts: number;
  readonly isNew: boolean;
}

/** Rows written to a reporting table by the publication. */
export interface WrittenTable {
  readonly table: string;
  readonly rows: number;
}

/** Extended, never renamed: `--json` prints it. */
export interface RunReport {
  readonly pipeline: string;
  readonly title: string;
  readonly runId: number | null;
  readonly outcome: RunOutcome;
  readonly exitCode: number;
  /** The release that is published after the run; null when none is. */
  readonly publishedRelease: number | null;
  /** The release this run made, published or not. */
  readonly release: number | null;
  /** Why the run ended as it did, or what is left to do; null when there is nothing to add. */
  readonly message: string | null;
  /** The run that was not finished and whose verified stage output this one went on from. */
  readonly resumedFrom: number | null;
  readonly editions: readonly EditionReport[];
  readonly deviations: readonly DeclaredDeviation[];
  readonly issues: readonly Issue[];
  readonly audits: readonly AuditResult[];
  readonly stages: readonly StageReport[];
  readonly facts: number;
  readonly inputFiles: number;
  readonly quarantinedRows: number;
  readonly durationMs: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly runKey: string;
  readonly inputs: readonly InputReport[];
  /** What the stages counted, as `ops.stage_run` has it: nothing for a run that did not come as far as loading. */
  readonly counts: readonly StageCount[];
  readonly partitions: readonly PartitionReport[];
  readonly written: readonly WrittenTable[];
}

/** What is known of a run while it goes on: everything but how it ends. */
export type RunFacts = Omit<
  RunReport,
  'outcome' | 'exitCode' | 'message' | 'stages' | 'durationMs' | 'finishedAt'
>;

/** What is known of a run before its first stage. */
export function factsAtStart(run: {
  readonly pipeline: { readonly name: string; readonly title: string };
  readonly startedAt: Date;
  readonly runKey: string;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
}): RunFacts {
  return {
    pipeline: run.pipeline.name,
    title: run.pipeline.title,
    runId: null,
    publishedRelease: null,
    release: null,
    resumedFrom: null,
    editions: [],
    deviations: [],
    issues: [],
    audits: [],
    facts: 0,
    inputFiles: run.files.length,
    quarantinedRows: 0,
    startedAt: run.startedAt.toISOString(),
    runKey: run.runKey,
    inputs: run.files.map(({ path, sha256, bytes }) => {
      return { file: path, sha256, bytes, format: null, layoutId: null, origin: null };
    }),
    counts: [],
    partitions: [],
    written: [],
  };
}
