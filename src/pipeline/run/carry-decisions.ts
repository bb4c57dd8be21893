/**
 * What people decided about rows of the inputs is part of what a run is made of, and so of its key; it is in the
 * database, which is opened after the rest of a run was prepared.
 */
import type { Warehouse } from '../../warehouse/connection/connect.ts';
import { readDecisions } from '../../warehouse/ledger/quarantine-decisions.ts';
import type { PreparedRun } from './prepare-run.ts';
import { runKey } from './run-key.ts';
import type { RunRequest } from './run-request.ts';

/** The run with the decisions in force about rows of its inputs, and named by them; the same run when there are none. */
export async function carryDecisions(
  prepared: PreparedRun,
  request: RunRequest,
  warehouse: Warehouse,
): Promise<PreparedRun> {
  const { inputs, references } = prepared;
  const files = inputs.files.map(({ sha256 }) => sha256);
  const decisions = await warehouse.withConnection((session) => readDecisions(session, files));
  if (decisions.length === 0) return prepared;
  return {
    ...prepared,
    decisions,
    runKey: runKey(request.pipeline, inputs.files, references, request.edition, decisions),
  };
}
