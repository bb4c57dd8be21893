/**
 * Tables and one statement, read in batches as the reader from one state of the database. Owned by warehouse/.
 *
 * All of it happens in one repeatable-read transaction, so that it is of one release whatever is published meanwhile.
 * A statement of the user runs behind the same wall as in `reader-query.ts`: fetched through a plain cursor it would
 * run with the rights of whoever connected. So it is answered into the database's own buffer first; tables are not.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { nearestName } from '../../runtime/nearest-name.ts';
import { quoteIdentifier } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import { becomeReader } from './reader-errors.ts';
import { type AnswerColumn, attempt, closeForWriting, notAQuery, prepareRows } from './reader-query.ts';
import { statementKind } from './statement-kind.ts';

export interface SnapshotOrder {
  /** `fact_index_score`, `history.release`: of reporting unless it says otherwise. */
  readonly relations: readonly string[];
  readonly statement: string | null;
  /** Of each statement; null where the database knows no limit. */
  readonly timeoutMs: number | null;
  readonly batchRows?: number;
  /** Columns that a relation's rows are ordered by. */
  grainOf(relation: RelationName): readonly string[];
}

export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

export interface SnapshotSource {
  /** Null for the statement. */
  readonly relation: RelationName | null;
  readonly columns: readonly AnswerColumn[];
  /** The rows, a batch at a time, values in the order of the columns. To be read to its end before another one. */
  batches(): AsyncGenerator<readonly (readonly unknown[])[]>;
}

export interface SnapshotRelease {
  readonly releaseNo: number;
  readonly publishedAt: string;
}

export interface ReaderSnapshot {
  /** Null when nothing is published yet. */
  readonly release: SnapshotRelease | null;
  readonly sourceFiles: readonly Readonly<
    Record<'file_name' | 'publisher' | 'title' | 'url' | 'licence', string | null>
  >[];
  readonly sources: readonly SnapshotSource[];
}

const BATCH_ROWS = 2_000;
/** A statement may answer with as many rows as it likes: they are written as they come. */
const ALL_ROWS = Number.MAX_SAFE_INTEGER;

/**
 * Lends the snapshot to a function. The session must not be in a transaction.
 * @throws EgdiError `relation-unknown`, `sql-not-a-query`, `sql-failed` (exit 2), `reader-missing`,
 * `reader-unavailable` (exit 7)
 */
export async function withReaderSnapshot<T>(
  session: Session,
  order: SnapshotOrder,
  use: (snapshot: ReaderSnapshot) => Promise<T>,
): Promise<T> {
  const { statement, timeoutMs, batchRows = BATCH_ROWS } = order;
  if (statement !== null && statementKind(statement) !== 'rows') throw notAQuery(statement);
  await session.exec('start transaction isolation level repeatable read');
  await becomeReader(session);
  if (timeoutMs !== null) await session.exec(`set local statement_timeout = ${timeoutMs}`);
  await session.exec('set local search_path to reporting, history');
  const prepared = statement === null ? undefined : await prepareRows(session, statement);
  await closeForWriting(session);

  const sources: SnapshotSource[] = [];
  for (const given of order.relations) {
    const { relation, columns } = await findRelation(session, given);
    const select = selectRelation(relation, columns, order.grainOf(relation));
    sources.push({ relation, columns, batches: () => fetchAll(session, { select, columns, batchRows }) });
  }
  if (statement !== null && prepared !== undefined) {
    const { columns, select } = prepared;
    const answer = { select, params: [statement, ALL_ROWS], columns, batchRows };
    sources.push({ relation: null, columns, batches: () => fetchAll(session, answer, statement) });
  }
  const result = await use({
    release: await readRelease(session),
    sourceFiles: await readSourceFiles(session),
    sources,
  });
  await session.exec('rollback');
  return result;
}

interface Fetched {
  readonly select: string;
  readonly params?: readonly unknown[];
  readonly columns: readonly AnswerColumn[];
  readonly batchRows: number;
}

async function* fetchAll(
  session: Session,
  { select, params = [], columns, batchRows }: Fetched,
  statement = select,
): AsyncGenerator<readonly (readonly unknown[])[]> {
  const ask = (sql: string, values: readonly unknown[] = []) =>
    attempt({ statement, offset: 0 }, () => session.query(sql, values));
  await ask(`declare egdi_export no scroll cursor for ${select}`, params);
  for (;;) {
    const { rows } = await ask(`fetch forward ${batchRows} from egdi_export`);
    if (rows.length > 0) yield rows.map((row) => columns.map(({ name }) => row[name]));
    if (rows.length < batchRows) break;
  }
  await session.exec('close egdi_export');
}

/** In the order of the grain, text by code point: the same release gives the same bytes on every machine. */
function selectRelation(
  { schema, name }: RelationName,
  columns: readonly AnswerColumn[],
  grain: readonly string[],
): string {
  const typeOf = new Map(columns.map((column) => [column.name, column.type]));
  const order = grain
    .filter((column) => typeOf.has(column))
    .map((column) => `${quoteIdentifier(column)}${typeOf.get(column) === 'text' ? ' collate "C"' : ''}`);
  return `select ${columns.map((column) => quoteIdentifier(column.name)).join(', ')}
    from ${quoteIdentifier(schema)}.${quoteIdentifier(name)}
    ${order.length > 0 ? `order by ${order.join(', ')}` : ''}`;
}

async function findRelation(
  session: Session,
  given: string,
): Promise<{ relation: RelationName; columns: AnswerColumn[] }> {
  const [first = '', second] = given.split('.', 2);
  const { rows } = await session.query(
    `select n.nspname as schema, c.relname as name, a.attname as "column", format_type(a.atttypid, a.atttypmod) as type
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('reporting', 'history')
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'v') and c.relname = $1 and ($2::text is null or n.nspname = $2)
      order by n.nspname desc, a.attnum`,
    second === undefined ? [first, null] : [second, first],
  );
  const [found] = rows;
  if (found === undefined) throw await unknownRelation(session, given);
  const relation = { schema: String(found.schema), name: String(found.name) };
  const columns = rows
    .filter((row) => row.schema === found.schema)
    .map((row) => ({ name: String(row.column), type: String(row.type) }));
  return { relation, columns };
}

async function unknownRelation(session: Session, given: string): Promise<EgdiError> {
  const names = await listRelations(session);
  const near = nearestName(given.replace(/^reporting\./, ''), names);
  return new EgdiError('relation-unknown', `there is no table or view ${given} in reporting or history`, {
    exitCode: EXIT.usage,
    hint: near === undefined ? `there are: ${names.join(', ')}` : `did you mean ${near}?`,
  });
}

/** Names of reporting as they are, those of history with their schema. */
async function listRelations(session: Session): Promise<string[]> {
  const { rows } = await session.query(
    `select case n.nspname when 'history' then 'history.' else '' end || c.relname as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('reporting', 'history') and c.relkind in ('r', 'v')
      order by n.nspname desc, c.relname collate "C"`,
  );
  return rows.map((row) => String(row.name));
}

async function readRelease(session: Session): Promise<SnapshotRelease | null> {
  const { rows } = await session.query(
    "select release_no, published_at from history.release where status = 'published'",
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { releaseNo: Number(row.release_no), publishedAt: String(row.published_at) };
}

async function readSourceFiles(session: Session): Promise<ReaderSnapshot['sourceFiles']> {
  const { rows } = await session.query(
    `select file_name, publisher, title, url, licence from reporting.dim_source_file
      order by publisher collate "C", file_name collate "C"`,
  );
  return rows as unknown as ReaderSnapshot['sourceFiles'];
}
