-- Roles are cluster-wide, so only `egdi migrate --roles` creates them, with a user who may.
do $$
begin
  if not exists (select from pg_roles where rolname = 'egdi_loader') then
    create role egdi_loader nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'egdi_reader') then
    create role egdi_reader nologin;
  end if;
end
$$;
