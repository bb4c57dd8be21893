/**
 * Connections of a PostgreSQL server: a small pool, and COPY as a stream. Owned by warehouse/; imports pg and
 * pg-copy-streams, and is itself loaded only when a server is used.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Client, Pool, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { EgdiError, EXIT } from '../../model/error.ts';
import {
  type ConnectionSource,
  type CopyRow,
  type CopyRows,
  type DatabaseConnection,
  type Lease,
  type QueryResult,
  quoteIdentifier,
  quoteTable,
  type ServerVersion,
  type WarehouseContext,
} from './connection.ts';
import { connectionLost, explainDiskFull, isConnectionError, unavailable } from './connection-errors.ts';
import { encodeCopyChunks, encodeValue } from './copy-format.ts';
import { clientConfig, prepareClient, STATEMENT_TIMEOUT_MS } from './server-client.ts';

export interface ServerOptions {
  readonly url: string;
  readonly applicationName?: string;
  readonly statementTimeoutMs?: number;
}

/** Beyond the server's own limit, so that it speaks first unless the network has swallowed its answer. */
const ANSWER_MARGIN_MS = 5_000;
const COPY_CHUNK = { characters: 64 * 1024, rows: Number.POSITIVE_INFINITY };

/**
 * Connects to a server and checks that it can be used.
 * @throws EgdiError `database-unavailable` (exit 7): unreachable, refused, too old, or not in UTF-8.
 */
export async function openServer(
  { url, applicationName = 'egdi', statementTimeoutMs = STATEMENT_TIMEOUT_MS }: ServerOptions,
  context: WarehouseContext,
): Promise<ConnectionSource> {
  const pool = new Pool({ ...clientConfig(url, applicationName), max: 4 });
  // Without a listener the loss of an idle connection would end the process; the next use reports it.
  pool.on('error', () => undefined);
  const prepared = new WeakMap<PoolClient, ServerVersion>();
  const broken = new WeakSet<PoolClient>();

  async function checkOut(): Promise<PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw unavailable(url, error);
    }
  }

  async function connect(): Promise<{ client: PoolClient; version: ServerVersion }> {
    const client = await checkOut();
    const known = prepared.get(client);
    if (known !== undefined) return { client, version: known };
    // A client that is lent reports the loss of its connection as an event, unhandled it would end the process.
    client.on('error', () => broken.add(client));
    try {
      const version = await prepareClient(client, statementTimeoutMs);
      prepared.set(client, version);
      return { client, version };
    } catch (error) {
      client.release(true);
      throw unavailable(url, error);
    }
  }

  // When the server is known to be lost, by the connection that holds the run lock, nobody waits for its answers any
  // longer: over a dead network a query would otherwise wait for minutes.
  const lentClients = new Set<PoolClient>();
  const cutOff = (): void => {
    if (!isLoss(context.signal?.reason)) return;
    for (const client of lentClients) void (client as unknown as Client).end().catch(() => undefined);
  };
  context.signal?.addEventListener('abort', cutOff);

  const close = async (): Promise<void> => {
    context.signal?.removeEventListener('abort', cutOff);
    await pool.end();
  };
  try {
    const { client, version } = await connect();
    client.release();
    return {
      serverVersion: version,
      close,
      async acquire(): Promise<Lease> {
        const { client: lent } = await connect();
        lentClients.add(lent);
        const answerTimeoutMs = statementTimeoutMs + ANSWER_MARGIN_MS;
        const lease = lend({ client: lent, url, answerTimeoutMs, context, isBroken: () => broken.has(lent) });
        return {
          ...lease,
          async release(destroy) {
            lentClients.delete(lent);
            await lease.release(destroy);
          },
        };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whether the work was stopped because the server is gone, and not because somebody asked for it. */
function isLoss(reason: unknown): boolean {
  return reason instanceof EgdiError && reason.exitCode === EXIT.databaseUnavailable;
}

interface LentClient {
  readonly client: PoolClient;
  readonly url: string;
  readonly answerTimeoutMs: number;
  readonly context: WarehouseContext;
  isBroken(): boolean;
}

function lend({ client, url, answerTimeoutMs, context, isBroken }: LentClient): Lease {
  let lost = false;
  let suspect = false;
  const asLost = (error: unknown): unknown => {
    if (!isConnectionError(error)) return explainDiskFull(error);
    lost = true;
    return connectionLost(url, error);
  };
  const connection: DatabaseConnection = {
    async query(sql, params = []): Promise<QueryResult> {
      // Always the extended protocol, so that a statement without parameters follows the same rules.
      const statement = { text: sql, values: params.map(encodeValue), queryMode: 'extended' };
      const config = { ...statement, query_timeout: answerTimeoutMs };
      try {
        const { rows, rowCount, command } = await client.query<Record<string, unknown>>(config);
        return { rows, rowCount: rowCount ?? 0, command: command ?? '' };
      } catch (error) {
        throw asLost(error);
      }
    },
    async exec(sql): Promise<void> {
      try {
        await client.query(sql);
      } catch (error) {
        throw asLost(error);
      }
    },
    async copyIn(table, columns, rows): Promise<number> {
      const source = watchFailure(rows);
      try {
        return await copyRows(client, table, columns, source.rows, context);
      } catch (error) {
        suspect = true; // a client is not reused after a failed COPY
        context.signal?.throwIfAborted(); // a stopped stream does not say why it was stopped
        // A source that reads files or the network fails with the codes of a lost connection.
        throw source.failure() === error ? error : asLost(error);
      }
    },
  };
  return {
    connection,
    inTransaction: () => client.getTransactionStatus() !== 'I',
    isUsable: () => !lost && !isBroken(),
    async release(destroy): Promise<void> {
      client.release(destroy || suspect || lost || isBroken());
    },
  };
}

function watchFailure(rows: CopyRows): { rows: CopyRows; failure: () => unknown } {
  let failure: unknown;
  function* each(source: Iterable<CopyRow>): Generator<CopyRow> {
    try {
      yield* source;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  async function* eachLater(source: AsyncIterable<CopyRow>): AsyncGenerator<CopyRow> {
    try {
      yield* source;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return { rows: Symbol.asyncIterator in rows ? eachLater(rows) : each(rows), failure: () => failure };
}

async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: CopyRows,
  context: WarehouseContext,
): Promise<number> {
  context.signal?.throwIfAborted();
  const names = columns.map(quoteIdentifier).join(', ');
  const target = client.query(copyFrom(`copy ${quoteTable(table)} (${names}) from stdin`));
  const source = Readable.from(chunkBytes(rows), { objectMode: true, highWaterMark: 4 });
  await pipeline(source, target, context.signal === undefined ? {} : { signal: context.signal });
  return target.rowCount;
}

async function* chunkBytes(rows: CopyRows): AsyncGenerator<Buffer> {
  for await (const chunk of encodeCopyChunks(rows, COPY_CHUNK)) yield chunk.bytes;
}
