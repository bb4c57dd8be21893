/**
 * How every client of a server is configured: time limits, text formats and types, set per client.
 * Owned by warehouse/; imports the types of pg only.
 */
import type { ClientBase, ClientConfig } from 'pg';
import { EgdiError, EXIT } from '../../model/error.ts';
import { parseServerVersion, type ServerVersion } from './connection.ts';
import { typeParser } from './type-parsers.ts';

export const OLDEST_SERVER_MAJOR = 14;

const CONNECT_TIMEOUT_MS = 10_000;
export const STATEMENT_TIMEOUT_MS = 300_000;

const SESSION_SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['client_encoding', 'UTF8'],
  ['datestyle', 'ISO, MDY'],
  ['intervalstyle', 'postgres'],
  ['timezone', 'UTC'],
  ['bytea_output', 'hex'],
  ['extra_float_digits', '1'],
  ['standard_conforming_strings', 'on'],
  ['lock_timeout', '60000'],
  ['idle_in_transaction_session_timeout', '300000'],
  // The server notices within a minute that a client's machine is gone, and frees its locks.
  ['tcp_keepalives_idle', '30'],
  ['tcp_keepalives_interval', '10'],
  ['tcp_keepalives_count', '3'],
];

/** What a client is created with; the pool and the lock's own client share it. */
export function clientConfig(url: string, applicationName: string): ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: (oid: number) => typeParser(oid) },
  };
}

/**
 * Brings a new client into the state that all code relies on, whatever the server's own settings are.
 * @throws EgdiError `database-unavailable` (exit 7): too old, or not in UTF-8
 */
export async function prepareClient(
  client: ClientBase,
  statementTimeoutMs: number = STATEMENT_TIMEOUT_MS,
): Promise<ServerVersion> {
  // Set by a statement and not at connection start, where connection poolers refuse unknown parameters.
  const values = [...SESSION_SETTINGS, ['statement_timeout', String(Math.round(statementTimeoutMs))]];
  const settings = values.map(([name, value]) => `set_config('${name}', '${value}', false)`);
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_encoding') as encoding, ${settings.join(', ')}`,
  );
  const { version: versionNumber, encoding } = rows[0] ?? { version: 0, encoding: '' };
  const version = parseServerVersion(versionNumber);
  if (version.major < OLDEST_SERVER_MAJOR) {
    throw new EgdiError(
      'database-unavailable',
      `PostgreSQL ${version.text} is too old: ${OLDEST_SERVER_MAJOR} or newer is needed`,
      { exitCode: EXIT.databaseUnavailable, hint: 'name a newer server in DATABASE_URL' },
    );
  }
  if (encoding !== 'UTF8') {
    throw new EgdiError('database-unavailable', `the database is encoded in ${encoding}, not in UTF8`, {
      exitCode: EXIT.databaseUnavailable,
      hint: "create it with: create database … encoding 'UTF8' template template0",
    });
  }
  return version;
}
