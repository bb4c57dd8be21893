/** `egdi pin`: keeps a release from `egdi gc`, or lets it go. */
import { EgdiError, EXIT } from '../../model/error.ts';
import { currentActor } from '../../warehouse/ledger/runs.ts';
import { pinRelease, unpinRelease } from '../../warehouse/releases/pins.ts';
import type { CommandFunction } from '../command.ts';
import { requireDatabase, withWritableWarehouse } from '../opened-warehouse.ts';
import { askedReason, askedReleaseNo } from '../release-argument.ts';

export const pin: CommandFunction = async (cli, { args, options }) => {
  requireDatabase(cli);
  const releaseNo = askedReleaseNo(String(args[0]));
  const isRemoval = options.remove === true;
  if (!isRemoval && options.reason === undefined) {
    throw new EgdiError('reason-missing', 'a pin needs its reason', {
      exitCode: EXIT.usage,
      hint: `egdi pin ${releaseNo} --reason "figures of the annual report"; --remove takes a pin away`,
    });
  }
  const reason = isRemoval ? null : askedReason(String(options.reason));
  const actor = currentActor();
  const before = await withWritableWarehouse(cli, 'pin', ({ warehouse }) =>
    warehouse.withTransaction((session) =>
      reason === null
        ? unpinRelease(session, releaseNo)
        : pinRelease(session, releaseNo, { actor, reason, now: cli.clock.now() }),
    ),
  );
  const result = { releaseNo, isPinned: !isRemoval, actor, reason, previousReason: before.pinReason };
  cli.logger.info('release.pinned', { release_no: releaseNo, is_pinned: !isRemoval, actor, reason });
  const previous = before.pinReason === null ? '' : ` It was pinned before: ${before.pinReason}`;
  const text = isRemoval
    ? `Release ${releaseNo} is not pinned any more; egdi gc may collect it.${previous}`
    : `Release ${releaseNo} is pinned by ${actor}: ${reason}. egdi gc keeps it.${previous}`;
  cli.print(cli.json ? JSON.stringify(result, null, 2) : text);
  return EXIT.ok;
};
