/** What a plan says: the facts behind its text, `--json` and the plan file. Extended, never renamed. */
import type { Issue } from '../../model/issue.ts';
import type { StageName } from '../../model/stage.ts';
import type { ReleaseDiff } from '../../warehouse/releases/release-diff.ts';
import type { RunOutcome } from '../../warehouse/schema/schema.ts';
import type { MigrationName } from '../../warehouse/schema/schema-care.ts';
import type { DatasetName } from '../../warehouse/versions/datasets.ts';
import type { EditionReport } from '../run/run-report.ts';
import type { PLAN_VERSION } from './plan-file.ts';
import type { MissingInput, PlannedInput } from './planned-inputs.ts';

export interface PlannedStage {
  readonly stage: StageName;
  readonly action: 'run' | 'skip';
  readonly reason: string;
}

export interface PartitionPlan {
  readonly dataset: DatasetName;
  readonly partitionKey: string;
  readonly contentSha256: string;
  readonly rows: number;
  readonly status: 'published' | 'changed' | 'new';
  readonly publishedSha256: string | null;
}

export interface Prediction {
  readonly outcome: Extract<
    RunOutcome,
    'noop' | 'published' | 'unchanged' | 'candidate' | 'refused' | 'failed'
  >;
  readonly exitCode: number;
  readonly message: string | null;
  /** True: the audits of the database have the last word, and only a run can ask them. */
  readonly dependsOnAudits: boolean;
}

export interface RunPlan {
  readonly planVersion: typeof PLAN_VERSION;
  readonly pipeline: string;
  readonly title: string;
  readonly plannedAt: string;
  readonly programVersion: string;
  readonly request: {
    readonly inputs: readonly string[];
    /** Absolute path of the file with further declarations. */
    readonly declare: string | null;
    readonly force: boolean;
    readonly noPublish: boolean;
    readonly publishPartial: boolean;
  };
  readonly runKey: string;
  /** What the key depends on besides the inputs. */
  readonly keyParts: Readonly<Record<string, string>>;
  readonly schema: {
    /** Of all migrations that this program brings. */
    readonly sha256: string;
    readonly pending: readonly MigrationName[];
    readonly problems: readonly string[];
    /** False: it is too old to be read, so that nothing is known about the published release. */
    readonly isReadable: boolean;
  };
  /** Null where nothing is published, or there is no database yet. */
  readonly publishedRelease: number | null;
  readonly publishedAt: string | null;
  readonly inputs: readonly PlannedInput[];
  readonly missing: readonly MissingInput[];
  readonly stages: readonly PlannedStage[];
  /** Empty where nothing is to be done. */
  readonly editions: readonly EditionReport[];
  readonly partitions: readonly PartitionPlan[];
  readonly quarantinedRows: number;
  readonly issues: readonly Issue[];
  readonly predicted: Prediction;
  /** Null where the published release cannot be read. */
  readonly diff: ReleaseDiff | null;
}
