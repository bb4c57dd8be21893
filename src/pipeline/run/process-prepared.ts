/** The stages of a prepared run that need no database, for the run itself and for a plan of it; and all it found. */
import { type Issue, issue } from '../../model/issue.ts';
import type { StageCount, StageName } from '../../model/stage.ts';
import type { PreparedRun } from './prepare-run.ts';
import type { ProcessedInputs } from './process-inputs.ts';
import type { RunRequest } from './run-request.ts';

export interface ProcessOptions {
  readonly signal: AbortSignal;
  readonly onStage: (stage: StageName, done: number, total: number, detail: string) => void;
  /** Called with what the stages under way have counted, before the next one begins. */
  readonly onCounts?: (counts: readonly StageCount[]) => void;
}

/** Does extract (reading) … reconcile. Throws `EgdiError` when a stage does not conserve its units. */
export async function processPrepared(
  request: RunRequest,
  { catalogue, inputs, reader, decisions }: PreparedRun,
  options: ProcessOptions,
): Promise<ProcessedInputs> {
  // Most runs find nothing new: what only the others need is loaded here.
  const { processInputs } = await import('./process-inputs.ts');
  const { pipeline, edition } = request;
  return processInputs(inputs.files, {
    pipeline,
    catalogue,
    reader,
    givenEdition: edition,
    decisions,
    ...options,
  });
}

/** Whether an equal key may mean that there is nothing to do. */
export function mayBeNoop(request: RunRequest, { inputs }: PreparedRun, isSchemaFresh: boolean): boolean {
  return !request.force && !isSchemaFresh && !inputs.issues.some(isError);
}

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } as const;

/** All findings of a run, the grave ones first. */
export function issuesOf(
  request: RunRequest,
  { inputs }: PreparedRun,
  processed: Pick<ProcessedInputs, 'issues'>,
): Issue[] {
  // A folder without a single data file is a mistake, not an empty edition.
  const isEmpty = inputs.files.length === 0 && !inputs.issues.some(isError);
  const missing = isEmpty ? [issue('file-missing', `no data file in ${request.inputs.join(', ')}`)] : [];
  return bySeverity([...inputs.issues, ...processed.issues, ...missing]);
}

/** The same findings, the grave ones first. */
export function bySeverity(issues: readonly Issue[]): Issue[] {
  return [...issues].sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity]);
}

function isError(found: Issue): boolean {
  return found.severity === 'error';
}
