/** `egdi gc`: removes what old releases alone refer to, and outputs of runs long over. */
import { EXIT } from '../../model/error.ts';
import { findLeftoverOutputs, removeLeftoverOutputs } from '../../pipeline/run/leftover-outputs.ts';
import { type Collection, collectionText } from '../../report/collection.ts';
import { createPalette } from '../../report/text.ts';
import { takeFence } from '../../warehouse/ledger/fence.ts';
import { collect, planCollection } from '../../warehouse/releases/retention.ts';
import type { CommandFunction } from '../command.ts';
import { requireDatabase, withReadableWarehouse, withWritableWarehouse } from '../opened-warehouse.ts';

export const gc: CommandFunction = async (cli, { options }) => {
  requireDatabase(cli);
  const keep = options.keep as number;
  const isDryRun = options.dryRun === true;
  const now = cli.clock.now();
  const outputs = await findLeftoverOutputs(cli.outputFolder, now);
  const plan = isDryRun
    ? await withReadableWarehouse(cli, 'gc --dry-run', (warehouse) =>
        warehouse.withTransaction((session) => planCollection(session, keep), { readOnly: true }),
      )
    : await withWritableWarehouse(cli, 'gc', async ({ warehouse, signal }) => {
        const done = await warehouse.withTransaction(async (session) => {
          await takeFence(session, 'egdi gc', now);
          const planned = await planCollection(session, keep);
          await collect(session, planned);
          signal.throwIfAborted();
          return planned;
        });
        await removeLeftoverOutputs(cli.outputFolder, outputs);
        return done;
      });
  const collection: Collection = { isDryRun, keep, ...plan, outputs };
  cli.logger.info('gc.finished', {
    dry_run: isDryRun,
    releases: plan.releases.length,
    versions: plan.versions,
    outputs: outputs.length,
  });
  cli.print(
    cli.json ? JSON.stringify(collection, null, 2) : collectionText(collection, createPalette(cli.color)),
  );
  return EXIT.ok;
};
