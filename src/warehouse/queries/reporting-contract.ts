/**
 * The contract with those who read the database: every table, view, column, key and word of `reporting` and
 * `history`, as the database has it and as `sql/reporting-contract.json` promises it. Owned by warehouse/.
 */
import { EgdiError } from '../../model/error.ts';
import { REPORTING_CONTRACT_VERSION } from '../../model/version.ts';
import type { Session } from '../connection/session.ts';
import { readSql, type SqlFolder } from '../schema/sql-files.ts';

export interface ContractColumn {
  readonly name: string;
  /** As PostgreSQL writes it: `numeric(7,5)`. */
  readonly type: string;
  /** Not said of views: PostgreSQL does not know it there. */
  readonly nullable?: boolean;
  /** Left out where it is the database's own. */
  readonly collation?: string;
  readonly comment: string | null;
}

export interface ContractForeignKey {
  readonly columns: readonly string[];
  readonly refersTo: { readonly table: string; readonly columns: readonly string[] };
}

export interface ContractRelation {
  readonly kind: 'table' | 'view';
  readonly comment: string | null;
  /** Columns that identify a row: the primary key, or what the comment of a view says after `grain:`. */
  readonly grain: readonly string[];
  readonly columns: readonly ContractColumn[];
  readonly primaryKey?: readonly string[];
  readonly foreignKeys?: readonly ContractForeignKey[];
  /** Column lists of the indexes beside the primary key. */
  readonly indexes?: readonly (readonly string[])[];
}

export interface Contract {
  /** `REPORTING_CONTRACT_VERSION` of the program that it belongs to. */
  readonly version: number;
  /** Schema → relation → what it promises, in the order of names. */
  readonly schemas: Readonly<Record<ContractSchema, Readonly<Record<string, ContractRelation>>>>;
}

export const CONTRACT_SCHEMAS = ['reporting', 'history'] as const;
export type ContractSchema = (typeof CONTRACT_SCHEMAS)[number];

export const CONTRACT_FILE = 'reporting-contract.json';

/**
 * The manifest that belongs to this program.
 * @throws EgdiError `installation-damaged` when it cannot be read
 */
export async function loadContract(sqlFolder: SqlFolder): Promise<Contract> {
  try {
    return JSON.parse(await readSql(sqlFolder, CONTRACT_FILE)) as Contract;
  } catch (cause) {
    throw new EgdiError('installation-damaged', `sql/${CONTRACT_FILE} of the program cannot be read`, {
      hint: 'install the program again',
      cause,
    });
  }
}

/** The text of a manifest, a line to a column: equal contracts are equal texts. */
export function contractText(contract: Contract): string {
  return `${linesOf(contract, 0)}\n`;
}

function linesOf(value: unknown, depth: number): string {
  // Version, schemas, relations and their properties have lines of their own; a column or a key lies on one.
  if (typeof value !== 'object' || value === null || depth === 5) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => linesOf(item, depth + 1))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${linesOf(item, depth + 1)}`);
  const [opening, closing] = isList ? '[]' : '{}';
  if (parts.length === 0 || (isList && value.every((item) => typeof item === 'string'))) {
    return `${opening}${parts.join(', ')}${closing}`;
  }
  const indent = '  '.repeat(depth);
  return `${opening}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${closing}`;
}

/** What the database has. Reads the catalogue only. */
export async function readContract(session: Session): Promise<Contract> {
  const columns = await session.query(COLUMNS, [CONTRACT_SCHEMAS]);
  const keys = await session.query(KEYS, [CONTRACT_SCHEMAS]);
  const indexes = await session.query(INDEXES, [CONTRACT_SCHEMAS]);
  const keysOf = groupByRelation(keys.rows);
  const indexesOf = groupByRelation(indexes.rows);
  const relations = [...groupByRelation(columns.rows)].map(([name, rows]) => {
    const [schema = '', relation = ''] = name.split('.');
    const content = relationOf(rows, keysOf.get(name) ?? [], indexesOf.get(name) ?? []);
    return { schema, relation, content };
  });
  const inSchema = (schema: ContractSchema) =>
    Object.fromEntries(
      relations.filter((one) => one.schema === schema).map((one) => [one.relation, one.content]),
    );
  return {
    version: REPORTING_CONTRACT_VERSION,
    schemas: { reporting: inSchema('reporting'), history: inSchema('history') },
  };
}

type Row = Record<string, unknown>;

function relationOf(
  columns: readonly Row[],
  keys: readonly Row[],
  indexes: readonly Row[],
): ContractRelation {
  const [first] = columns;
  const isTable = first?.is_table === true;
  const comment = textOrNull(first?.relation_comment);
  const primaryKey = keys.find((key) => key.kind === 'p')?.columns as string[] | undefined;
  return {
    kind: isTable ? 'table' : 'view',
    comment,
    grain: primaryKey ?? grainIn(comment),
    columns: columns.map((row) => ({
      name: String(row.name),
      type: String(row.type),
      ...(isTable ? { nullable: row.nullable === true } : {}),
      ...(row.collation === null ? {} : { collation: String(row.collation) }),
      comment: textOrNull(row.comment),
    })),
    ...(isTable
      ? {
          primaryKey: primaryKey ?? [],
          foreignKeys: keys
            .filter((key) => key.kind === 'f')
            .map((key) => ({
              columns: key.columns as string[],
              refersTo: { table: String(key.target), columns: key.target_columns as string[] },
            })),
          indexes: indexes.map((index) => index.columns as string[]),
        }
      : {}),
  };
}

/** A view has no key: its comment says `(grain: iso3 × edition)`. */
function grainIn(comment: string | null): string[] {
  return /\(grain: ([^)]*)\)/.exec(comment ?? '')?.[1]?.split(' × ') ?? [];
}

function groupByRelation(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.schema}.${row.relation}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

const COLUMNS = `
  select n.nspname as schema, c.relname as relation, c.relkind in ('r', 'p') as is_table,
         obj_description(c.oid, 'pg_class') as relation_comment, a.attname as name,
         format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
         nullif(l.collname, 'default') as collation, col_description(c.oid, a.attnum) as comment
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = any ($1::text[])
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_collation l on l.oid = a.attcollation
   where c.relkind in ('r', 'v', 'm', 'p', 'f')
   order by n.nspname collate "C", c.relname collate "C", a.attnum`;

const KEYS = `
  select n.nspname as schema, c.relname as relation, k.contype::text as kind, t.relname as target,
         array(select a.attname::text from unnest(k.conkey) with ordinality as u(attnum, position)
                 join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum
                order by u.position) as columns,
         array(select a.attname::text from unnest(k.confkey) with ordinality as u(attnum, position)
                 join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.attnum
                order by u.position) as target_columns
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = any ($1::text[])
    left join pg_class t on t.oid = k.confrelid
   where k.contype in ('p', 'f')
   order by 1, 2, 3, columns`;

const INDEXES = `
  select n.nspname as schema, c.relname as relation,
         array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality as u(attnum, position)
                 join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
                order by u.position) as columns
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = any ($1::text[])
   where not i.indisprimary and c.relkind in ('r', 'm', 'p')
   order by 1, 2, columns`;
