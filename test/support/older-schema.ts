/** A warehouse as the program left it before migration 0007: its releases, and nothing that came later. */
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';

export async function undoChangeAttribution(warehouse: Warehouse): Promise<void> {
  await warehouse.withConnection((session) =>
    session.exec(`
      drop view history.fact_national_observation;
      drop view history.dim_region;
      drop view history.national_revision;
      create or replace view history.dim_source_file as
        select p.release_no as as_of_release, f.sha256 as source_file_sha256, f.file_name, f.format, f.layout_id,
               f.publisher, f.title, f.url, f.licence, f.retrieved_on, f.published_on, f.bytes, f.first_seen_at, f.note
        from (
          select distinct p.release_no, p.primary_source_file_id
          from warehouse.release_partition p
          join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
        ) p
        join warehouse.source_file f on f.source_file_id = p.primary_source_file_id;
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
