-- All rows of fact_group_membership of release $1; the warehouse keeps one list of members per group and edition.
insert into reporting.fact_group_membership (iso3, edition, group_code, release_no)
select member.iso3, (r.content ->> 'edition')::integer, r.content ->> 'group_code', p.since_release_no
from warehouse.release_partition p
join warehouse.reference_row r using (version_id)
cross join lateral jsonb_array_elements_text(r.content -> 'members') as member(iso3)
where p.release_no = $1 and p.dataset = 'reference' and p.partition_key = 'group_membership'
