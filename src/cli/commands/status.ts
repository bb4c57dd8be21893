/**
 * `egdi status`: what is published, how well it agrees, how old it is, and what the last runs said. Exit 5 when a
 * clock that a pipeline declares is in error.
 */
import { EXIT } from '../../model/error.ts';
import { createPalette } from '../../report/text.ts';
import { statusReport } from '../../report/warehouse-status.ts';
import { readStatus } from '../../warehouse/queries/warehouse-status.ts';
import type { CommandFunction } from '../command.ts';
import { evaluateClocks } from '../evaluate-clocks.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

export const status: CommandFunction = async (cli) => {
  const state = await withReadableWarehouse(cli, 'status', (warehouse) =>
    warehouse.withTransaction(readStatus, { readOnly: true }),
  );
  const freshness = await evaluateClocks(cli, state);
  cli.print(
    cli.json
      ? JSON.stringify({ ...state, freshness }, null, 2)
      : statusReport(state, freshness, createPalette(cli.color)),
  );
  return freshness.some(({ status }) => status === 'error') ? EXIT.stale : EXIT.ok;
};
