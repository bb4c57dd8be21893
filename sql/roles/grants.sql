-- What the roles may do, applied after every migration where the roles exist. The reader sees `reporting` and
-- `history` and can write nothing; a table added later is covered by the default privileges.
do $$
declare
  hinge record;
begin
  if exists (select from pg_roles where rolname = 'egdi_reader') then
    grant usage on schema reporting, history to egdi_reader;
    grant select on all tables in schema reporting, history to egdi_reader;
    alter default privileges in schema reporting, history grant select on tables to egdi_reader;
    revoke create on schema reporting, history from egdi_reader;

    -- information_schema hides keys and foreign keys from those who may only read, and Power BI looks there for the
    -- relationships. REFERENCES on one column that is in no unique key opens them and permits nothing: a foreign key
    -- cannot refer to such a column.
    for hinge in
      select c.oid::regclass as table_name, max(a.attname) as column_name
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'reporting'::regnamespace and c.relkind = 'r'
        and not exists (
          select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any (i.indkey::int2[]))
      group by c.oid
    loop
      execute format('grant references (%I) on %s to egdi_reader', hinge.column_name, hinge.table_name);
    end loop;
  end if;
  if exists (select from pg_roles where rolname = 'egdi_loader') then
    grant usage on schema ops, warehouse, reporting, history to egdi_loader;
    grant select, insert, update, delete on all tables in schema ops, warehouse, reporting to egdi_loader;
    -- The ledger of migrations is the owner's.
    revoke insert, update, delete on ops.migration from egdi_loader;
    grant select on all tables in schema history to egdi_loader;
    grant usage on all sequences in schema ops, warehouse to egdi_loader;
    alter default privileges in schema ops, warehouse, reporting
      grant select, insert, update, delete on tables to egdi_loader;
    alter default privileges in schema ops, warehouse grant usage on sequences to egdi_loader;
    alter default privileges in schema history grant select on tables to egdi_loader;
  end if;
end
$$;
