-- Roles are cluster-wide, so only `egdi migrate --roles` creates them, with a user who may. Another database of the
-- same server may create them at the same moment: then they are there, which is all that is wanted.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['egdi_loader', 'egdi_reader'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
  end loop;
end
$$;
