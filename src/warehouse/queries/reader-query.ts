/**
 * One statement of a user, asked as the reader and unable to change anything. Owned by warehouse/.
 *
 * `SET LOCAL ROLE` alone is no wall: the statement could call `set_config('role', …)` and go on as whoever connected,
 * by way of functions that run SQL from text, such as query_to_xml. PostgreSQL refuses that inside a function that is
 * SECURITY DEFINER. So the statement runs inside one, which belongs to the reader and lives in this transaction only;
 * the transaction is read-only by then, cannot be made writable again, and is always rolled back.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { quoteIdentifier } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';
import { becomeReader, readerError, type StatementPlace } from './reader-errors.ts';
import { firstKeyword, QUERY_KEYWORDS, statementKind } from './statement-kind.ts';

export interface AnswerColumn {
  readonly name: string;
  /** As PostgreSQL writes it: `numeric(7,5)`. */
  readonly type: string;
}

export interface Answer {
  readonly columns: readonly AnswerColumn[];
  /** Values in the order of the columns, as `type-parsers.ts` reads them. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface ReaderLimits {
  readonly maxRows: number;
  /** Null where the database knows no limit: the embedded one. */
  readonly timeoutMs: number | null;
}

const READ_ROWS = `
create function pg_temp.egdi_rows(statement text, row_limit bigint) returns setof record
language plpgsql security definer as $body$
declare
  line record;
  taken bigint := 0;
begin
  for line in execute statement loop
    return next line;
    taken := taken + 1;
    exit when taken >= row_limit;
  end loop;
end
$body$`;

const READ_REPORT = `
create function pg_temp.egdi_report(statement text, row_limit bigint) returns setof json
language plpgsql security definer as $body$
declare
  line record;
  taken bigint := 0;
begin
  for line in execute statement loop
    return next row_to_json(line);
    taken := taken + 1;
    exit when taken >= row_limit;
  end loop;
end
$body$`;

const VIEW_HEAD = 'create temporary view egdi_statement as\n';

/**
 * Asks one statement. The session must not be in a transaction.
 * @throws EgdiError `sql-not-a-query`, `sql-failed`, `sql-too-many-rows` (exit 2), `reader-missing`,
 * `reader-unavailable` (exit 7)
 */
export async function askAsReader(
  session: Session,
  statement: string,
  limits: ReaderLimits,
): Promise<Answer> {
  const kind = statementKind(statement);
  if (kind === undefined) throw notAQuery(statement);
  await session.exec('start transaction');
  await becomeReader(session);
  if (limits.timeoutMs !== null) await session.exec(`set local statement_timeout = ${limits.timeoutMs}`);
  await session.exec('set local search_path to reporting, history');
  const ask = kind === 'rows' ? askForRows : askForReport;
  const answer = await ask(session, statement, limits.maxRows);
  await session.exec('rollback');
  if (answer.rows.length <= limits.maxRows) return answer;
  throw new EgdiError('sql-too-many-rows', `the statement returns more than ${limits.maxRows} rows`, {
    exitCode: EXIT.usage,
    hint: 'add a limit to it, or raise --max-rows',
  });
}

/**
 * Prepares one statement that answers with rows, in the caller's transaction, as the reader: its columns, and what to
 * select its rows with once the transaction is closed for writing.
 * @throws EgdiError `sql-failed` (exit 2), `reader-unavailable` (exit 7)
 */
export async function prepareRows(
  session: Session,
  statement: string,
): Promise<{ readonly columns: readonly AnswerColumn[]; readonly select: string }> {
  // Defining a view parses the statement and executes nothing of it; the extended protocol takes one statement only.
  const place: StatementPlace = { statement, offset: VIEW_HEAD.length };
  await attempt(place, () => session.query(VIEW_HEAD + statement));
  const { rows: attributes } = await session.query(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_catalog.pg_attribute
     where attrelid = 'pg_temp.egdi_statement'::regclass and attnum > 0 order by attnum`,
  );
  const columns = attributes.map(({ name, type }) => ({ name: String(name), type: String(type) }));
  if (columns.length === 0) {
    throw new EgdiError('sql-failed', 'the statement returns no columns', { exitCode: EXIT.usage });
  }
  const shape = columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ');
  await session.query(READ_ROWS);
  return { columns, select: `select * from pg_temp.egdi_rows($1, $2) as line(${shape})` };
}

async function askForRows(session: Session, statement: string, maxRows: number): Promise<Answer> {
  const { columns, select } = await prepareRows(session, statement);
  await closeForWriting(session);
  const { rows } = await attempt({ statement, offset: 0 }, () =>
    session.query(select, [statement, maxRows + 1]),
  );
  return { columns, rows: rows.map((row) => columns.map(({ name }) => row[name])) };
}

async function askForReport(session: Session, statement: string, maxRows: number): Promise<Answer> {
  await session.query(READ_REPORT);
  await closeForWriting(session);
  const { rows } = await attempt({ statement, offset: 0 }, () =>
    session.query('select line from pg_temp.egdi_report($1, $2) as line', [statement, maxRows + 1]),
  );
  const lines = rows.map(({ line }) => line as Record<string, unknown>);
  const names = Object.keys(lines[0] ?? {});
  return {
    columns: names.map((name) => ({ name, type: 'text' })),
    rows: lines.map((line) => names.map((name) => line[name])),
  };
}

/** Read-only from here on: once a statement has taken a snapshot, PostgreSQL does not allow writing again. */
export async function closeForWriting(session: Session): Promise<void> {
  await session.exec('set transaction read only');
  await session.query('select 1');
}

/** Does something of a statement; what fails is told as its user has to know it. */
export async function attempt<T>(place: StatementPlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw readerError(error, place);
  }
}

export function notAQuery(statement: string): EgdiError {
  const keyword = firstKeyword(statement);
  const what = keyword === '' ? 'there is no statement' : `“${keyword}” is not run here`;
  return new EgdiError('sql-not-a-query', `${what}: egdi sql looks at data and changes nothing`, {
    exitCode: EXIT.usage,
    hint: `one statement that starts with ${QUERY_KEYWORDS.join(', ')}`,
  });
}
