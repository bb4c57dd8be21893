/** What a run says about itself: the facts behind the summary on the terminal and `--json`. */
import type { DeclaredDeviation } from '../model/declarations.ts';
import type { Issue } from '../model/issue.ts';
import type { StageName } from '../model/stage.ts';
import type { Edition } from '../model/survey.ts';
import type { RunOutcome } from '../warehouse/schema/schema.ts';
import type { AuditResult } from '../warehouse/versions/audits.ts';

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
}
