/** A warehouse as the program left it before migration 0007: its releases, and nothing of the splits of changes. */
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';

export async function undoChangeAttribution(warehouse: Warehouse): Promise<void> {
  await warehouse.withConnection((session) =>
    session.exec(`
      drop view history.fact_change_attribution;
      drop table reporting.fact_change_attribution;
      drop table warehouse.change_attribution;
      delete from reporting.data_refresh where dataset = 'fact_change_attribution';
      delete from ops.migration where version >= 7;`),
  );
}
