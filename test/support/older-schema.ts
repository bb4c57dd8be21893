/** A warehouse as the program left it before migration 0007: its releases, and nothing that came later. */
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';

export async function undoChangeAttribution(warehouse: Warehouse): Promise<void> {
  await warehouse.withConnection((session) =>
    session.exec(`
      drop view reporting.v_national_view;
      drop view history.dim_component_counterpart;
      drop table reporting.dim_component_counterpart;
      delete from reporting.data_refresh where dataset = 'dim_component_counterpart';
      drop view history.fact_recomputation;
      drop view history.fact_recomputation_coverage;
      drop view history.fact_recomputation_input;
      drop table reporting.fact_recomputation;
      drop table reporting.fact_recomputation_coverage;
      drop table reporting.fact_recomputation_input;
      drop table warehouse.release_recomputation;
      drop table warehouse.recomputed_score;
      drop table warehouse.recomputation_coverage;
      drop table warehouse.recomputation_input;
      drop table warehouse.recomputation;
      delete from reporting.data_refresh where dataset like 'fact_recomputation%';
      drop view history.fact_observation;
      alter table warehouse.observation drop column note;
      alter table reporting.fact_observation drop column note;
      create view history.fact_observation as
        select
          p.release_no as as_of_release, p.partition_key as indicator_code, o.iso3, o.period, o.value, o.value_status,
          o.is_estimated, o.is_preliminary, o.printed_text as published_text, f.sha256 as source_file_sha256,
          warehouse.cell_address(o.sheet, o.row_no, o.column_no) as source_cell, p.since_release_no as release_no
        from warehouse.release_partition p
        join warehouse.release ever on ever.release_no = p.release_no and ever.published_at is not null
        join warehouse.observation o using (version_id)
        join warehouse.source_file f using (source_file_id)
        where p.dataset = 'observation';
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
