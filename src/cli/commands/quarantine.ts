/** `egdi quarantine`: rows that were held back, and what people decide about them. */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { CellCorrection } from '../../model/quarantine.ts';
import { decisionText, quarantineTable } from '../../report/quarantine.ts';
import { NO_DECISION, quarantineCommands, quarantineText } from '../../report/quarantine-row.ts';
import { createPalette } from '../../report/text.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import { proveFence, takeFence } from '../../warehouse/ledger/fence.ts';
import { type Decision, decide } from '../../warehouse/ledger/quarantine-decisions.ts';
import { currentActor } from '../../warehouse/ledger/runs.ts';
import {
  listQuarantine,
  openNumbers,
  type QuarantineDetail,
  readQuarantine,
} from '../../warehouse/queries/quarantine-rows.ts';
import type { CommandFunction, CommandInput } from '../command.ts';
import type { CliContext } from '../context.ts';
import { requireDatabase, withReadableWarehouse, withWritableWarehouse } from '../opened-warehouse.ts';
import { PIPELINES } from '../pipelines.ts';
import {
  askedCorrections,
  askedNumber,
  askedNumbers,
  askedReason,
  requireRows,
} from '../quarantine-request.ts';

export const list: CommandFunction = async (cli, { options }) => {
  const filter = {
    all: options.all === true,
    ...(options.run === undefined ? {} : { runId: options.run as number }),
    ...(options.file === undefined ? {} : { file: options.file as string }),
  };
  const rows = await withReadableWarehouse(cli, 'quarantine list', (warehouse) =>
    warehouse.withTransaction((session) => listQuarantine(session, filter), { readOnly: true }),
  );
  cli.print(
    cli.json ? JSON.stringify(rows, null, 2) : quarantineTable(rows, filter, createPalette(cli.color)),
  );
  return EXIT.ok;
};

export const show: CommandFunction = async (cli, { args }) => {
  const asked = [askedNumber(args[0] as string)];
  const [row] = await withReadableWarehouse(cli, 'quarantine show', (warehouse) =>
    warehouse.withTransaction((session) => askedRows(session, asked), { readOnly: true }),
  );
  if (row) {
    cli.print(
      cli.json
        ? JSON.stringify({ ...row, commands: quarantineCommands(row, isDecidable(row)) }, null, 2)
        : quarantineText(row, createPalette(cli.color), isDecidable(row)),
    );
  }
  return EXIT.ok;
};

export const release: CommandFunction = (cli, input) => decideAbout(cli, input, 'released');
export const reject: CommandFunction = (cli, input) => decideAbout(cli, input, 'rejected');
export const reopen: CommandFunction = (cli, input) => decideAbout(cli, input, 'reopened');

const COMMAND_OF = { released: 'release', rejected: 'reject', reopened: 'reopen' } as const;

/** All rows are decided about, or none. */
async function decideAbout(
  cli: CliContext,
  { args, options }: CommandInput,
  decision: Decision['decision'],
): Promise<number> {
  const asked = askedNumbers(args[0] as readonly string[]);
  const made = { decision, reason: askedReason(options.reason as string), by: currentActor() };
  const settings = (options.set as readonly string[] | undefined) ?? [];
  const command = `quarantine ${COMMAND_OF[decision]}`;
  requireDatabase(cli);
  const decided = await withWritableWarehouse(cli, command, ({ warehouse }) =>
    warehouse.withTransaction(async (session) => {
      const at = cli.clock.now();
      const fence = await takeFence(session, `egdi ${command}`, at);
      const rows = await askedRows(session, asked);
      refuseUndecidable(rows);
      for (const row of rows) {
        const corrections: readonly CellCorrection[] = askedCorrections(row, settings);
        await decide(session, row.id, { ...made, corrections, at });
      }
      await proveFence(session, fence);
      return readQuarantine(session, asked);
    }),
  );
  cli.print(
    cli.json ? JSON.stringify(decided, null, 2) : decisionText(decided, decision, createPalette(cli.color)),
  );
  return EXIT.ok;
}

/** Runs of tables read their files as they are: a decision about a row of theirs would change nothing. */
function isDecidable({ pipeline }: QuarantineDetail): boolean {
  return PIPELINES.some((known) => known.kind === 'survey' && known.pipeline.name === pipeline);
}

/** @throws EgdiError `decision-unfit` (exit 2) */
function refuseUndecidable(rows: readonly QuarantineDetail[]): void {
  const unfit = rows.find((row) => !isDecidable(row));
  if (unfit === undefined) return;
  const message = `quarantined row ${unfit.id} is of the pipeline “${unfit.pipeline}”, whose runs follow no decisions`;
  throw new EgdiError('decision-unfit', message, { exitCode: EXIT.usage, hint: NO_DECISION });
}

async function askedRows(session: Session, asked: readonly number[]): Promise<readonly QuarantineDetail[]> {
  const found = await readQuarantine(session, asked);
  return requireRows(asked, found, await openNumbers(session, 12));
}
