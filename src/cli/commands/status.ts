/** `egdi status`: what is published, how well it agrees, and what the last runs said. */
import { EXIT } from '../../model/error.ts';
import { createPalette } from '../../report/text.ts';
import { statusReport } from '../../report/warehouse-status.ts';
import { readStatus } from '../../warehouse/queries/warehouse-status.ts';
import type { CommandFunction } from '../command.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

export const status: CommandFunction = async (cli) => {
  const state = await withReadableWarehouse(cli, 'status', (warehouse) =>
    warehouse.withTransaction(readStatus, { readOnly: true }),
  );
  cli.print(cli.json ? JSON.stringify(state, null, 2) : statusReport(state, createPalette(cli.color)));
  return EXIT.ok;
};
