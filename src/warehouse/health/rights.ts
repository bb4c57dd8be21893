/**
 * Whether the roles may do what they need and nothing else: the reader sees `reporting` and `history` and writes
 * nowhere, the loader can do its work, and nobody has a right by default. Owned by warehouse/.
 */
import type { Session } from '../connection/session.ts';
import { type Check, failed, firstOf, passed } from './check.ts';

/** Checks the rights of the roles that exist. */
export async function checkRights(session: Session, roles: readonly string[]): Promise<Check[]> {
  if (roles.length === 0) return [];
  const { rows } = await session.query(WRONG_RIGHTS, [roles]);
  if (rows.length === 0) {
    return [passed('database', 'rights', 'the reader reads, the loader writes, nobody else has a right')];
  }
  const problems = rows.map((row) => String(row.problem));
  const fixes = [...new Set(rows.map((row) => String(row.fix)))];
  return [failed('database', 'rights', firstOf(problems), firstOf(fixes))];
}

/** Each wrong right in words, with the statement or command that mends it. */
const WRONG_RIGHTS = `
  with role as (
    select rolname, rolname = 'egdi_reader' as reads, rolsuper, rolcreaterole or rolcreatedb or rolbypassrls or rolreplication as is_mighty
      from pg_roles where rolname = any ($1::text[])
  ), own as (
    select n.nspname, n.oid, n.nspacl from pg_namespace n where n.nspname in ('ops', 'warehouse', 'reporting', 'history')
  ), object as (
    select own.nspname, c.oid, c.relname, c.relkind, c.relacl, format('%I.%I', own.nspname, c.relname) as name
      from pg_class c join own on own.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm', 'p', 'f', 'S')
  ), wrong (problem, fix) as (
    select format('%s is a superuser', rolname), format('alter role %I nosuperuser', rolname)
      from role where rolsuper
    union all
    select format('%s may create roles or databases, replicate, or pass over row security', rolname),
           format('alter role %I nocreaterole nocreatedb noreplication nobypassrls', rolname)
      from role where is_mighty and not rolsuper
    union all
    select 'egdi_reader is a member of egdi_loader', 'revoke egdi_loader from egdi_reader'
      from role where reads and not rolsuper
       and exists (select from pg_auth_members m
                     join pg_roles g on g.oid = m.roleid and g.rolname = 'egdi_loader'
                     join pg_roles u on u.oid = m.member and u.rolname = 'egdi_reader')
    union all
    select format('egdi_reader may not read schema %s', own.nspname), 'egdi migrate'
      from role, own
     where reads and own.nspname in ('reporting', 'history') and not has_schema_privilege(rolname, own.oid, 'usage')
    union all
    select format('egdi_reader may not read %s', name), 'egdi migrate'
      from role, object
     where reads and nspname in ('reporting', 'history') and relkind <> 'S' and not has_table_privilege(rolname, oid, 'select')
    union all
    select format('egdi_reader reaches schema %s', own.nspname), format('revoke all on schema %I from egdi_reader, public', own.nspname)
      from role, own
     where reads and not rolsuper and own.nspname in ('ops', 'warehouse') and has_schema_privilege(rolname, own.oid, 'usage')
    union all
    select format('egdi_reader may create in schema %s', n.nspname), format('revoke create on schema %I from egdi_reader, public', n.nspname)
      from role, pg_namespace n
     where reads and not rolsuper and n.nspname !~ '^pg_' and has_schema_privilege(rolname, n.oid, 'create')
    union all
    select format('egdi_reader may write %s', name),
           format('revoke insert, update, delete, truncate, trigger on %s from egdi_reader, public', name)
      from role, object
     where reads and not rolsuper and relkind <> 'S'
       and (has_table_privilege(rolname, oid, 'insert, update, delete, truncate, trigger')
            or has_any_column_privilege(rolname, oid, 'insert, update'))
    union all
    select format('egdi_reader may use sequence %s', name), format('revoke all on sequence %s from egdi_reader, public', name)
      from role, object
     where reads and not rolsuper and relkind = 'S' and has_sequence_privilege(rolname, oid, 'usage, update')
    union all
    select format('egdi_loader may not use schema %s', own.nspname), 'egdi migrate'
      from role, own where not reads and not has_schema_privilege(rolname, own.oid, 'usage')
    union all
    select format('egdi_loader may not %s %s', case needed when 'usage' then 'use' else needed end, name), 'egdi migrate'
      from role, object,
           unnest(case
             when relkind = 'S' then array['usage']
             when nspname = 'history' or name = 'ops.migration' then array['select']
             else array['select', 'insert', 'update', 'delete']
           end) as needed
     where not reads
       and not case relkind when 'S' then has_sequence_privilege(rolname, oid, needed) else has_table_privilege(rolname, oid, needed) end
    union all
    select format('everybody may %s in schema %s', lower(a.privilege_type), own.nspname), format('revoke all on schema %I from public', own.nspname)
      from own, aclexplode(own.nspacl) a where a.grantee = 0
    union all
    select format('everybody may %s %s', lower(a.privilege_type), name), format('revoke all on %s from public', name)
      from object, aclexplode(relacl) a where a.grantee = 0
    union all
    select format('everybody may %s column %s of %s', lower(x.privilege_type), a.attname, name),
           format('revoke all (%I) on %s from public', a.attname, name)
      from object join pg_attribute a on a.attrelid = object.oid and a.attnum > 0, aclexplode(a.attacl) x
     where x.grantee = 0
  )
  select problem, fix from wrong order by problem collate "C"`;
