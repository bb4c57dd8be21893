/**
 * What is said when the database cannot be reached or is lost: one error code, exit 7, no password in any text.
 * Owned by warehouse/; imports model/ only.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { sqlState } from './connection.ts';

/** A database URL that may be shown: every password in it is replaced by `***`. */
export function redactUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^:/?#@]*):.*@/i, '$1:***@')
    .replace(/([?&][^=&]*(?:password|secret|token|sslkey)[^=&]*=)[^&]*/gi, '$1***');
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EACCES',
  'EPIPE',
  'ETIMEDOUT',
]);

// Connection exceptions, operator intervention, a transaction left idle. Not 08P01, which a wrong number of
// parameters gives, too.
const LOST_STATE = /^(08(?!P01)|57P|25P03)/;

// Texts of `pg` for a connection that ended or did not answer; it has no codes for them.
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|Query read timeout|timeout expired|Client was closed)/;

/** Whether an error is about the connection and not about a statement sent over it. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== undefined) return LOST_STATE.test(state);
  return NETWORK_CODES.has(errorCode(error) ?? '') || LOST_CONNECTION.test(error.message);
}

/** The server could not be reached, or refused the connection. */
export function unavailable(url: string, error: unknown): EgdiError {
  if (error instanceof EgdiError) return error;
  const hint = hintFor(error);
  return new EgdiError(
    'database-unavailable',
    `cannot connect to the database ${redactUrl(url)}: ${reasonOf(error)}`,
    { exitCode: EXIT.databaseUnavailable, hint, cause: withoutSecrets(error) },
  );
}

/** A connection that had been open is gone; what its transaction did is undone. */
export function connectionLost(url: string, error: unknown): EgdiError {
  if (error instanceof EgdiError) return error;
  return new EgdiError(
    'database-unavailable',
    `the connection to the database ${redactUrl(url)} was lost: ${reasonOf(error)}`,
    {
      exitCode: EXIT.databaseUnavailable,
      hint: 'an open transaction was rolled back; run the command again',
      cause: error,
    },
  );
}

/** Says so when the disk of the database is full; any other error is returned as it is. */
export function explainDiskFull(error: unknown): unknown {
  if (sqlState(error) !== '53100' && !(error instanceof Error && errorCode(error) === 'ENOSPC')) return error;
  return new EgdiError('disk-full', `the disk of the database is full: ${reasonOf(error)}`, {
    exitCode: EXIT.databaseUnavailable,
    hint: 'free some space and run again: what was not committed is undone, the published release is untouched',
    cause: error,
  });
}

function hintFor(error: unknown): string {
  const state = sqlState(error);
  if (state === '3D000') return 'create the database, or correct its name in DATABASE_URL';
  if (state === '28P01' || state === '28000') return 'check user and password in DATABASE_URL';
  if (state === '53300') return 'the server has no free connection: close others or raise max_connections';
  if (state === '57P03') return 'the server is starting up or shutting down: try again in a moment';
  return 'check that the server runs and that DATABASE_URL names it; without DATABASE_URL the embedded database is used';
}

/** Connecting to a name with several addresses fails with one error per address and no text of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.map(reasonOf).join('; ');
  }
  if (!(error instanceof Error)) return 'unknown reason';
  return error.message || errorCode(error) || error.name;
}

function errorCode(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

// The error of a URL that cannot be parsed carries the URL, and with it the password.
function withoutSecrets(error: unknown): unknown {
  return error instanceof TypeError && 'input' in error ? undefined : error;
}
