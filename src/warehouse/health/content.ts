/**
 * Whether the reporting tables show the published release, row by row and value by value. Owned by warehouse/.
 * What they have to show is defined by the views of `history`.
 */
import { quoteIdentifier } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import { findPublished } from '../releases/releases.ts';
import { type Check, failed, firstOf, passed, warned } from './check.ts';

const REFILL = 'fill them anew from the published release: egdi doctor --refill';

export async function checkPublishedContent(session: Session): Promise<Check[]> {
  const published = await findPublished(session);
  if (published === undefined) return [warned('data', 'publication', 'nothing is published yet', 'egdi run')];
  const { releaseNo, publishedAt } = published;
  const publication = passed('data', 'publication', `release ${releaseNo}, published at ${publishedAt}`);
  const wrong = await findWrongRowCounts(session, releaseNo);
  const refusals = await checkRefusals(session, releaseNo);
  if (wrong.length > 0) {
    // Their content cannot be equal then; one finding for one trouble.
    return [publication, failed('data', 'reporting-rows', wrong.join('; '), REFILL), refusals];
  }
  const rows = passed('data', 'reporting-rows', 'reporting tables hold the rows of the published release');
  return [publication, rows, await checkContent(session, releaseNo), refusals];
}

async function findWrongRowCounts(session: Session, releaseNo: number): Promise<string[]> {
  const { rows } = await session.query(COMPARE_ROWS);
  const wrong = rows.map((row) => `${row.part}: ${row.shown} rows instead of ${row.expected}`);
  const { rows: refresh } = await session.query(
    'select count(*)::int as count from reporting.data_refresh where release_no <> $1',
    [releaseNo],
  );
  if (Number(refresh[0]?.count) > 0) wrong.push('data_refresh names another release');
  return wrong;
}

async function checkContent(session: Session, releaseNo: number): Promise<Check> {
  const { rows: tables } = await session.query(COMPARED_TABLES);
  const wrong: string[] = [];
  for (const { table_name: table, columns, key_columns: keys } of tables) {
    const key = (keys as string[]).map(quoteIdentifier).join(', ');
    const { rows } = await session.query(
      `with shown as (select ${columns} from reporting.${table}),
            meant as materialized (select ${columns} from history.${table} where as_of_release = $1),
            strange as (table shown except all table meant)
       select (select count(*) from strange) as changed, (select count(*) from meant) as meant,
              (select count(*) from shown) as shown,
              (select concat_ws(' ', ${key}) from strange order by ${key} limit 1) as example`,
      [releaseNo],
    );
    const [row] = rows;
    if (Number(row?.changed) > 0) {
      wrong.push(`${table}: ${row?.changed} of ${row?.shown} rows are not its own, first ${row?.example}`);
    } else if (row?.shown !== row?.meant) {
      wrong.push(`${table}: ${row?.shown} rows instead of ${row?.meant}`);
    }
  }
  return wrong.length === 0
    ? passed('data', 'reporting-content', 'every value equals that of the published release')
    : failed('data', 'reporting-content', firstOf(wrong), REFILL);
}

/** Partitions that a partial publication left as they were. */
async function checkRefusals(session: Session, releaseNo: number): Promise<Check> {
  const { rows } = await session.query(
    `select dataset || ' ' || partition_key as part, reason from warehouse.release_refusal
      where release_no = $1 order by dataset, partition_key`,
    [releaseNo],
  );
  if (rows.length === 0) return passed('data', 'refusals', 'no partition was refused and kept as it was');
  return warned(
    'data',
    'refusals',
    `kept as they were: ${firstOf(rows.map((row) => `${row.part} (${row.reason})`))}`,
    'mend the source, or release its rows (egdi quarantine list), then egdi run',
  );
}

/** Tables that a view of history defines, with their columns as a list for SQL and their keys. */
const COMPARED_TABLES = `
  select c.relname as table_name,
         (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         array(select a.attname::text from pg_constraint k
                 cross join unnest(k.conkey) with ordinality as u(attnum, position)
                 join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
                where k.conrelid = c.oid and k.contype = 'p' order by u.position) as key_columns
    from pg_class c
    join pg_class h on h.relname = c.relname and h.relnamespace = 'history'::regnamespace
   where c.relnamespace = 'reporting'::regnamespace and c.relkind = 'r'
   order by c.relname collate "C"`;

/** Parts of the reporting tables whose number of rows is not that of the published partition. */
const COMPARE_ROWS = `
  with published as (
    select p.dataset, p.partition_key, p.version_id, v.fact_count::bigint as fact_count
    from warehouse.publication u
    join warehouse.release_partition p using (release_no)
    join warehouse.partition_version v using (version_id)
  ), expected (part, row_count) as (
    select 'fact_index_score ' || partition_key, fact_count from published where dataset = 'score'
    union all
    select 'fact_group_score ' || partition_key, fact_count from published where dataset = 'group_score'
    union all
    -- Counted from the scores: a change that was never split is found here.
    select 'fact_change_attribution ' || p.partition_key, count(*)
    from published p
    join published d on d.dataset = 'reference' and d.partition_key = 'dim_edition'
    join warehouse.reference_row e
      on e.version_id = d.version_id and e.table_name = 'dim_edition' and e.row_key = p.partition_key
    join published b on b.dataset = 'score' and b.partition_key = e.content ->> 'previous_edition'
    join warehouse.score s on s.version_id = p.version_id and s.index_code = 'EGDI'
    join warehouse.score o on o.version_id = b.version_id and o.index_code = 'EGDI' and o.iso3 = s.iso3
    where p.dataset = 'score' and s.score_published is not null and s.rank_published is not null
      and o.score_published is not null and o.rank_published is not null
    group by p.partition_key
    union all
    -- Of TII and HCI: an edition that was never recomputed is found here.
    select 'indices in fact_recomputation_coverage ' || partition_key, 2 from published where dataset = 'score'
    union all
    select 'fact_recomputation ' || l.edition, count(*)
    from warehouse.publication u
    join warehouse.release_recomputation l using (release_no)
    join warehouse.recomputed_score s using (recomputation_id)
    group by l.edition
    union all
    select 'fact_recomputation_input ' || l.edition, count(*)
    from warehouse.publication u
    join warehouse.release_recomputation l using (release_no)
    join warehouse.recomputation_input i using (recomputation_id)
    group by l.edition
    union all
    select 'fact_observation ' || partition_key, fact_count from published where dataset = 'observation'
    union all
    select 'fact_national_observation ' || partition_key, fact_count
    from published where dataset = 'national_observation'
    union all
    select partition_key, fact_count from published where dataset = 'reference' and partition_key like 'dim%'
    union all
    select 'fact_group_membership', sum(jsonb_array_length(r.content -> 'members'))::bigint
    from published p join warehouse.reference_row r using (version_id)
    where p.dataset = 'reference' and p.partition_key = 'group_membership'
    having count(*) > 0
  ), shown (part, row_count) as (
    select 'fact_index_score ' || edition, count(*) from reporting.fact_index_score group by edition
    union all
    select 'fact_group_score ' || edition, count(*) from reporting.fact_group_score group by edition
    union all
    select 'fact_change_attribution ' || edition, count(*) from reporting.fact_change_attribution group by edition
    union all
    select 'indices in fact_recomputation_coverage ' || edition, count(distinct index_code)
    from reporting.fact_recomputation_coverage group by edition
    union all
    select 'fact_recomputation ' || edition, count(*) from reporting.fact_recomputation group by edition
    union all
    select 'fact_recomputation_input ' || edition, count(*) from reporting.fact_recomputation_input group by edition
    union all
    select 'fact_observation ' || indicator_code, count(*) from reporting.fact_observation group by indicator_code
    union all
    select 'fact_national_observation ' || indicator_code, count(*)
    from reporting.fact_national_observation group by indicator_code
    union all select 'dim_region', count(*) from reporting.dim_region
    union all select 'dim_component_counterpart', count(*) from reporting.dim_component_counterpart
    union all select 'fact_group_membership', count(*) from reporting.fact_group_membership
    union all select 'dim_country', count(*) from reporting.dim_country
    union all select 'dim_country_group', count(*) from reporting.dim_country_group
    union all select 'dim_edition', count(*) from reporting.dim_edition
    union all select 'dim_index', count(*) from reporting.dim_index
    union all select 'dim_methodology', count(*) from reporting.dim_methodology
    union all select 'dim_deviation', count(*) from reporting.dim_deviation
    union all select 'dim_indicator', count(*) from reporting.dim_indicator
  )
  select part, coalesce(s.row_count, 0) as shown, coalesce(e.row_count, 0) as expected
  from expected e full join shown s using (part)
  where coalesce(s.row_count, 0) <> coalesce(e.row_count, 0)
  order by part collate "C"`;
