-- What the roles may do, applied after every migration where the roles exist. The reader sees `reporting` and
-- `history` and can write nothing; a table added later is covered by the default privileges.
do $$
begin
  if exists (select from pg_roles where rolname = 'egdi_reader') then
    grant usage on schema reporting, history to egdi_reader;
    grant select on all tables in schema reporting, history to egdi_reader;
    alter default privileges in schema reporting, history grant select on tables to egdi_reader;
    revoke create on schema reporting, history from egdi_reader;
  end if;
  if exists (select from pg_roles where rolname = 'egdi_loader') then
    grant usage on schema ops, warehouse, reporting, history to egdi_loader;
    grant select, insert, update, delete on all tables in schema ops, warehouse, reporting to egdi_loader;
    grant select on all tables in schema history to egdi_loader;
    grant usage on all sequences in schema ops, warehouse to egdi_loader;
    alter default privileges in schema ops, warehouse, reporting
      grant select, insert, update, delete on tables to egdi_loader;
    alter default privileges in schema ops, warehouse grant usage on sequences to egdi_loader;
  end if;
end
$$;
