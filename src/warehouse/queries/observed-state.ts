/**
 * What those who watch the runs from outside ask of a database after one: the last success, what is held back, and
 * what the reporting tables look like. Owned by warehouse/.
 */
import type { Session } from '../connection/session.ts';

export interface ObservedColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string | null;
}

export interface ObservedState {
  readonly databaseName: string;
  /** When the last run of the pipeline ended that did all it was asked to do. */
  readonly lastSuccessAt: string | null;
  readonly openQuarantine: number;
  /** Columns of each reporting table; none where they were not asked for. */
  readonly tables: ReadonlyMap<string, readonly ObservedColumn[]>;
}

/** Reads the state, the columns only if they are wanted; to be called in a read-only transaction. */
export async function readObservedState(
  session: Session,
  { pipeline, withColumns }: { readonly pipeline: string; readonly withColumns: boolean },
): Promise<ObservedState> {
  const { rows: facts } = await session.query(FACTS_SQL, [pipeline]);
  const columns = withColumns ? (await session.query(COLUMNS_SQL)).rows : [];
  const tables = new Map<string, ObservedColumn[]>();
  for (const { table_name, name, type, comment } of columns) {
    const column = {
      name: String(name),
      type: String(type),
      comment: comment === null ? null : String(comment),
    };
    tables.set(String(table_name), [...(tables.get(String(table_name)) ?? []), column]);
  }
  const [fact] = facts;
  return {
    databaseName: String(fact?.database_name),
    lastSuccessAt:
      fact?.last_success_at == null ? null : new Date(String(fact.last_success_at)).toISOString(),
    openQuarantine: Number(fact?.open_quarantine),
    tables,
  };
}

const FACTS_SQL = `
select current_database() as database_name,
       (select max(finished_at) from ops.run
        where pipeline = $1 and outcome in ('published', 'unchanged', 'noop') and exit_code = 0) as last_success_at,
       (select count(*) from ops.quarantine where status = 'open') as open_quarantine`;

const COLUMNS_SQL = `
select c.relname as table_name, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       col_description(c.oid, a.attnum) as comment
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'reporting'::regnamespace and c.relkind = 'r'
order by c.relname collate "C", a.attnum`;
