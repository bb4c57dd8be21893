/** A warehouse as the program left it before migration 0007: its releases, and nothing that came later. */
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';

export async function undoChangeAttribution(warehouse: Warehouse): Promise<void> {
  await warehouse.withConnection((session) =>
    session.exec(`
      drop view history.fact_national_observation;
      drop view history.dim_region;
      drop view history.national_revision;
      drop table reporting.fact_national_observation;
      drop table reporting.dim_region;
      drop table warehouse.national_observation;
      drop function warehouse.breakdown_member;
      alter table ops.issue drop column place;
      delete from reporting.data_refresh where dataset in ('fact_national_observation', 'dim_region');
      drop view history.fact_change_attribution;
      drop table reporting.fact_change_attribution;
      drop table warehouse.change_attribution;
      delete from reporting.data_refresh where dataset = 'fact_change_attribution';
      delete from ops.migration where version >= 7;`),
  );
}
