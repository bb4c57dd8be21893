/**
 * One PostgreSQL session that several clients share in turns. Each finds its own settings and prepared statements
 * when its turn comes, and acts as the reader. Owned by warehouse/; imports the types of PGlite.
 */
import type { PGlite } from '@electric-sql/pglite';
import { type Frame, message, readError, readRows, renameStatement, simpleQuery } from './wire-frames.ts';

/** What a client keeps between its turns. */
export interface ClientState {
  readonly id: number;
  settings: readonly (readonly [name: string, value: string])[];
  readonly statements: Set<string>;
}

/** The database refused a statement of ours. Any other error means that it is broken. */
export class StatementError extends Error {}

export interface SharedBackend {
  /** Prepares the session for a client. @throws StatementError when one of its settings is refused */
  enter(client: ClientState): Promise<void>;
  /** Sends one message of the client whose turn it is; the answer arrives piece by piece. */
  send(frame: Frame, onData: (bytes: Buffer) => void): Promise<void>;
  inTransaction(): boolean;
  /** The parameters that a client is told when it connects. */
  status(): Promise<(readonly [name: string, value: string])[]>;
  rollBack(): Promise<void>;
  /** Removes what a client that has gone left behind. */
  forget(client: ClientState): Promise<void>;
  /** Removes temporary tables and whatever else a session gathers; for when nobody is connected. */
  clear(): Promise<void>;
}

/** Reported to clients at the start and after every change, as PostgreSQL lists them. */
const REPORTED = [
  'application_name',
  'client_encoding',
  'DateStyle',
  'default_transaction_read_only',
  'in_hot_standby',
  'integer_datetimes',
  'IntervalStyle',
  'scram_iterations',
  'search_path',
  'server_encoding',
  'server_version',
  'standard_conforming_strings',
  'TimeZone',
];

// PGlite takes whole statements only: asked to read on, it ends.
const WANTS_INPUT = /\bcopy\b[^;]*\bfrom\s+stdin\b/i;
const REFUSE_INPUT = simpleQuery(
  "do $$ begin raise feature_not_supported using message = 'COPY FROM STDIN is not possible here'; end $$",
);
const SYNC = message('S');

/** Shares the database. Nothing else may use it from then on. */
export function shareBackend(database: PGlite, role: string): SharedBackend {
  let current: ClientState | undefined;

  async function send(bytes: Uint8Array, onData: (bytes: Buffer) => void): Promise<void> {
    await database.execProtocolRawStream(bytes, {
      syncToFs: false, // a copy that is thrown away
      // The memory is PostgreSQL's own, and is written over by the next statement.
      onRawData: (piece) => onData(Buffer.from(piece)),
    });
  }

  async function run(sql: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    await send(simpleQuery(sql), (piece) => pieces.push(piece));
    const answer = Buffer.concat(pieces);
    const error = readError(answer);
    if (error !== undefined) throw new StatementError(error);
    return answer;
  }

  async function readPairs(sql: string): Promise<(readonly [string, string])[]> {
    return readRows(await run(sql)).map(([name, value]) => [name ?? '', value ?? ''] as const);
  }

  return {
    async enter(client) {
      if (current === client) return;
      if (current !== undefined) {
        current.settings = await readPairs(
          "select name, setting from pg_catalog.pg_settings where source = 'session'",
        );
      }
      current = undefined;
      await run(`reset session authorization; reset all; set session authorization ${role}`);
      if (client.settings.length > 0) {
        const calls = client.settings.map(
          ([name, value]) => `pg_catalog.set_config(${quoted(name)}, ${quoted(value)}, false)`,
        );
        await run(`select ${calls.join(', ')}`);
      }
      current = client;
    },

    async send(frame, onData) {
      const owner = current;
      if (owner === undefined) throw new Error('a message outside of any turn');
      if (frame.type === 'Q' && WANTS_INPUT.test(frame.bytes.toString('utf8', 5))) {
        return send(REFUSE_INPUT, onData);
      }
      const renamed = renameStatement(frame, (name) => {
        const own = `client_${owner.id}_${name}`;
        owner.statements.add(own);
        return own;
      });
      await send(renamed.bytes, onData);
    },

    inTransaction: () => database.isInTransaction(),

    async status() {
      const names = REPORTED.map(quoted).join(', ');
      const shown = await readPairs(
        `select name, current_setting(name) from pg_catalog.pg_settings where name in (${names}) order by name`,
      );
      return [...shown, ['is_superuser', 'off'], ['session_authorization', role]];
    },

    async rollBack() {
      // After an error the messages up to the next Sync are passed over, a rollback among them.
      await send(SYNC, () => undefined);
      await run('rollback');
    },

    async forget(client) {
      // A closed or never finished statement is not there any more, which is all that is wanted.
      for (const name of client.statements) {
        await run(`deallocate "${name.replaceAll('"', '""')}"`).catch(ignoreRefusal);
      }
      if (current === client) current = undefined;
    },

    async clear() {
      current = undefined;
      await run('reset session authorization');
      await run('discard all');
    },
  };
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof StatementError)) throw error;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
