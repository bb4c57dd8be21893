/** `egdi releases`: the list of releases, the newest first. */
import { EXIT } from '../../model/error.ts';
import { releaseTable } from '../../report/release-list.ts';
import { createPalette } from '../../report/text.ts';
import { countReleases, listReleases } from '../../warehouse/releases/release-list.ts';
import type { CommandFunction } from '../command.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

export const releases: CommandFunction = async (cli, { options }) => {
  const { listed, total } = await withReadableWarehouse(cli, 'releases', (warehouse) =>
    warehouse.withTransaction(
      async (session) => ({
        listed: await listReleases(session, options.limit as number),
        total: await countReleases(session),
      }),
      { readOnly: true },
    ),
  );
  cli.print(
    cli.json ? JSON.stringify(listed, null, 2) : releaseTable(listed, total, createPalette(cli.color)),
  );
  return EXIT.ok;
};
