/**
 * Becoming the reader, and what is said when that, or the reader's statement, fails. Owned by warehouse/.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { sqlState } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';

/** The role that BI tools and `egdi sql` read as. */
export const READER_ROLE = 'egdi_reader';

/** Where a statement lies within the text that was sent. */
export interface StatementPlace {
  readonly statement: string;
  /** Characters before it. */
  readonly offset: number;
}

/**
 * Goes on as the reader until the end of the transaction.
 * @throws EgdiError `reader-missing`, `reader-unavailable` (exit 7)
 */
export async function becomeReader(session: Session): Promise<void> {
  try {
    await session.query(`set local role ${READER_ROLE}`);
  } catch (error) {
    const state = sqlState(error);
    if (state === '22023' || state === '42704') {
      throw new EgdiError('reader-missing', `the database has no role ${READER_ROLE}`, {
        exitCode: EXIT.databaseUnavailable,
        hint: 'create it with: egdi migrate --roles',
        cause: error,
      });
    }
    if (state !== '42501') throw error;
    throw new EgdiError('reader-unavailable', `the database user may not act as ${READER_ROLE}`, {
      exitCode: EXIT.databaseUnavailable,
      hint: `have its owner run: grant ${READER_ROLE} to the user in DATABASE_URL`,
      cause: error,
    });
  }
}

/** What a user has to know about a failed statement; anything that is no error of SQL comes back as it is. */
export function readerError(error: unknown, place: StatementPlace): unknown {
  const state = sqlState(error);
  if (state === undefined || !(error instanceof Error)) return error;
  const detail = error as Error & { position?: unknown; internalPosition?: unknown; hint?: unknown };
  if (state === '42501' && /temporary tables/.test(error.message)) {
    return new EgdiError('reader-unavailable', error.message, {
      exitCode: EXIT.databaseUnavailable,
      hint: `egdi sql needs: grant temporary on database … to ${READER_ROLE}`,
      cause: error,
    });
  }
  const position = positionOf(detail.position, place.offset) ?? positionOf(detail.internalPosition, 0);
  const hints = [
    position === undefined ? undefined : pointAt(place.statement, position),
    typeof detail.hint === 'string' ? detail.hint : adviceFor(state, error.message),
  ].filter((hint) => hint !== undefined);
  return new EgdiError('sql-failed', plainMessage(state, error.message), {
    exitCode: EXIT.usage,
    ...(hints.length > 0 ? { hint: hints.join('\n    ') } : {}),
    cause: error,
  });
}

function plainMessage(state: string, message: string): string {
  if (/multiple commands|multi-query plan/.test(message)) return 'several statements: egdi sql takes one';
  if (/^views must not contain/.test(message)) return message.replace(/^views/, 'the statement');
  return state === '57014' ? 'the statement took too long and was stopped' : message;
}

function adviceFor(state: string, message: string): string | undefined {
  if (state === '42501' && /\b(ops|warehouse)\b/.test(message)) {
    return 'the reader sees the schemas reporting and history; egdi status shows runs';
  }
  if (state === '42501' || state === '25006' || state === '25001') return 'egdi sql changes nothing';
  if (state === '42701') return 'every column needs a name of its own: use “as”, or “using (…)” in a join';
  if (state === '42P16') return 'convert that column, for example with ::text';
  if (state === '57014') return 'narrow it down, or raise --timeout';
  return state === '42P01' ? 'tables: select distinct table_name from data_dictionary order by 1' : undefined;
}

/** Position of a character in the statement, from 0; undefined where the database names none in it. */
function positionOf(position: unknown, offset: number): number | undefined {
  const found = Number(position) - offset - 1;
  return Number.isInteger(found) && found >= 0 ? found : undefined;
}

/** The line of a position with a mark under it; positions count characters, not UTF-16 units. */
function pointAt(statement: string, position: number): string | undefined {
  const characters = [...statement];
  if (position > characters.length) return undefined;
  const before = characters.slice(0, position).join('').split('\n');
  const line = statement.split('\n')[before.length - 1] ?? '';
  const head = `line ${before.length}: `;
  const indent = [...(before.at(-1) ?? '')].length;
  // Tabs become spaces, or the mark would stand elsewhere.
  return `${head}${line.replaceAll('\t', ' ').trimEnd()}\n    ${' '.repeat(head.length + indent)}^`;
}
