/**
 * What the rest of warehouse/ needs of a database: one connection, whichever driver is behind it. Owns the types
 * that both drivers implement; imports nothing. Parameters are sent as text and results come back as the values
 * listed in `type-parsers.ts`, so that a caller cannot tell the drivers apart.
 */

/** What a long piece of work is given by its caller: a structural subset of the run's context. */
export interface WarehouseContext {
  /** Checked between the chunks of a bulk load; a running statement is not interrupted. */
  readonly signal?: AbortSignal;
}

export interface QueryResult {
  readonly rows: Record<string, unknown>[];
  /** Rows returned or changed, as the command tag says; 0 where the tag has none. */
  readonly rowCount: number;
  /** The first word of the command tag: SELECT, INSERT, COPY, ROLLBACK … */
  readonly command: string;
}

/** An object is sent as JSON, an array as a PostgreSQL array, a Date as an ISO timestamp in UTC. */
export type CopyValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly (string | null)[]
  | { readonly [key: string]: unknown };

declare const encoded: unique symbol;
/** One row as COPY text with its line end, made by `copy-format.ts` or from what needs no escape. */
export type EncodedCopyRow = string & { readonly [encoded]: true };

export type CopyRow = readonly CopyValue[] | EncodedCopyRow;
export type CopyRows = Iterable<CopyRow> | AsyncIterable<CopyRow>;

export interface DatabaseConnection {
  /** Runs one statement through the extended protocol. */
  query(sql: string, params?: readonly unknown[]): Promise<QueryResult>;
  /** Runs any number of statements through the simple protocol, without parameters. */
  exec(sql: string): Promise<void>;
  /**
   * Loads rows with COPY and returns their number; all of them or none. After a failure an open transaction is
   * in the failed state and can only be rolled back. `table` may carry a schema: `warehouse.observation`.
   */
  copyIn(table: string, columns: readonly string[], rows: CopyRows): Promise<number>;
}

/** A connection lent by a source. It goes back exactly once. */
export interface Lease {
  readonly connection: DatabaseConnection;
  /** Whether the database has a transaction open on it, failed or not. */
  inTransaction(): boolean;
  /** False once the connection is known to be lost: nothing may be sent any more, not even a rollback. */
  isUsable(): boolean;
  /** With `destroy` the connection is closed instead of reused. */
  release(destroy: boolean): Promise<void>;
}

export interface ServerVersion {
  /** `server_version_num`: 180006 for 18.6. */
  readonly number: number;
  readonly major: number;
  readonly text: string;
}

/** Where connections come from: a pool of a server, or the one connection of the embedded database. */
export interface ConnectionSource {
  readonly serverVersion: ServerVersion;
  acquire(): Promise<Lease>;
  close(): Promise<void>;
}

/** `180006` → 18.6 */
export function parseServerVersion(versionNumber: number): ServerVersion {
  const major = Math.floor(versionNumber / 10_000);
  return { number: versionNumber, major, text: `${major}.${versionNumber % 10_000}` };
}

/** `warehouse.observation`, quoted part by part. */
export function quoteTable(table: string): string {
  return table.split('.').map(quoteIdentifier).join('.');
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The SQLSTATE of a database error of either driver, such as `23505`; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
