/** `egdi publish`: brings an audited candidate to the readers. */
import { type MoveRequest, movePublicationTo } from '../../pipeline/move-publication.ts';
import { publicationText } from '../../report/publication.ts';
import { createPalette } from '../../report/text.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { requireDatabase, withWritableWarehouse } from '../opened-warehouse.ts';
import { askedReason, askedReleaseNo } from '../release-argument.ts';

export const publish: CommandFunction = (cli, { args, options }) =>
  movePublication(cli, {
    kind: 'publish',
    releaseNo: askedReleaseNo(String(args[0])),
    reason: options.reason === undefined ? 'published by hand' : askedReason(String(options.reason)),
  });

/** Moves the publication and prints what was done; the exit code is 3 when the audits refuse it. */
export async function movePublication(cli: CliContext, request: MoveRequest): Promise<number> {
  requireDatabase(cli);
  const { sqlFolder, clock, logger } = cli;
  const move = await withWritableWarehouse(cli, request.kind, ({ warehouse, signal }) =>
    movePublicationTo(request, { warehouse, sqlFolder, clock, signal }),
  );
  const { kind, outcome, releaseNo, previousReleaseNo, runId, exitCode } = move;
  logger.info('publication.moved', {
    kind,
    outcome,
    release_no: releaseNo,
    previous: previousReleaseNo,
    run_id: runId,
  });
  cli.print(cli.json ? JSON.stringify(move, null, 2) : publicationText(move, createPalette(cli.color)));
  return exitCode;
}
