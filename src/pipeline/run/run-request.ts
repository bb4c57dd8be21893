/** What a run is asked to do, and what it is given to do it with. */
import type { Edition } from '../../model/survey.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Progress } from '../../runtime/progress.ts';
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import type { SqlFolder } from '../../warehouse/schema/sql-files.ts';
import type { SurveyPipeline } from '../define-pipeline.ts';
import type { PlanFile } from '../plan/plan-file.ts';
import type { RunReport } from './run-report.ts';

export interface RunRequest {
  readonly pipeline: SurveyPipeline;
  /** Name of the command, for the ledger. */
  readonly command: string;
  /** Files and folders. */
  readonly inputs: readonly string[];
  /** The edition of a file that does not name it. */
  readonly edition: Edition | null;
  /** Runs even when nothing is new. */
  readonly force: boolean;
  readonly reason: string;
  /** Leaves an audited candidate, to be looked at and published by hand. */
  readonly noPublish?: boolean;
  /** Publishes what was not refused; refused partitions keep the version they have, and the exit code stays 3 or 4. */
  readonly publishPartial?: boolean;
  /** What was planned: the run does this or nothing. */
  readonly plan?: PlanFile;
  /** When a schedule meant the run to take place. */
  readonly nominalTime?: Date;
}

export interface RunContext {
  readonly warehouse: Warehouse;
  /** Whether the schema was changed just now, so that an equal key does not mean equal tables. */
  readonly isSchemaFresh: boolean;
  readonly sqlFolder: SqlFolder;
  readonly snapshotFolder: string;
  /** Where outputs of stages are kept until a run is over. */
  readonly outputFolder: string;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Takes secrets out of the text of an error before it is kept; errors are other people's texts. */
  readonly redact?: (text: string) => string;
  /** Told what is known of a run that ends by an exception, which is thrown all the same. */
  readonly onFailed?: (report: RunReport) => void;
}
